import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import type { Monitor } from '../core/config/monitor.js';
import { CancelledError } from '../core/errors.js';
import { SqlError, type ReportHost } from '../core/notebook/execute.js';
import { resultRows, type QueryResult } from '../core/notebook/outputs/sql-outputs.js';
import type { ParameterValue } from '../core/notebook/parameters.js';
import { rangeOf } from '../core/notebook/problems.js';
import { runInput, runKey, WHOLE, type RunRequest } from '../core/notebook/runs.js';
import { treeProblem } from '../core/notebook/sql/tree-guard.js';
import { resolveColumns } from '../core/profile/columns.js';
import type { RunContext } from '../core/profile/engine.js';
import { makePlan, type RunOptions } from '../core/profile/make-plan.js';
import type { ChartSpec, Json } from '../core/report/charts/plot.js';
import type { Report } from '../core/report/report.js';
import { inspectLogs } from '../core/inspect-logs.js';
import { runCheck } from '../core/run-check.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { cacheKey } from '../engines/shared/cache-key.js';
import type { LocalEngine } from '../engines/local/engine.js';
import { readState } from '../engines/local/file-state.js';
import { fingerprintOf } from '../engines/local/fingerprint.js';
import { formatOf } from '../engines/shared/format.js';
import type { LockedDatabase } from '../engines/local/query/locked-database.js';
import { QueryError } from '../engines/local/query/query-error.js';
import { brokenConfig, type LoadedConfig } from './check-config.js';
import { chooseEngine, needDuckDb, type ChosenEngine } from './choose-engine.js';
import { globFiles } from './files.js';
import { renderSvg } from './svg.js';
import { BUILD, VERSION } from './version.js';

/** A locked database, and the engine whose files it reads. */
interface OpenDatabase {
  readonly database: LockedDatabase;
  readonly engine: LocalEngine;
}

/**
 * Runs the checks and queries of reports on one config. Everything it has run once it keeps: in memory, and in the cache
 * under what it was made from.
 */
export class ReportWork implements ReportHost {
  readonly #reports = new Map<string, Promise<Report>>();
  readonly #queries = new Map<string, Promise<QueryResult>>();
  #database: Promise<OpenDatabase> | null = null;
  #run: RunContext;

  private constructor(
    private readonly config: LoadedConfig,
    private readonly shown: string,
    readonly monitor: Monitor,
    /** Names the config and every byte of the logs. */
    readonly stamp: string,
    private readonly cache: CacheFolder | null,
    run: RunContext,
  ) {
    this.#run = run;
  }

  /** Throws ConfigError for a config with errors. `shown` is its path as messages name it. */
  static async open(
    config: LoadedConfig,
    shown: string,
    cache: CacheFolder | null,
    run: RunContext,
  ): Promise<ReportWork> {
    const { monitor, problems } = config.document;
    if (monitor === null) throw brokenConfig(shown, problems);
    const stamp = await withOwnSignal(run, ({ signal }) => stampOf(config, monitor, cache, signal));
    return new ReportWork(config, shown, monitor, stamp, cache, run);
  }

  /** Goes on with the signal and progress of another request. */
  use(run: RunContext): void {
    this.#run = run;
  }

