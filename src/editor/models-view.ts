import * as vscode from 'vscode';

import type { MetricDescription } from '../core/metrics/metric.js';
import { chunkTitle, decisionWords } from '../core/report/view.js';
import { formatCount } from '../core/report/words.js';
import { COMMANDS, VIEWS } from './commands.js';
import { fileUri } from './changed-files.js';
import { folderOf, shownPath } from './config-files.js';
import { coverageIcon, type CoverageRow } from './coverage-rows.js';
import { modelRow, type ModelRow } from './model-tree.js';
import type { CheckFailure, MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { commandLink } from './register.js';
import { ageWords } from './result-words.js';
import { verdictIcon } from './verdict-icon.js';
import type { WorkspaceLint } from './workspace-lint.js';

/** The Models view: verdicts from model to family to check, in VS Code's own tree. */
export class ModelsView implements vscode.TreeDataProvider<ModelRow>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ModelRow | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<ModelRow>;
  readonly #subscriptions: vscode.Disposable[];
  /** The models as the view has them. */
  #shown: readonly ModelRow[] = [];
  /** Rows that say something else since the view got them. */
  readonly #renewed = new WeakMap<ModelRow, ModelRow>();

  constructor(
    private readonly monitors: Monitors,
    private readonly workspace: WorkspaceLint,
    private readonly metrics: ReadonlyMap<string, MetricDescription>,
  ) {
    this.#view = vscode.window.createTreeView(VIEWS.models, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = [
      monitors.onDidChange((config) => {
        this.#refresh();
        this.#look(config);
      }),
      workspace.onDidChange(() => this.#refreshCoverage()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#look(null)),
      // What nobody looks at needs no search of the workspace.
      this.#view.onDidChangeVisibility(() => this.#look(null)),
    ];
  }

  getChildren(row?: ModelRow): ModelRow[] {
    if (row !== undefined) return [...this.#latest(row).children];
    this.#shown = this.monitors.all.map((state) => this.#rowOf(state));
    return [...this.#shown];
  }

  getTreeItem(given: ModelRow): vscode.TreeItem {
    const row = this.#latest(given);
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(
      row.label,
      row.children.length === 0 ? None : row.expanded ? Expanded : Collapsed,
    );
    item.id = row.id;
    item.description = row.description;
    item.iconPath = row.busy ? new vscode.ThemeIcon('sync~spin') : iconOf(row);
    item.contextValue = row.kind === 'model' ? (row.busy ? 'model-checking' : 'model') : row.kind;
    item.tooltip = this.#tooltip(row);
    item.accessibilityInformation = {
      label: [row.label, row.description, row.item?.because ?? ''].filter((part) => part !== '').join(', '),
    };
    const command = this.#commandOf(row);
    if (command !== null) item.command = command;
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #rowOf(state: MonitorState): ModelRow {
    return modelRow(state, this.metrics, this.workspace.modelOf(state.config));
  }

  #latest(row: ModelRow): ModelRow {
    return this.#renewed.get(row) ?? row;
  }

  /**
   * Draws the coverage rows again and no other: a refresh of the whole tree makes VS Code forget the commands of rows
   * that somebody may be clicking on.
   */
  #refreshCoverage(): void {
    for (const state of this.monitors.all) {
      const now = this.#rowOf(state).children.find(({ kind }) => kind === 'coverage');
      const model = this.#shown.find(({ config }) => config.toString() === state.config.toString());
      const shown = model?.children.find(({ kind }) => kind === 'coverage');
      if (now === undefined || shown === undefined) {
        this.#refresh();
        return;
      }
      this.#renewed.set(shown, now);
      this.#changed.fire(shown);
    }
  }

  #refresh(): void {
    this.#changed.fire(undefined);
    const alerts = this.monitors.all.filter(
      ({ report, failure }) => failure !== null || (report?.summary.alert ?? 0) > 0,
    );
    const tooltip = `${alerts.length} of ${this.monitors.all.length} models need a look`;
    this.#view.badge = alerts.length === 0 ? undefined : { value: alerts.length, tooltip };
  }

  /** Has the coverage looked up, of one model or of all, while the view is seen. */
  #look(config: vscode.Uri | null): void {
    if (!this.#view.visible) return;
    for (const state of this.monitors.all) {
      const idle = state.progress === null;
      if (idle && (config === null || config.toString() === state.config.toString()))
        this.workspace.refresh(state.config);
    }
  }

  #commandOf(row: ModelRow): vscode.Command | null {
    const open = (line?: number, column?: number): vscode.Command => ({
      command: COMMANDS.openConfig,
      title: 'Open Config',
      arguments: [{ config: row.config, line, column }],
    });
    switch (row.kind) {
      case 'check': {
        const report = this.monitors.get(row.config)?.report;
        const check = report?.checks.find((one) => one.check === row.result?.check);
        return open(check?.line, check?.column);
      }
      case 'failure':
        return row.failure === null ? null : failureCommand(row.config, row.failure);
      case 'stale':
        return { command: COMMANDS.checkNow, title: 'Check Now', arguments: [row.config] };
      case 'item':
        return row.item === null ? null : itemCommand(row.config, row.item);
      default:
        return null;
    }
  }

  #tooltip(row: ModelRow): vscode.MarkdownString | undefined {
    const state = this.monitors.get(row.config);
    switch (row.kind) {
      case 'model':
        return state === undefined ? undefined : modelTooltip(state);
      case 'check':
        return row.result === null
          ? undefined
          : markdown([row.result.explanation, `_${row.result.definition}_`]);
      case 'failure': {
        const links = [
          commandLink('Open the config', COMMANDS.openConfig, row.config),
          commandLink('Show output', COMMANDS.showOutput),
        ];
        return markdown([row.label, links.join(' | ')]);
      }
      case 'coverage':
        return markdown([COVERAGE_HELP]);
      case 'item':
        return row.item === null || row.item.because === '' ? undefined : markdown([row.item.because]);
      case 'stale':
        return markdown((state?.changed ?? []).slice(0, 12).map((file) => `\`${file}\``));
      default:
        return undefined;
    }
  }
}

