import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';

import type { ColumnPlan, ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type {
  ColumnCells,
  EnginePart,
  ExcludedRows,
  IdFacts,
  RowProfiles,
  RunContext,
} from '../../core/profile/engine.js';
import { CancelledError } from '../../core/errors.js';
import type { LogRole } from '../../core/profile/log-facts.js';
import { betterOffset } from '../../core/profile/shifted-profile.js';
import { SketchProfile } from '../../core/profile/sketch-profile.js';
import { cacheKey } from './cache-key.js';
import { refuseUncountable } from './cells.js';
import { assembleColumn, type FileColumn } from './column-part.js';
import { ExtraReads } from './extra-reads.js';
import type { OpenLog, TimedSource } from './log-source.js';
import type { KeptParts, ReadStore } from './read-store.js';
import { LabelSource } from './label-source.js';
import { columnsTask, labelledTask, rowsTask, type Draft, type TaskColumn } from './make-tasks.js';
import { assembleRows, type FileRows } from './rows-part.js';
import { scanOf, type Scan } from './scan.js';
import type {
  ColumnsTask,
  LabelledResult,
  PlainCategories,
  PlainNumbers,
  RowsResult,
  Task,
  TaskResult,
} from './tasks/task.js';

/** Columns that one task reads together: each task streams the rows anew, and holds what it keeps of them. */
const COLUMNS_AT_ONCE = { sketched: 3, exact: 3 };

/** Of logs with few rows more columns fit: each task also opens the file, which takes the longer the wider it is. */
const VALUES_AT_ONCE = 1_000_000;
const MOST_COLUMNS_AT_ONCE = 200;

/**
 * Columns that are read ahead of whoever measures them, and the tasks that are at least: threads never wait for it, and memory
 * never grows with the width of the log. Sketches are small: of a large file the rows may take as long as many columns.
 */
const AHEAD = { columns: 24, tasks: 3 };

/** One file as one side of the comparison reads it. */
interface Read<Source> {
  readonly side: SidePlan;
  readonly source: Source;
  /** Position of the file in its log. */
  readonly index: number;
  readonly scan: Scan;
  readonly kept: KeptParts;
}

/** Columns that are read together. */
interface ColumnGroup<Source> {
  readonly columns: readonly TaskColumn[];
  readonly reads: readonly Read<Source>[];
  readonly byChunk: boolean;
}

/** One reading of the logs by a plan: makes the tasks, runs those whose results are not kept, puts the parts together. */
export class ProfileRun<Source extends TimedSource> {
  readonly #reads: Read<Source>[] = [];
  /** The same files, read without regard to chunks. */
  readonly #wholes: Read<Source>[] = [];
  #done = 0;
  #total = 0;
  #rows = 0;
  /** Files that had to be read so far, and their rows: what is kept of the others is as good. */
  readonly #needed = new Set<Source>();
  #neededRows = 0;
  /** Tasks stop when the run ends, whatever the reason. */
  readonly #stop = new AbortController();

  constructor(
    private readonly store: ReadStore<Source>,
    private readonly logs: ReadonlyMap<LogRole, OpenLog<Source>>,
    private readonly plan: ProfilePlan,
    private readonly run: RunContext,
  ) {}

  /** First the rows, then column after column, as they are read. */
  async *parts(): AsyncGenerator<EnginePart> {
    // Each task listens; there are as many as files and columns.
    setMaxListeners(0, this.#stop.signal, this.run.signal);
    const abort = (): void => this.#stop.abort();
    this.run.signal.addEventListener('abort', abort, { once: true });
    refuseUncountable(this.plan.segments, this.plan.chunks, this.#first());
    await this.#open();
    const wholes = new Set(this.plan.wholeColumns);
    const [byChunk, whole] = [false, true].map((wanted) =>
      groupColumns(
        this.plan.columns.filter(({ name }) => wholes.has(name) === wanted),
        this.#columnsAtOnce(),
      ),
    ) as [TaskColumn[][], TaskColumn[][]];
    const groups = [
      ...byChunk.map((columns) => ({ columns, reads: this.#reads, byChunk: true })),
      ...whole.map((columns) => ({ columns, reads: this.#wholes, byChunk: false })),
    ];
    this.#total = this.#reads.length * (groups.length + 1);
    const jobs: (() => Promise<EnginePart[]>)[] = [
      async () => [{ kind: 'rows', profiles: await this.#readRows() }],
      ...groups.map((group) => () => this.#readColumns(group)),
    ];
    const most = this.plan.exact
      ? AHEAD.tasks
      : Math.max(AHEAD.tasks, Math.floor(AHEAD.columns / this.#columnsAtOnce()));
    const ahead: Promise<EnginePart[]>[] = [];
    for (let next = 0; next < jobs.length || ahead.length > 0;) {
      while (next < jobs.length && ahead.length < most) {
        const started = (jobs[next++] as (typeof jobs)[number])();
        started.catch(() => undefined);
        ahead.push(started);
      }
      for (const part of await (ahead.shift() as Promise<EnginePart[]>)) {
        // Whoever measures a column holds the loop: a cancel must be heard in between.
        await setImmediate();
        if (this.run.signal.aborted) throw new CancelledError();
        yield part;
      }
    }
    this.run.signal.removeEventListener('abort', abort);
  }

  /** Keeps what was read for the next run. */
  async keep(): Promise<void> {
    await Promise.all([...this.#reads, ...this.#wholes].map(({ kept }) => kept.finish()));
    await this.store.done();
  }

  /** Stops what still runs; what was not kept leaves nothing behind. */
  async end(): Promise<void> {
    this.#stop.abort();
    await Promise.all([...this.#reads, ...this.#wholes].map(({ kept }) => kept.abandon()));
  }

  #columnsAtOnce(): number {
    const { exact, sketched } = COLUMNS_AT_ONCE;
    if (!this.plan.exact) return sketched;
    const fit = Math.floor(VALUES_AT_ONCE / Math.max(1, this.#rows));
    return Math.max(exact, Math.min(fit, MOST_COLUMNS_AT_ONCE));
  }

  async #open(): Promise<void> {
    for (const side of this.plan.sides) {
      const log = this.#log(side.log);
      let offset = 0;
      for (const [index, source] of log.sources.entries()) {
        const scan = scanOf(this.store.language, this.plan, side, source, offset);
        const kept = await this.store.kept(source, scan, this.plan.exact);
        this.#reads.push({ side, source, index, scan, kept });
        if (this.plan.wholeColumns.length > 0) {
          const wide = { ...scan, cell: scan.whole };
          const keptWhole = await this.store.kept(source, wide, this.plan.exact);
          this.#wholes.push({ side, source, index, scan: wide, kept: keptWhole });
        }
        offset += source.facts.rows;
        this.#rows += source.facts.rows;
      }
    }
  }

  async #readRows(): Promise<RowProfiles> {
    const { plan, run, store } = this;
    const { signal } = run;
    const counted = Promise.all(
      this.#reads.map(async (read) => {
        const draft = rowsTask(store.language, plan, read.source, read.scan);
        return (await this.#result(read, `rows ${cacheKey(draft)}`, () => draft)) as RowsResult;
      }),
    );
    counted.catch(() => undefined);
    const labels = new LabelSource(store, this.logs, plan, signal);
    const labelled = await Promise.all(this.#reads.map((read) => this.#readLabelled(read, labels)));
    const rows = await counted;
    const files = this.#reads.map(({ side }, i): FileRows => ({
      side,
      rows: rows[i] as RowsResult,
      labelled: labelled[i] ?? null,
    }));
    const assembled = assembleRows(plan, files);
    const extra = new ExtraReads(
      store.language,
      plan,
      this.#reads,
      labels,
      {
        result: (read, name, draft) => this.#result(read, name, draft),
        execute: (read, draft) => this.#execute(read, draft),
        kept: (key, make) => store.once(key, make),
      },
      signal,
    );
    const cells = await extra.addTo(assembled.cells);
    // Ids, excluded rows and labels are told of all rows, not by segment.
    if (plan.segments !== null) return { ...assembled, cells, ids: [], labels: null, excluded: [] };
    const ids: IdFacts[] = [];
    const excluded: ExcludedRows[] = [];
    for (const side of plan.sides) {
      const log = this.#log(side.log);
      const key = cacheKey(
        'ids',
        plan.exact,
        this.#reads
          .filter((read) => read.side === side)
          .map(({ source, scan }) => [source.fingerprint, scan]),
      );
      ids.push(
        ...(plan.countIds ? await store.once(key, () => store.countIds(plan, side, log, signal)) : []),
      );
      excluded.push(await store.countExcluded(plan, side, log, signal));
    }
    return { ...assembled, cells, ids, labels: await labels.facts(), excluded };
  }

  async #readLabelled(read: Read<Source>, labels: LabelSource<Source>): Promise<LabelledResult | null> {
    const { performance } = this.plan;
    if (performance === null || read.side.labels === null) return null;
    const found = await labels.of(read.side, read.source, read.index);
    if (found === null) return null;
    const name = `labelled ${cacheKey(found.identity, performance)}`;
    const draft = async (): Promise<Draft<Task>> =>
      labelledTask(
        this.store.language,
        this.plan,
        performance,
        read.source,
        read.scan,
        await found.rows(),
        found.values,
      );
    return (await this.#result(read, name, draft)) as LabelledResult;
  }

  async #readColumns(group: ColumnGroup<Source>): Promise<EnginePart[]> {
    const columns = await this.#assemble(group);
    const coarse = group.columns.flatMap((column, i): TaskColumn[] => {
      const offset = column.kind === 'numeric' ? offsetFor(columns[i]) : null;
      return offset === null ? [] : [{ ...column, offset }];
    });
    const again = coarse.length === 0 ? [] : await this.#assemble({ ...group, columns: coarse });
    return columns.map((column) => ({
      kind: 'column',
      column: again.find(({ name }) => name === column.name) ?? column,
    }));
  }

  async #assemble({ columns: group, reads, byChunk }: ColumnGroup<Source>): Promise<ColumnCells[]> {
    const files = await Promise.all(reads.map((read) => this.#readFile(read, group)));
    return group.map(({ name }, i) =>
      assembleColumn(
        name,
        this.plan.segments,
        byChunk,
        files.map((columns, file) => ({
          side: (reads[file] as Read<Source>).side.side,
          column: columns[i] as FileColumn,
        })),
      ),
    );
  }

  /** The columns of a group in one file: those that are kept, and the rest in one task. */
  async #readFile(read: Read<Source>, columns: readonly TaskColumn[]): Promise<FileColumn[]> {
    const task = (some: readonly TaskColumn[]): Draft<ColumnsTask> =>
      columnsTask(this.store.language, this.plan, read.source, read.scan, some);
    const part = (column: TaskColumn): string => {
      const { numbers, categories } = task([column]);
      return `${column.kind} ${numbers.join()}${categories.map(({ text }) => text).join()}`;
    };
    const found = new Map<TaskColumn, FileColumn>();
    for (const column of columns) {
      const known = (await read.kept.part(part(column))) as FileColumn | null;
      if (known !== null) found.set(column, known);
    }
    const missing = columns.filter((column) => !found.has(column));
    if (missing.length > 0) {
      const result = await this.#execute(read, task(missing));
      if (result.kind !== 'columns') throw new TypeError('A task of columns gives columns.');
      const [numbers, categories] = [result.numbers.values(), result.categories.values()];
      for (const column of missing) {
        const own: FileColumn | undefined =
          column.kind === 'numeric'
            ? { ...(numbers.next().value as PlainNumbers), offset: column.offset }
            : (categories.next().value as PlainCategories);
        found.set(column, own);
        read.kept.add(part(column), own);
      }
    }
    this.#progress();
    return columns.map((column) => found.get(column) as FileColumn);
  }

  /** A task's result: kept from an earlier run, or run now. */
  async #result(
    read: Read<Source>,
    name: string,
    draft: () => Draft<Task> | Promise<Draft<Task>>,
  ): Promise<TaskResult> {
    let result = (await read.kept.part(name)) as TaskResult | null;
    if (result === null) {
      result = await this.#execute(read, await draft());
      read.kept.add(name, result);
    }
    this.#progress();
    return result;
  }

  #execute(read: Read<Source>, draft: Draft<Task>): Promise<TaskResult> {
    const { source } = read;
    if (!this.#needed.has(source)) {
      this.#needed.add(source);
      this.#neededRows += source.facts.rows;
    }
    return this.store.execute(source, draft, this.#neededRows, this.#stop.signal);
  }

  #progress(): void {
    this.#done = Math.min(this.#done + 1, this.#total);
    this.run.onProgress({
      phase: 'reading',
      done: this.#done,
      total: this.#total,
      unit: 'steps',
      rows: Math.round((this.#rows * this.#done) / Math.max(1, this.#total)),
    });
  }

  /** The earliest time of the logs, ms; null without time. */
  #first(): number | null {
    const times = this.plan.sides.flatMap(({ log }) => this.#log(log).facts.time?.min ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  #log(role: LogRole): OpenLog<Source> {
    const log = this.logs.get(role);
    if (log === undefined) throw new TypeError(`The ${role} log was not inspected.`);
    return log;
  }
}

/** The value around which a column must be sketched anew, by its reference; null where it is told well enough apart. */
function offsetFor(column: ColumnCells | undefined): number | null {
  const cells = column?.cells ?? [];
  const reference = cells.filter(({ side }) => side === 'reference');
  const profiles = (reference.length > 0 ? reference : cells).map(({ profile }) => profile);
  return betterOffset(
    profiles
      .map((profile) => (profile.kind === 'numeric' ? profile.values : null))
      .filter((values) => values instanceof SketchProfile),
  );
}

function groupColumns(columns: readonly ColumnPlan[], atOnce: number): TaskColumn[][] {
  const groups: TaskColumn[][] = [];
  for (let i = 0; i < columns.length; i += atOnce) {
    groups.push(columns.slice(i, i + atOnce).map((column) => ({ ...column, offset: 0 })));
  }
  return groups;
}
