import { setImmediate } from 'node:timers/promises';

import * as vscode from 'vscode';

import type { Report } from '../core/report/report.js';
import { fileUri } from './changed-files.js';
import { folderOf, shownPath } from './config-files.js';
import { Debouncer } from './debounce.js';
import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { recordTest } from './testing-results.js';
import { plannedTests, reportedTests, type TestRow } from './testing-tree.js';
import { offerTrust } from './trust.js';

/** Files are often written in pieces: a continuous run waits until it is quiet for this long. */
const QUIET_MS = 700;

/** The results share the panel with a list: lines longer than this wrap on most screens. */
const OUTPUT_WIDTH = 78;

/** Models whose checks run by themselves while their files change. */
interface Watch {
  readonly request: vscode.TestRunRequest;
  readonly configs: ReadonlySet<string> | null;
}

/** The Test Explorer: each model a suite, each check a test, with the results of whoever checked last. */
export class CheckTests implements vscode.Disposable {
  readonly controller = vscode.tests.createTestController('tidemark', 'Tidemark');
  readonly #rows = new WeakMap<vscode.TestItem, TestRow>();
  /** The report that a suite shows. */
  readonly #shown = new Map<string, Report>();
  /** Configs that a run of ours checks now: it records the results itself. */
  readonly #running = new Set<string>();
  readonly #watches = new Set<Watch>();
  /** The changes that a continuous run has seen: a check that fails on them is not started again for them. */
  readonly #seen = new Map<string, readonly string[]>();
  readonly #quiet = new Debouncer<string>(QUIET_MS);
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly monitors: Monitors) {
    this.controller.resolveHandler = (item) => this.#resolve(item);
    this.controller.refreshHandler = () => monitors.scan();
    const profile = this.controller.createRunProfile(
      'Check',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.#start(request, token),
      true,
    );
    profile.supportsContinuousRun = true;
    this.#subscriptions = [
      this.controller,
      profile,
      monitors.onDidChange(monitors.turns.inTurn((config) => this.#follow(config))),
    ];
    this.#follow(null);
  }

  dispose(): void {
    this.#quiet.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #follow(config: vscode.Uri | null): void {
    if (config === null) {
      const known = new Set(this.monitors.all.map((state) => state.config.toString()));
      for (const [key] of this.controller.items) {
        if (known.has(key)) continue;
        this.controller.items.delete(key);
        this.#shown.delete(key);
      }
    }
    const states = config === null ? this.monitors.all : [this.monitors.get(config)];
    for (const state of states) if (state !== undefined) this.#update(state);
  }

  #update(state: MonitorState): void {
    const key = state.config.toString();
    const suite = this.#suite(state);
    suite.busy = state.progress !== null;
    const { report } = state;
    const outdated = state.changed.includes(shownPath(state.config));
    if (report !== null && report !== this.#shown.get(key) && !outdated) {
      this.#shown.set(key, report);
      this.#fill(suite, reportedTests(report));
      if (!this.#running.has(key)) void this.#publish(suite);
    } else if (outdated && suite.children.size > 0) {
      void this.#plan(suite);
    }
    for (const watch of this.#watches) {
      if (watch.configs === null || watch.configs.has(key)) this.#again(watch.request, state);
    }
  }

  #suite(state: MonitorState): vscode.TestItem {
    const key = state.config.toString();
    const known = this.controller.items.get(key);
    const suite = known ?? this.controller.createTestItem(key, state.name, state.config);
    suite.label = state.name;
    if (known !== undefined) return known;
    suite.canResolveChildren = true;
    this.controller.items.add(suite);
    return suite;
  }

  /** Before the first check, and while the config is newer than the report, its text names the tests. */
  async #resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (item === undefined) return;
    const known = this.#shown.has(item.id) && item.children.size > 0;
    if (!known && item.parent === undefined) await this.#plan(item);
  }

  async #plan(suite: vscode.TestItem): Promise<void> {
    if (suite.uri === undefined) return;
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(suite.uri));
      const document = await this.monitors.configs.parse(text);
      // Its author is still writing: the tests stay.
      if (document.monitor !== null) this.#fill(suite, plannedTests(document), true);
    } catch {
      // Gone: the monitors say so, and the suite goes with it.
    }
  }

  /** Puts the rows below an item. With `keep`, what stands below a row that is still there stays. */
  #fill(parent: vscode.TestItem, rows: readonly TestRow[], keep = false): void {
    const { uri } = parent;
    const items = rows.map((row, i) => {
      const known = parent.children.get(row.id);
      const item = known ?? this.controller.createTestItem(row.id, row.label, uri);
      item.label = row.label;
      item.sortText = String(i).padStart(4, '0');
      const at = new vscode.Position(row.line - 1, row.column - 1);
      item.range = new vscode.Range(at, at);
      const before = keep ? this.#rows.get(item) : undefined;
      if (before === undefined) {
        this.#fill(item, row.children);
        this.#rows.set(item, row);
      } else {
        this.#rows.set(item, { ...before, line: row.line, column: row.column });
      }
      return item;
    });
    parent.children.replace(items);
  }

  /** Results of a check that nobody asked this view for. */
  async #publish(suite: vscode.TestItem): Promise<void> {
    const run = this.controller.createTestRun(new vscode.TestRunRequest([suite]), suite.label, false);
    await record(run, this.#tests(suite, new Set()));
    run.end();
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!(await offerTrust())) return;
    if (request.continuous !== true) return this.#run(request, this.#configsOf(request), token);
    const chosen = request.include === undefined ? null : new Set(this.#configsOf(request).map(String));
    const watch: Watch = { request, configs: chosen };
    this.#watches.add(watch);
    token.onCancellationRequested(() => this.#watches.delete(watch));
    // Changes are told of what was checked once.
    const unknown = this.#configsOf(request).filter((config) => this.monitors.get(config)?.report === null);
    if (unknown.length > 0) await this.#run(request, unknown, token);
  }

  #again(request: vscode.TestRunRequest, { config, changed, progress }: MonitorState): void {
    const key = config.toString();
    if (changed.length === 0 || progress !== null || this.#seen.get(key) === changed) return;
    this.#seen.set(key, changed);
    this.#quiet.call(key, () => {
      if (this.monitors.get(config)?.changed.length === 0) return;
      void this.#run(request, [config], new vscode.CancellationTokenSource().token);
    });
  }

  /** The configs whose tests a request names. */
  #configsOf({ include }: vscode.TestRunRequest): vscode.Uri[] {
    const items = include ?? [...this.controller.items].map(([, item]) => item);
    const found = new Map<string, vscode.Uri>();
    for (const { uri } of items) if (uri !== undefined) found.set(uri.toString(), uri);
    return [...found.values()];
  }

  async #run(
    request: vscode.TestRunRequest,
    configs: readonly vscode.Uri[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    const cancel = (): void => configs.forEach((config) => this.monitors.cancel(config));
    const subscriptions = [token, run.token].map((one) => one.onCancellationRequested(cancel));
    try {
      await Promise.all(configs.map((config) => this.#check(run, request, config)));
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
      run.end();
    }
  }

  async #check(run: vscode.TestRun, request: vscode.TestRunRequest, config: vscode.Uri): Promise<void> {
    const key = config.toString();
    const before = this.controller.items.get(key);
    if (before !== undefined) leaves(before).forEach((item) => run.started(item));
    this.#running.add(key);
    const last = this.monitors.get(config)?.report;
    try {
      await this.monitors.check(config);
    } finally {
      this.#running.delete(key);
    }
    const suite = this.controller.items.get(key);
    const state = this.monitors.get(config);
    if (suite === undefined || state === undefined) return;
    if (state.failure !== null) {
      run.errored(suite, failureMessage(state));
      leaves(suite).forEach((item) => run.skipped(item));
    } else if (state.report === null || state.report === last) {
      // Cancelled: what was known before stays known.
      leaves(suite).forEach((item) => run.skipped(item));
    } else {
      await record(run, this.#tests(suite, new Set(request.exclude ?? []), wantedOf(request, suite)));
      await this.#print(run, state.report);
    }
  }

  /** The report as the terminal prints it. */
  async #print(run: vscode.TestRun, report: Report): Promise<void> {
    const [{ formatText }, { exitOf }] = await Promise.all([
      import('../core/report/formats/text.js'),
      import('../core/exit-code.js'),
    ]);
    const exit = exitOf(report, 'alert');
    const text = formatText(report, {
      colour: true,
      unicode: true,
      width: OUTPUT_WIDTH,
      all: false,
      seconds: null,
      exit,
    });
    run.appendOutput(text.replaceAll('\n', '\r\n'));
  }

  /** The tests below an item that are wanted, with their rows. */
  #tests(
    item: vscode.TestItem,
    leftOut: ReadonlySet<vscode.TestItem>,
    wanted: (item: vscode.TestItem) => boolean = () => true,
  ): Test[] {
    if (leftOut.has(item)) return [];
    const below = [...item.children].flatMap(([, child]) => this.#tests(child, leftOut, wanted));
    const row = this.#rows.get(item);
    // The state of a test with tests below it is made of theirs.
    const isOwn = row !== undefined && item.children.size === 0 && wanted(item);
    return isOwn ? [...below, { item, row }] : below;
  }
}

