import * as vscode from 'vscode';

import { METRICS } from './core/metrics/registry.js';
import { registerCommands } from './editor/command-handlers.js';
import { COMMANDS } from './editor/commands.js';
import { Dashboards } from './editor/dashboards.js';
import { FileMarks } from './editor/decorations.js';
import { FeedbackView } from './editor/feedback-view.js';
import { EngineStatus } from './editor/language-status.js';
import { registerLanguage } from './editor/language/register-language.js';
import { ColumnCache, LabelMeasures } from './editor/lint-host.js';
import { Linter } from './editor/linter.js';
import { LogsView } from './editor/logs-view.js';
import { ModelsView } from './editor/models-view.js';
import { Monitors } from './editor/monitors.js';
import { Reports } from './editor/notebook/reports.js';
import { Output } from './editor/output.js';
import { WholeFolders } from './editor/whole-folders.js';
import { VerdictNotices } from './editor/notifications.js';
import { ParsedConfigs } from './editor/parse-config.js';
import { VerdictProblems } from './editor/problems.js';
import { Queue } from './editor/queue.js';
import { ReportMemory } from './editor/report-memory.js';
import { RowsPanels } from './editor/rows/rows-panels.js';
import { StatusBar } from './editor/status-bar.js';
import { CheckTasks } from './editor/tasks.js';
import { CheckTests } from './editor/testing.js';
import { ViewLinks } from './editor/view-links.js';
import { WorkspaceLint } from './editor/workspace-lint.js';
import { RunnerClient } from './runner/client.js';

/** What other extensions, and our tests, may look at. */
export interface TidemarkApi {
  readonly monitors: Monitors;
  readonly models: ModelsView;
  readonly logs: LogsView;
  readonly feedback: FeedbackView;
  readonly tests: CheckTests;
  readonly reports: Reports;
  readonly links: ViewLinks;
  /** Ends when the workspace was searched for configs. */
  readonly ready: Promise<void>;
}

/** Puts the parts together. Nothing is read from a log, and no process started, before somebody asks. */
export function activate(context: vscode.ExtensionContext): TidemarkApi {
  const output = new Output();
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'runner.js').fsPath;
  const runner = new RunnerClient(
    script,
    vscode.Uri.joinPath(context.globalStorageUri, 'cache').fsPath,
    (text) => output.child(text),
  );
  const memory = new ReportMemory(context.storageUri);
  const queue = new Queue();
  const configs = new ParsedConfigs();
  const folders = new WholeFolders();
  const monitors = new Monitors({ runner, memory, output, queue, configs }, folders);
  const ready = monitors
    .scan()
    .catch((error: unknown) => output.error(`Search for configs: ${String(error)}`));
  const workspace = new WorkspaceLint(runner, output, folders);
  const models = new ModelsView(monitors, workspace, new Map(METRICS.map((metric) => [metric.id, metric])));
  const logs = new LogsView(monitors);
  const feedback = new FeedbackView(monitors);
  const tests = new CheckTests(monitors);
  const columns = new ColumnCache(runner);
  const measures = new LabelMeasures(runner, output);
  const linter = new Linter(columns, measures, workspace, configs, output);
  const dashboards = new Dashboards(context.extensionUri, monitors, runner, memory, ready);
  const rows = new RowsPanels({ extension: context.extensionUri, monitors, runner, output }, ready);
  const links = new ViewLinks(context.extension.id, monitors, dashboards, ready);
  const setUp = (): unknown => vscode.commands.executeCommand(COMMANDS.setUp);
  const reports = new Reports({
    storage: context.storageUri,
    runner,
    monitors,
    output,
    queue,
    ready,
    folders,
    setUp,
  });
  context.subscriptions.push(
    reports,
    output,
    folders,
    monitors,
    models,
    logs,
    feedback,
    tests,
    new StatusBar(monitors),
    new EngineStatus(monitors),
    new VerdictProblems(monitors),
    new FileMarks(monitors),
    new VerdictNotices(monitors),
    new CheckTasks(context.extensionUri, monitors, ready),
    workspace,
    measures,
    linter,
    dashboards,
    rows,
    links,
    ...registerLanguage(monitors, linter, columns),
    ...registerCommands({ context, runner, memory, monitors, dashboards, rows, links, output, ready }),
    { dispose: () => runner.dispose() },
  );
  return { monitors, models, logs, feedback, tests, reports, links, ready };
}
