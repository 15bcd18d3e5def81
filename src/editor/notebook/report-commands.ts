import * as vscode from 'vscode';

import { CancelledError } from '../../core/errors.js';
import { TEMPLATE_NAMES, TEMPLATE_WORDS } from '../../core/notebook/templates/templates.js';
import { changesMarkdown, compareRuns } from '../../core/notebook/compare-runs.js';
import type { RunnerClient } from '../../runner/client.js';
import { COMMANDS, type ReportArgument } from '../commands.js';
import { chooseModel, offerSetUp } from '../choose-model.js';
import { folderOf, shownPath } from '../config-files.js';
import { exists } from '../exists.js';
import { failureOf } from '../monitor-state.js';
import type { Monitors } from '../monitors.js';
import type { Output } from '../output.js';
import { registerCommand } from '../register.js';
import { ageWords } from '../result-words.js';
import { offerTrust } from '../trust.js';
import { isReport, REPORT_GLOB, REPORT_TYPE } from './cell-kinds.js';
import type { RunHistory } from './run-history.js';
import { textOfNotebook } from './serializer.js';

/** What the commands of reports work with. */
export interface ReportTools {
  readonly runner: RunnerClient;
  readonly monitors: Monitors;
  readonly history: RunHistory;
  readonly output: Output;
  readonly ready: Promise<void>;
  readonly setUp: () => unknown;
}

/** Formats of an export, as one chooses among them. */
const FORMATS = [
  {
    label: 'HTML',
    detail: 'One page with everything in it: no network, prints well',
    format: 'html',
    ending: 'html',
  },
  {
    label: 'Markdown',
    detail: 'Values in the prose, tables; charts in words',
    format: 'markdown',
    ending: 'md',
  },
  { label: 'JSON', detail: 'Every cell and what it gave, as data', format: 'json', ending: 'json' },
] as const;

/** Registers the commands of reports. */
export function registerReportCommands(tools: ReportTools): vscode.Disposable[] {
  return [
    registerCommand(COMMANDS.newReport, (model) => newReport(tools, model)),
    registerCommand(COMMANDS.openReport, async (argument) => {
      const report = await chooseReport(argument, 'Open Report');
      if (report !== undefined) await openReport(report);
    }),
    registerCommand(COMMANDS.exportReport, async (argument) => {
      const report = await chooseReport(argument, 'Export Report');
      if (report !== undefined && (await offerTrust())) await exportReport(tools, report);
    }),
    registerCommand(COMMANDS.compareReport, async (argument) => {
      const report = await chooseReport(argument, 'Compare Report With an Earlier Run');
      if (report !== undefined) await compareReport(tools, report);
    }),
    registerCommand(COMMANDS.addReportCell, (kind) => addCell(kind)),
  ];
}

/** Opens a report as a notebook. */
export async function openReport(report: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', report, REPORT_TYPE);
}

/** Writes a draft from a template beside the config, and opens it; an existing file is never written over. */
async function newReport(tools: ReportTools, model: Parameters<typeof chooseModel>[1]): Promise<void> {
  await tools.ready;
  const config = await chooseModel(tools.monitors, model, 'New Report');
  if (config === undefined) {
    if (tools.monitors.all.length === 0) await offerSetUp(tools.setUp);
    return;
  }
  const picks = TEMPLATE_NAMES.map((name) => ({ name, ...TEMPLATE_WORDS[name] }));
  const pick = await vscode.window.showQuickPick(picks, {
    title: 'New Report',
    placeHolder: 'What is it for? Every sentence in it is computed from the results.',
    matchOnDetail: true,
  });
  if (pick === undefined) return;
  const folder = folderOf(config);
  try {
    const { text } = await tools.runner.ask(
      'newReport',
      { config: config.fsPath, template: pick.name, from: folder.fsPath },
      new AbortController().signal,
    );
    const target = await freeName(folder, pick.name === 'full' ? 'report' : `${pick.name}-report`);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    await openReport(target);
  } catch (error) {
    void vscode.window.showErrorMessage(`The report was not written: ${failureOf(error).message}`);
  }
}

async function freeName(folder: vscode.Uri, base: string): Promise<vscode.Uri> {
  for (let n = 1; ; n += 1) {
    const file = vscode.Uri.joinPath(folder, `${base}${n === 1 ? '' : `-${n}`}.tidemark.md`);
    if (!(await exists(file))) return file;
  }
}