/** A test, and the row that says what its results are. */
interface Test {
  readonly item: vscode.TestItem;
  readonly row: TestRow;
}

/** Writes the results of tests into a run: each in a turn of its own, for it is several messages to the window. */
async function record(run: vscode.TestRun, tests: readonly Test[]): Promise<void> {
  for (const { item, row } of tests) {
    recordTest(run, item, row);
    await setImmediate();
  }
}

/** The tests that have none below them; a suite without any is its own. */
function leaves(item: vscode.TestItem): vscode.TestItem[] {
  return item.children.size === 0 ? [item] : [...item.children].flatMap(([, child]) => leaves(child));
}

/** Whether an item lies below what a request names; what it names may have been replaced since. */
function wantedOf(
  { include }: vscode.TestRunRequest,
  suite: vscode.TestItem,
): (item: vscode.TestItem) => boolean {
  if (include === undefined) return () => true;
  const named = new Set(include.filter(({ uri }) => uri?.toString() === suite.id).map(({ id }) => id));
  return (item) => {
    for (let at: vscode.TestItem | undefined = item; at !== undefined; at = at.parent) {
      if (named.has(at.id)) return true;
    }
    return false;
  };
}

function failureMessage({ config, failure }: MonitorState): vscode.TestMessage {
  const message = new vscode.TestMessage(failure?.message ?? '');
  const place = failure?.place ?? null;
  if (place !== null) {
    const file = place.path === shownPath(config) ? config : fileUri(folderOf(config), place.path);
    const at = new vscode.Position((place.line ?? 1) - 1, (place.column ?? 1) - 1);
    message.location = new vscode.Location(file, at);
  }
  return message;
}