  run(request: RunRequest): Promise<Report> {
    return remember(this.#reports, runKey(request), () => this.#check(request));
  }

  query(sql: string, parameters: Readonly<Record<string, ParameterValue | null>>): Promise<QueryResult> {
    return remember(this.#queries, JSON.stringify([sql, parameters]), () => this.#kept(sql, parameters));
  }

  async tryChart(spec: Readonly<Record<string, Json>>): Promise<void> {
    try {
      await renderSvg(spec as ChartSpec);
    } catch (error) {
      throw new Error(
        `Vega-Lite cannot draw this: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async close(): Promise<void> {
    const open = await this.#database?.catch(() => null);
    open?.database.close();
    await open?.engine.close();
    this.#database = null;
  }

  async #check(request: RunRequest): Promise<Report> {
    const chosen = await chooseEngine(process.env);
    const engine = chosen.problem === null ? 'local' : 'arquero';
    const key = cacheKey('report', VERSION, BUILD, engine, this.stamp, this.shown, runKey(request));
    const known = (await this.cache?.value(key)) as Report | null | undefined;
    if (known !== null && known !== undefined) return { ...known, generated_at: new Date().toISOString() };
    const { monitor, options } = runInput(this.monitor, request);
    return withOwnSignal(this.#run, (run) => this.#checkNow(chosen, key, monitor, options, run));
  }

  async #checkNow(
    chosen: ChosenEngine,
    key: string,
    monitor: Monitor,
    options: RunOptions,
    run: RunContext,
  ): Promise<Report> {
    const engine = chosen.open(this.#folder, this.cache);
    try {
      const report = await runCheck(
        {
          monitor,
          document: this.config.document,
          configPath: this.shown,
          configSha256: hashOf(this.config.text),
          options,
          version: VERSION,
          generatedAt: new Date(),
          glob: (patterns) => globFiles(this.#folder, patterns),
          hostProblem: chosen.problem,
          // Kept here, by what tells the state of its files without a look at them.
          kept: null,
        },
        engine,
        run,
      );
      await this.cache?.keep(key, report);
      return report;
    } finally {
      await engine.close();
    }
  }

  async #kept(
    sql: string,
    parameters: Readonly<Record<string, ParameterValue | null>>,
  ): Promise<QueryResult> {
    const key = cacheKey('query', VERSION, BUILD, this.stamp, sql, parameters);
    const known = (await this.cache?.value(key)) as QueryResult | null | undefined;
    if (known !== null && known !== undefined) return known;
    const result = await this.#ask(sql, parameters);
    await this.cache?.keep(key, result);
    return result;
  }

  async #ask(sql: string, parameters: Readonly<Record<string, ParameterValue | null>>): Promise<QueryResult> {
    this.#database ??= withOwnSignal(this.#run, (run) => this.#open(run));
    // A failed opening is tried again by the next cell: a log may have been finished meanwhile.
    this.#database.catch(() => (this.#database = null));
    const { database } = await this.#database;
    const problem = treeProblem(await database.tree(sql), sql);
    if (problem !== null) throw new SqlError(problem);
    try {
      return await database.query(sql, parameters, this.#run.signal);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      const at = error.offset ?? 0;
      throw new SqlError({
        severity: 'error',
        code: 'sql',
        message: `${error.message}`,
        range: rangeOf(sql, at, at + 1),
      });
    }
  }

  async #open(run: RunContext): Promise<OpenDatabase> {
    await needDuckDb('A query');
    const [{ LocalEngine }, { LockedDatabase }] = await Promise.all([
      import('../engines/local/engine.js'),
      import('../engines/local/query/locked-database.js'),
    ]);
    const engine = new LocalEngine(this.#folder, this.cache);
    try {
      const { monitor, options } = runInput(this.monitor, { place: WHOLE, extra: [] });
      const request = {
        monitor,
        document: this.config.document,
        configPath: this.shown,
        glob: (patterns: readonly string[]) => globFiles(this.#folder, patterns),
        upTo: 'last whole row' as const,
      };
      const logs = await inspectLogs(request, engine, run);
      const plan = makePlan(monitor, logs, resolveColumns(monitor, logs.current, logs.reference), options);
      const label = monitor.logs.columns.label;
      const { views, files } = await engine.views(
        plan,
        label !== null && logs.current.columns.some((column) => column.name === label) ? label : null,
        run,
      );
      const { columns, rows } = resultRows(await this.run({ place: WHOLE, extra: [] }));
      const database = await LockedDatabase.open(views, [{ name: 'results', columns, rows }], files);
      return { database, engine };
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  get #folder(): string {
    return dirname(resolve(this.config.path));
  }
}

/** Does a piece of work under a signal of its own: what listens to that goes with it, and does not pile up on the run's. */
async function withOwnSignal<Value>(
  run: RunContext,
  work: (own: RunContext) => Promise<Value>,
): Promise<Value> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  run.signal.addEventListener('abort', abort);
  if (run.signal.aborted) abort();
  try {
    return await work({ signal: stop.signal, onProgress: run.onProgress });
  } finally {
    run.signal.removeEventListener('abort', abort);
  }
}

/** A promise by key; one that failed is not kept. */
function remember<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make().catch((error: unknown) => {
    // What cannot be read fails again and again; what was cancelled does not.
    if (error instanceof CancelledError) known.delete(key);
    throw error;
  });
  known.set(key, made);
  return made;
}

/** Names a config and the content of the files that it reads. */
async function stampOf(
  config: LoadedConfig,
  monitor: Monitor,
  cache: CacheFolder | null,
  signal: AbortSignal,
): Promise<string> {
  const folder = dirname(resolve(config.path));
  const { current, reference } = monitor.logs;
  const groups = [
    current,
    reference?.kind === 'log' ? reference.globs : [],
    monitor.feedback.labels?.path ?? [],
  ];
  const parts: unknown[] = [hashOf(config.text)];
  for (const globs of groups) {
    for (const file of await globFiles(folder, globs)) {
      const path = isAbsolute(file) ? file : join(folder, file);
      parts.push([file, await contentOf(path, cache, signal)]);
    }
    parts.push('|');
  }
  return hashOf(JSON.stringify(parts));
}

/** Names what a check reads of a file. */
async function contentOf(path: string, cache: CacheFolder | null, signal: AbortSignal): Promise<unknown> {
  try {
    const format = await formatOf(path, path);
    const { state, unfinished } = await readState(path, path, format, 'last whole row');
    const { hash } = await fingerprintOf(path, state, cache, signal);
    return [hash, unfinished];
  } catch {
    signal.throwIfAborted();
    return 'unreadable';
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
