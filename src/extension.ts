import * as vscode from 'vscode';

import { METRICS } from './core/metrics/registry.js';
import { registerCommands } from './editor/command-handlers.js';
import { Dashboards } from './editor/dashboards.js';
import { registerLanguage } from './editor/language/register-language.js';
import { ColumnCache } from './editor/lint-host.js';
import { Linter } from './editor/linter.js';
import { LogsView } from './editor/logs-view.js';
import { ModelsView } from './editor/models-view.js';
import { Monitors } from './editor/monitors.js';
import { Output } from './editor/output.js';
import { Queue } from './editor/queue.js';
import { ReportMemory } from './editor/report-memory.js';
import { StatusBar } from './editor/status-bar.js';
import { RunnerClient } from './runner/client.js';

/** What other extensions, and our tests, may look at. */
export interface TidemarkApi {
  readonly monitors: Monitors;
  readonly models: ModelsView;
  readonly logs: LogsView;
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
  const monitors = new Monitors({ runner, memory, output, queue: new Queue() });
  const ready = monitors
    .scan()
    .catch((error: unknown) => output.error(`Search for configs: ${String(error)}`));
  const models = new ModelsView(monitors, new Map(METRICS.map((metric) => [metric.id, metric])));
  const logs = new LogsView(monitors);
  const columns = new ColumnCache(runner);
  const linter = new Linter(columns, output);
  const dashboards = new Dashboards(context.extensionUri, monitors, runner, ready);
  context.subscriptions.push(
    output,
    monitors,
    models,
    logs,
    new StatusBar(monitors),
    linter,
    dashboards,
    ...registerLanguage(monitors, linter, columns),
    ...registerCommands({ context, runner, monitors, dashboards, output, ready }),
    { dispose: () => runner.dispose() },
  );
  return { monitors, models, logs, ready };
}