const COVERAGE_HELP =
  'What the files of this workspace say about the monitoring of this model, item by item. An item opens the line that says so, or the quick fix that writes it.';

/** Opens the line that an item stands on, with its quick fixes where it has some. */
function itemCommand(config: vscode.Uri, { place, fixable }: CoverageRow): vscode.Command | null {
  if (place === null) return null;
  const root = vscode.workspace.getWorkspaceFolder(config)?.uri ?? folderOf(config);
  const target = { config: fileUri(root, place.path), line: place.line, column: place.column };
  return fixable
    ? { command: COMMANDS.showFixes, title: 'Show Fixes', arguments: [target] }
    : { command: COMMANDS.openConfig, title: 'Open Config', arguments: [target] };
}

function iconOf(row: ModelRow): vscode.ThemeIcon {
  if (row.item !== null) return coverageIcon(row.item.state);
  if (row.kind === 'coverage') return new vscode.ThemeIcon('checklist');
  return row.kind === 'stale' ? new vscode.ThemeIcon('history') : verdictIcon(row.verdict);
}

/** Opens the file that a failure is about, where it is a text that can be opened; else what was printed. */
function failureCommand(config: vscode.Uri, { kind, place }: CheckFailure): vscode.Command {
  if (kind === 'other') return { command: COMMANDS.showOutput, title: 'Show Output' };
  if (place === null || place.path === shownPath(config)) {
    return {
      command: COMMANDS.openConfig,
      title: 'Open Config',
      arguments: [{ config, line: place?.line, column: place?.column }],
    };
  }
  const file = fileUri(folderOf(config), place.path);
  if (!/\.(csv|tsv|json|ndjson|jsonl|ya?ml)$/i.test(file.path)) {
    return { command: COMMANDS.openConfig, title: 'Open Config', arguments: [{ config }] };
  }
  const at = new vscode.Position(Math.max(0, (place.line ?? 1) - 1), Math.max(0, (place.column ?? 1) - 1));
  return {
    command: 'vscode.open',
    title: 'Open File',
    arguments: [file, { selection: new vscode.Range(at, at) }],
  };
}

function modelTooltip({ config, report, failure, changed }: MonitorState): vscode.MarkdownString {
  const lines: string[] = [];
  if (failure !== null) lines.push('**Cannot judge this model**', failure.message);
  if (report !== null) {
    if (failure === null) lines.push(`**${decisionWords(report)}**`, report.summary.decision.because);
    const { start, rows } = report.windows.current;
    const span = start === null ? '' : `, since ${chunkTitle(report, start)}`;
    const stale = changed.length > 0 ? `; ${changed.length} files changed since` : '';
    lines.push(`${formatCount(rows)} rows${span}. Checked ${ageWords(report.generated_at)}${stale}.`);
  }
  if (lines.length === 0) lines.push('Not checked yet.');
  lines.push(
    [
      commandLink('Check now', COMMANDS.checkNow, config),
      commandLink('Open dashboard', COMMANDS.openDashboard, config),
      commandLink('Open config', COMMANDS.openConfig, config),
    ].join(' | '),
  );
  return markdown(lines);
}

function markdown(paragraphs: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString(paragraphs.join('\n\n'));
  // Only our own commands: names and messages come from files.
  text.isTrusted = { enabledCommands: Object.values(COMMANDS) };
  return text;
}
