import * as vscode from 'vscode';

import { COMMANDS, CONTEXT, VIEWS } from '../commands.js';
import { shownPath } from '../config-files.js';
import { Debouncer } from '../debounce.js';
import type { WholeFolders } from '../whole-folders.js';
import { ageWords } from '../result-words.js';
import { isReport, REPORT_GLOB } from './cell-kinds.js';
import type { ReportController } from './controller.js';
import type { RunHistory } from './run-history.js';

/** A row of the Reports view. Plain data, so that it can be tested as such. */
export interface ReportRow {
  readonly report: vscode.Uri;
  readonly label: string;
  readonly description: string;
  /** Failed cells of the last run; null where it was never run. */
  readonly failures: number | null;
  /** The verdict of the last run, where a cell shows it. */
  readonly heading: string | null;
}

const NOT_REPORTS = '**/{node_modules,.git}/**';

/** The reports of the workspace, with what their last run gave. */
export class ReportsView implements vscode.TreeDataProvider<ReportRow>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #soon = new Debouncer<'refresh'>(250);
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    private readonly history: RunHistory,
    controller: ReportController,
    folders: WholeFolders,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(REPORT_GLOB);
    const refresh = (): void =>
      this.#soon.call('refresh', () => {
        this.#changed.fire(undefined);
        // The welcome text depends on it, whether or not the view is open.
        void this.#find();
      });
    // The tree asks by itself at first: filled twice, it would take its rows back under somebody's click.
    this.#soon.call('refresh', () => void this.#find());
    this.#subscriptions = [
      vscode.window.createTreeView(VIEWS.reports, { treeDataProvider: this }),
      watcher,
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
      watcher.onDidChange(refresh),
      controller.onDidRun(refresh),
      folders.onDidCome(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      this.#changed,
    ];
  }

  async getChildren(row?: ReportRow): Promise<ReportRow[]> {
    if (row !== undefined) return [];
    return Promise.all((await this.#find()).map((report) => this.#row(report)));
  }

  async #find(): Promise<vscode.Uri[]> {
    const found = await vscode.workspace.findFiles(REPORT_GLOB, NOT_REPORTS);
    const reports = found.filter(isReport).sort((a, b) => (a.path < b.path ? -1 : 1));
    await vscode.commands.executeCommand('setContext', CONTEXT.hasReports, reports.length > 0);
    return reports;
  }

  getTreeItem(row: ReportRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, vscode.TreeItemCollapsibleState.None);
    item.id = row.report.toString();
    item.resourceUri = row.report;
    item.description = row.description;
    item.iconPath = iconOf(row);
    item.contextValue = 'report';
    item.tooltip = [shownPath(row.report), row.heading, row.description]
      .filter((part) => part !== null)
      .join('\n');
    item.command = { command: COMMANDS.openReport, title: 'Open Report', arguments: [row.report] };
    item.accessibilityInformation = { label: [row.label, row.heading ?? '', row.description].join(', ') };
    return item;
  }

  dispose(): void {
    this.#soon.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #row(report: vscode.Uri): Promise<ReportRow> {
    const label = (report.path.split('/').at(-1) ?? '').replace(/\.tidemark\.md$/, '');
    const [last] = await this.history.runs(report);
    if (last === undefined)
      return { report, label, description: 'not run yet', failures: null, heading: null };
    const outputs = last.cells.flatMap((cell) => cell.outputs);
    const failures = outputs.filter(({ kind }) => kind === 'error').length;
    const heading =
      outputs.flatMap((output) => (output.kind === 'verdict' ? [output.heading] : []))[0] ?? null;
    const words = failures > 0 ? `${failures} failed, ` : '';
    return { report, label, description: `${words}run ${ageWords(last.at)}`, failures, heading };
  }
}

function iconOf({ failures }: ReportRow): vscode.ThemeIcon {
  if (failures === null) return new vscode.ThemeIcon('notebook');
  return failures === 0
    ? new vscode.ThemeIcon('notebook', new vscode.ThemeColor('testing.iconPassed'))
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
}