/** Runs the whole report and writes it as one file, to where the user says. */
async function exportReport({ runner, output }: ReportTools, report: vscode.Uri): Promise<void> {
  const pick = await vscode.window.showQuickPick(FORMATS, {
    title: 'Export Report',
    placeHolder: 'As what?',
  });
  if (pick === undefined) return;
  const target = await vscode.window.showSaveDialog({
    defaultUri: report.with({ path: report.path.replace(/(\.tidemark)?\.md$/, `.${pick.ending}`) }),
    title: 'Export Report',
  });
  if (target === undefined) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Exporting ${shownPath(report)}`,
    cancellable: true,
  };
  try {
    const text = await sourceText(report);
    const done = await vscode.window.withProgress(options, async (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const request = { text, file: report.fsPath, shown: shownPath(report), format: pick.format };
      return runner.ask('exportReport', request, stop.signal);
    });
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(done.text));
    const failed =
      done.failures === 0 ? '' : ` ${done.failures} of its cells or values failed, and say so there.`;
    const open = 'Open';
    const shown = shownPath(target);
    if ((await vscode.window.showInformationMessage(`Wrote ${shown}.${failed}`, open)) === open) {
      await vscode.env.openExternal(target);
    }
  } catch (error) {
    if (error instanceof CancelledError) return;
    output.error(`Export: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void vscode.window.showErrorMessage(`The report was not written: ${failureOf(error).message}`);
  }
}

/** As the editor has it, saved or not. */
async function sourceText(report: vscode.Uri): Promise<string> {
  const { notebookDocuments, textDocuments } = vscode.workspace;
  const same = (uri: vscode.Uri): boolean => uri.toString() === report.toString();
  const notebook = notebookDocuments.find(
    ({ uri, notebookType }) => same(uri) && notebookType === REPORT_TYPE,
  );
  if (notebook !== undefined) return textOfNotebook(notebook);
  const text = textDocuments.find(({ uri }) => same(uri));
  return text?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(report));
}

/** Shows what changed in the numbers since an earlier run. */
async function compareReport({ history }: ReportTools, report: vscode.Uri): Promise<void> {
  const [last, ...earlier] = await history.runs(report);
  if (last === undefined || earlier.length === 0) {
    const words =
      last === undefined
        ? 'This report was not run here yet: run it first.'
        : 'There is no earlier run with other numbers: config, logs and cells are what they were.';
    void vscode.window.showInformationMessage(words);
    return;
  }
  const picks = earlier.map((run) => {
    const changes = compareRuns(run.cells, last.cells);
    return {
      label: run.at.replace('T', ' ').slice(0, 16),
      description: ageWords(run.at),
      detail: changes.length === 0 ? 'no number changed' : `${changes.length} values changed`,
      run,
      changes,
    };
  });
  const [only] = picks;
  const pick =
    picks.length === 1
      ? only
      : await vscode.window.showQuickPick(picks, {
          title: 'Compare With an Earlier Run',
          placeHolder: 'Which run?',
        });
  if (pick === undefined) return;
  const content = changesMarkdown(shownPath(report), pick.run.at, last.at, pick.changes);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

/** What a cell begins with. */
const STARTS = {
  metric: { language: 'tidemark', value: 'metric: psi\nof: features' },
  sql: { language: 'sql', value: '-- name: rows_by_day\nSELECT count(*) AS n FROM current' },
  chart: {
    language: 'tidemark-chart',
    value:
      'data: rows_by_day\nmark: bar\nencoding:\n  x: { field: day, type: temporal }\n  y: { field: n, type: quantitative }',
  },
} as const;

/** Adds a cell of a kind below the one that is chosen. */
async function addCell(kind: unknown): Promise<void> {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType !== REPORT_TYPE) return;
  const labels = { metric: 'Metric', sql: 'SQL', chart: 'Chart' } as const;
  const known = kind === 'metric' || kind === 'sql' || kind === 'chart' ? kind : null;
  const picks = Object.entries(labels).map(([name, label]) => ({ label, name: name as keyof typeof labels }));
  const wanted = known ?? (await vscode.window.showQuickPick(picks, { title: 'Add a Cell' }))?.name;
  if (wanted === undefined) return;
  const { language, value } = STARTS[wanted];
  const index = editor.selection.end;
  const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, value, language);
  const edit = new vscode.WorkspaceEdit();
  edit.set(editor.notebook.uri, [vscode.NotebookEdit.insertCells(index, [cell])]);
  await vscode.workspace.applyEdit(edit);
  editor.selection = new vscode.NotebookRange(index, index + 1);
  editor.revealRange(editor.selection);
}

/** The report that a command is about: what it was given, the one in the editor, the only one, or the one picked. */
async function chooseReport(argument: ReportArgument, title: string): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri) return argument;
  if (argument !== undefined && 'report' in argument) return argument.report;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook?.notebookType === REPORT_TYPE) return notebook.uri;
  const text = vscode.window.activeTextEditor?.document.uri;
  if (text !== undefined && isReport(text)) return text;
  const found = (await vscode.workspace.findFiles(REPORT_GLOB, '**/node_modules/**')).sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  if (found.length <= 1) {
    if (found.length === 0)
      void vscode.window.showInformationMessage(
        'There is no report (*.tidemark.md) yet: “Tidemark: New Report” writes one.',
      );
    return found[0];
  }
  const picks = found.map((report) => ({ label: shownPath(report), report }));
  return (await vscode.window.showQuickPick(picks, { title, placeHolder: 'Which report?' }))?.report;
}
