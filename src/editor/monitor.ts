import * as vscode from 'vscode';

import { CancelledError } from '../core/errors.js';
import type { Progress } from '../core/profile/engine.js';
import type { Report } from '../core/report/report.js';
import type { RunnerClient } from '../runner/client.js';
import { changedSince, fileUri } from './changed-files.js';
import { folderOf, modelName, shownPath } from './config-files.js';
import { Debouncer } from './debounce.js';
import { failureOf, type MonitorState } from './monitor-state.js';
import type { Output } from './output.js';
import { Pace } from './pace.js';
import type { Queue } from './queue.js';
import type { ReportMemory } from './report-memory.js';
import { checkOnChange } from './settings.js';
import { isTrusted, requireTrust } from './trust.js';
import type { ParsedConfigs } from './parse-config.js';
import { WatchedFiles } from './watched-files.js';

/** A log is often written in pieces: the check waits until it is quiet for this long. */
const QUIET_MS = 700;
/** One that is never quiet is checked all the same. */
const LOUD_MS = 5000;
/** Checks that nobody asked for take a fifth of the time at most, lest a log that is always written keep a processor busy. */
const RESTS = 4;
/** Views need no more news of a running check than this. */
const PROGRESS_MS = 150;

/** What a monitor works with. */
export interface MonitorTools {
  readonly runner: RunnerClient;
  readonly memory: ReportMemory;
  readonly output: Output;
  readonly queue: Queue;
  readonly configs: ParsedConfigs;
}

interface Run {
  readonly stop: AbortController;
  readonly done: Promise<Report | null>;
}

/** One config: its last report, the check that runs, and what has changed on disk since. */
export class ModelMonitor implements vscode.Disposable {
  #state: MonitorState;
  #run: Run | null = null;
  /** A check was asked for, in this session or an earlier one. */
  #asked = false;
  /** Something changed while a check ran: it has to run again. */
  #again = false;
  #disposed = false;
  readonly #files: WatchedFiles;
  readonly #quiet = new Debouncer<'check'>(QUIET_MS, LOUD_MS);
  readonly #pace = new Pace(RESTS);

