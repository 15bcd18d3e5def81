import * as vscode from 'vscode';

import { globFiles } from '../runner/files.js';
import { fileUri } from './changed-files.js';
import { CONTEXT, VIEWS } from './commands.js';
import { folderOf } from './config-files.js';
import { globsOf } from './config-globs.js';
import { Debouncer } from './debounce.js';
import { folderRows, logFiles, type LogFile, type LogFileRole, type LogRow } from './log-tree.js';
import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import type { ParsedConfigs } from './parse-config.js';

const LOGS = '**/*.{parquet,csv,tsv,ndjson,jsonl,csv.gz,csv.zst,ndjson.gz,ndjson.zst}';
const NOT_LOGS = '**/{node_modules,.git,.vscode}/**';
/** Enough to say that there are logs; more is for a check to count. */
const MOST_UNMONITORED = 200;
const TEXT = /\.(csv|tsv|json|ndjson|jsonl)$/i;

/** The Logs view: the files that each model reads, or those that nobody monitors yet. */
export class LogsView implements vscode.TreeDataProvider<LogRow>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<LogRow>;
  readonly #subscription: vscode.Disposable;
  #shown = '';
  readonly #soon = new Debouncer<'refresh'>(250);

  constructor(private readonly monitors: Monitors) {
    this.#view = vscode.window.createTreeView(VIEWS.logs, { treeDataProvider: this });
    this.#subscription = monitors.onDidChange(() => this.#refresh());
  }

  async getChildren(row?: LogRow): Promise<LogRow[]> {
    if (row !== undefined) return [...row.children];
    const { all } = this.monitors;
    if (all.length === 0) return unmonitored();
    const models = await Promise.all(
      all.map(async (state) => ({ state, rows: await monitored(state, this.monitors.configs) })),
    );
    const [only] = models;
    if (models.length === 1 && only !== undefined) return only.rows;
    return models.map(({ state, rows }) => ({
      kind: 'model',
      id: state.config.toString(),
      label: state.name,
      description: '',
      tooltip: '',
      children: rows,
      folder: folderOf(state.config),
      file: null,
    }));
  }

  getTreeItem(row: LogRow): vscode.TreeItem {
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const open =
      row.kind !== 'folder' ||
      row.children.every((child) => child.file?.role !== 'labels' && child.file?.role !== 'unmonitored');
    const item = new vscode.TreeItem(
      row.label,
      row.children.length === 0 ? None : open ? Expanded : Collapsed,
    );
    item.id = row.id;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.contextValue = `log-${row.kind}`;
    item.iconPath = iconOf(row);
    if (row.file !== null && TEXT.test(row.file.path)) {
      item.command = {
        command: 'vscode.open',
        title: 'Open Log',
        arguments: [fileUri(row.folder, row.file.path)],
      };
    }
    return item;
  }

  /** Progress of a check changes no file: only other news is worth looking at the folders again. */
  #refresh(): void {
    const news = this.monitors.all.map(({ config, report, changed }) => [
      config.path,
      report?.generated_at,
      changed.length,
    ]);
    const key = JSON.stringify(news);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#soon.call('refresh', () => this.#changed.fire(undefined));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#soon.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function iconOf(row: LogRow): vscode.ThemeIcon {
  if (row.kind === 'model') return new vscode.ThemeIcon('pulse');
  if (row.kind === 'folder') return new vscode.ThemeIcon('folder-opened');
  if (typeof row.file?.problem === 'string')
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.yellow'));
  return new vscode.ThemeIcon(row.file?.role === 'labels' ? 'tag' : 'table');
}

async function monitored(state: MonitorState, configs: ParsedConfigs): Promise<LogRow[]> {
  const folder = folderOf(state.config);
  const matches = await matchesOf(state, configs);
  return folderRows(state.config.toString(), folder, logFiles(state.report, matches));
}

async function matchesOf(
  { config, report }: MonitorState,
  configs: ParsedConfigs,
): Promise<{ path: string; role: LogFileRole; bytes: number | null }[]> {
  const folder = folderOf(config);
  const { monitor } = await configs.parse(await readText(config));
  // A config under repair keeps the files of the last check.
  if (monitor === null)
    return (report?.provenance.inputs ?? []).map(({ path, role, bytes }) => ({ path, role, bytes }));
  const found: { path: string; role: LogFileRole; bytes: number | null }[] = [];
  for (const [role, globs] of Object.entries(globsOf(monitor)) as [LogFileRole, readonly string[]][]) {
    const files = await globFiles(folder.fsPath, globs);
    found.push(
      ...(await Promise.all(
        files.map(async (path) => ({ path, role, bytes: await sizeOf(fileUri(folder, path)) })),
      )),
    );
  }
  return found;
}

/** Logs in a workspace without a config; also tells the welcome view whether there are any. */
async function unmonitored(): Promise<LogRow[]> {
  const found = await vscode.workspace.findFiles(LOGS, NOT_LOGS, MOST_UNMONITORED);
  await vscode.commands.executeCommand('setContext', CONTEXT.hasLogs, found.length > 0);
  await vscode.commands.executeCommand('setContext', CONTEXT.logsKnown, true);
  const [root] = vscode.workspace.workspaceFolders ?? [];
  if (root === undefined) return [];
  const files = found
    .filter((uri) => vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === root.uri.toString())
    .map((uri): LogFile => {
      const path = vscode.workspace.asRelativePath(uri, false);
      return { path, role: 'unmonitored', bytes: null, rows: null, problem: null };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return folderRows('unmonitored', root.uri, files);
}

async function readText(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}

async function sizeOf(uri: vscode.Uri): Promise<number | null> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return null;
  }
}
