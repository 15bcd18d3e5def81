import * as vscode from 'vscode';

import { feedbackFacts, type FeedbackFact } from '../core/report/feedback-facts.js';
import { capitalise } from '../core/report/words.js';
import { COMMANDS, VIEWS } from './commands.js';
import { Debouncer } from './debounce.js';
import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import type { ParsedConfigs } from './parse-config.js';
import { verdictIcon } from './verdict-icon.js';

/** A row of the Feedback view. Plain data, so that it can be tested as such. */
export interface FeedbackRow {
  readonly id: string;
  readonly config: vscode.Uri;
  /** Null for the model itself. */
  readonly fact: FeedbackFact | null;
  readonly label: string;
  readonly description: string;
  readonly children: readonly FeedbackRow[];
}

const ICONS: Readonly<Record<FeedbackFact['kind'], string>> = {
  coverage: 'tag',
  delay: 'watch',
  maturity: 'calendar',
  orphans: 'question',
  conflicts: 'git-merge',
  hook: 'plug',
  none: 'circle-large-outline',
  chunk: 'blank',
};

/** The Feedback view: what came back of each model's predictions, and when more will. */
export class FeedbackView implements vscode.TreeDataProvider<FeedbackRow>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<FeedbackRow>;
  readonly #soon = new Debouncer<'refresh'>(250);
  readonly #subscription: vscode.Disposable;
  #shown = '';

  constructor(private readonly monitors: Monitors) {
    this.#view = vscode.window.createTreeView(VIEWS.feedback, { treeDataProvider: this });
    this.#subscription = monitors.onDidChange(monitors.turns.inTurn(() => this.#refresh()));
  }

  async getChildren(row?: FeedbackRow): Promise<FeedbackRow[]> {
    if (row !== undefined) return [...row.children];
    const models = await Promise.all(
      this.monitors.all.map((state) => modelRow(state, this.monitors.configs)),
    );
    const known = models.filter((model) => model !== null);
    const [only] = known;
    return this.monitors.all.length === 1 && only !== undefined ? [...only.children] : known;
  }

  getTreeItem(row: FeedbackRow): vscode.TreeItem {
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const open = row.fact === null ? Expanded : Collapsed;
    const item = new vscode.TreeItem(row.label, row.children.length === 0 ? None : open);
    item.id = row.id;
    item.description = row.description;
    item.iconPath = iconOf(row);
    item.contextValue = row.fact === null ? 'feedback-model' : `feedback-${row.fact.kind}`;
    item.tooltip = row.fact?.sentence ?? row.label;
    item.accessibilityInformation = {
      label: [row.label, row.description, row.fact?.sentence ?? ''].filter((part) => part !== '').join(', '),
    };
    const command = this.#commandOf(row);
    if (command !== null) item.command = command;
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#soon.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  /** Progress of a check is no news here. */
  #refresh(): void {
    const key = JSON.stringify(
      this.monitors.all.map(({ config, report }) => [config.path, report?.generated_at]),
    );
    if (key === this.#shown) return;
    this.#shown = key;
    this.#soon.call('refresh', () => this.#changed.fire(undefined));
  }

  /** The line of the check that judges it; of what is missing the config itself. */
  #commandOf({ config, fact }: FeedbackRow): vscode.Command | null {
    if (fact === null || (fact.check === null && fact.kind !== 'none')) return null;
    const check = this.monitors.get(config)?.report?.checks.find((one) => one.check === fact.check);
    return {
      command: COMMANDS.openConfig,
      title: 'Open Config',
      arguments: [{ config, line: check?.line, column: check?.column }],
    };
  }
}

/** A model with its facts; null before its first check. */
async function modelRow(
  { config, name, report }: MonitorState,
  configs: ParsedConfigs,
): Promise<FeedbackRow | null> {
  if (report === null) return null;
  const { monitor } = await configs.parse(await readText(config));
  const id = config.toString();
  const children = feedbackFacts(report, monitor).map((fact, i) => factRow(`${id}#${i}`, config, fact));
  return { id, config, fact: null, label: name, description: '', children };
}

function factRow(id: string, config: vscode.Uri, fact: FeedbackFact): FeedbackRow {
  return {
    id: `${id}#${fact.kind}`,
    config,
    fact,
    label: capitalise(fact.label),
    description: fact.words,
    children: fact.children.map((child, i) => factRow(`${id}#${i}`, config, child)),
  };
}

function iconOf({ fact }: FeedbackRow): vscode.ThemeIcon {
  if (fact === null) return new vscode.ThemeIcon('pulse');
  return fact.verdict === null ? new vscode.ThemeIcon(ICONS[fact.kind]) : verdictIcon(fact.verdict);
}

async function readText(config: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
  } catch {
    // Deleted a moment ago: the monitors will say so.
    return '';
  }
}