  constructor(
    readonly config: vscode.Uri,
    private readonly tools: MonitorTools,
    private readonly onChange: () => void,
    /** Told when the config or a file that it names was written. */
    private readonly onTouch: () => void,
  ) {
    this.#state = {
      config,
      name: modelName(config, ''),
      report: null,
      changed: [],
      failure: null,
      progress: null,
      partial: null,
    };
    this.#files = new WatchedFiles(config, tools.configs, (file) => this.touched(file));
  }

  get state(): MonitorState {
    return this.#state;
  }

  /** Reads the config's name, the report of an earlier session and what changed since. */
  async load(): Promise<void> {
    const text = await this.#readConfig();
    const report = await this.tools.memory.load(this.config);
    if (report !== null && this.#state.report === null) {
      this.#asked = true;
      this.#update({ report, name: report.model });
    }
    await this.#files.follow(text);
    if (report === null) return;
    const changed = await changedSince(report, this.config, text, this.tools.configs);
    if (this.#state.report === report) this.#update({ changed });
  }

  /** The config itself was written. */
  async configChanged(): Promise<void> {
    await this.#files.follow(await this.#readConfig());
    this.touched(this.config);
  }

  /** A file that this monitor reads was written: check again where that is wanted, else say so. */
  touched(file: vscode.Uri): void {
    this.onTouch();
    const name = shownPath(file);
    const changed =
      this.#state.report === null || this.#state.changed.includes(name)
        ? null
        : [...this.#state.changed, name];
    if (changed !== null) this.#update({ changed });
    const wanted = checkOnChange(this.config);
    if (!isTrusted() || wanted === 'never' || (wanted === 'afterFirstCheck' && !this.#asked)) return;
    // Who writes the config waits for what comes of it.
    if (file.path === this.config.path) this.#pace.wake();
    this.#quiet.call('check', () => this.#checkByItself());
  }

  /** Whether the last check read a file whose path starts so. */
  reads(prefix: string): boolean {
    const folder = folderOf(this.config);
    return (
      this.#state.report?.provenance.inputs.some(({ path }) =>
        fileUri(folder, path).path.startsWith(prefix),
      ) ?? false
    );
  }

  /** Whether a folder has files that the config asks for. */
  asksFor(folder: vscode.Uri): Promise<boolean> {
    return this.#files.asksFor(folder);
  }

  /** Checks now, or joins the check that runs. Null when it failed or was cancelled: the state says why. */
  check(): Promise<Report | null> {
    this.#asked = true;
    this.#quiet.cancel('check');
    this.#pace.wake();
    return this.#run?.done ?? this.#begin(null);
  }

  /** Stops the check that runs; the last report stays. */
  cancel(): void {
    this.#again = false;
    this.#run?.stop.abort();
  }

  dispose(): void {
    this.#disposed = true;
    this.cancel();
    this.#quiet.dispose();
    this.#pace.dispose();
    this.#files.dispose();
  }

  /** `byItself`: when a check that nobody asked for was due, as `performance.now()` tells it. */
  #begin(byItself: number | null): Promise<Report | null> {
    const stop = new AbortController();
    this.#update({ progress: 'waiting' });
    const done = this.tools.queue
      .run(() => this.#checkOnce(stop.signal))
      .finally(() => this.#ended(byItself));
    this.#run = { stop, done };
    return done;
  }

  #checkByItself(): void {
    this.#pace.run(() => {
      if (this.#run === null) void this.#begin(performance.now());
      else this.#again = true;
    });
  }

  #ended(byItself: number | null): void {
    if (byItself !== null) this.#pace.took(performance.now() - byItself);
    this.#run = null;
    this.#update({ progress: null, partial: null });
    if (!this.#again || this.#disposed) return;
    this.#again = false;
    this.#checkByItself();
  }

  async #checkOnce(signal: AbortSignal): Promise<Report | null> {
    const { runner, output, memory } = this.tools;
    const shown = shownPath(this.config);
    const before = this.#state.changed;
    const started = performance.now();
    let told = 0;
    const onProgress = (progress: Progress): void => {
      if (performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      this.#update({ progress });
    };
    try {
      requireTrust();
      const options = { since: null, until: null, asOf: null, exact: false, live: true };
      const keep = memory.pathOf(this.config, 'report');
      const { report } = await runner.ask(
        'check',
        {
          config: this.config.fsPath,
          shown,
          options,
          // An older report stays in sight until the new one is whole.
          partial: this.#state.report === null,
          ...(keep === undefined ? {} : { keep }),
        },
        signal,
        onProgress,
        undefined,
        (partial) => this.#update({ partial }),
      );
      // A cancel that comes while the report is on its way holds as well.
      if (signal.aborted) throw new CancelledError();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      output.info(`${shown}: ${report.model} checked in ${seconds} s: ${report.summary.decision.because}`);
      // What changed while it ran is newer than it.
      const changed = this.#state.changed.filter((file) => !before.includes(file));
      this.#update({ report, name: report.model, failure: null, changed, progress: null, partial: null });
      return report;
    } catch (error) {
      if (error instanceof CancelledError) {
        output.info(`${shown}: the check was cancelled.`);
        return null;
      }
      const failure = failureOf(error);
      const place = failure.place?.line === undefined ? shown : `${failure.place.path}:${failure.place.line}`;
      output.error(`${place}: ${error instanceof Error ? error.message : String(error)}`);
      this.#update({ failure, progress: null, partial: null });
      return null;
    }
  }

  async #readConfig(): Promise<string> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.config));
      const name = modelName(this.config, text);
      if (name !== this.#state.name) this.#update({ name });
      return text;
    } catch {
      // Deleted between the event and the read: the watcher for configs will say so.
      return '';
    }
  }

  #update(change: Partial<MonitorState>): void {
    if (this.#disposed) return;
    this.#state = { ...this.#state, ...change };
    this.onChange();
  }
}
