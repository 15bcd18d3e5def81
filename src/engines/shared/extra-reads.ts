import type { Cell } from '../../core/profile/engine.js';
import { mergeExtra, NO_EXTRA, type ExtraRows } from '../../core/profile/extra/extra.js';
import { mergeSamples, SAMPLE_ROWS } from '../../core/profile/extra/row-sample.js';
import { SequenceFold, type SequenceProfile } from '../../core/profile/extra/sequence.js';
import type { NumericProfile } from '../../core/profile/numeric-profile.js';
import type { ExtraPlan, PerformancePlan, ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type { RowsProfile, Side } from '../../core/profile/profiles.js';
import { Breath, ROWS_A_STEP } from '../../core/profile/breath.js';
import { cacheKey } from './cache-key.js';
import { splitCell } from './cells.js';
import type { Language } from './language.js';
import type { TimedSource } from './log-source.js';
import type { FileLabels, LabelSource } from './label-source.js';
import {
  feedbackTask,
  minutesTask,
  sampleTask,
  scoredTask,
  sequenceTask,
  taskLabels,
  type SampleSize,
} from './make-extra-tasks.js';
import type { Draft } from './make-tasks.js';
import type { Scan } from './scan.js';
import type { SequenceResult } from './tasks/extra-task.js';
import { columnOf } from './tasks/plain.js';
import type { CellOf, PlainNumeric, Task, TaskResult } from './tasks/task.js';
import { NONE } from './tasks/reader.js';

/** Rows of a side that go into its samples by chunk, all chunks together; fewer where they are wide. */
const SAMPLE_BUDGET = 100_000;
const SAMPLE_VALUES = 8_000_000;
/** Enough rows more than a sample needs that chance does not make them too few. */
const SPARE = 1.25;

/** One file as one side reads it. */
export interface ExtraRead {
  readonly side: SidePlan;
  readonly source: TimedSource;
  /** Position of the file in its log. */
  readonly index: number;
  readonly scan: Scan;
}

/** Runs tasks, and keeps what they gave. */
export interface TaskKeeper<Read> {
  /** The result of a task on one file: kept under its name, or made now. */
  result(read: Read, name: string, draft: () => Draft<Task> | Promise<Draft<Task>>): Promise<TaskResult>;
  /** Runs a task whose result is not kept. */
  execute(read: Read, draft: Draft<Task>): Promise<TaskResult>;
  /** A value that is kept for the next run. */
  kept<Value>(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** The reads of what only some checks look at. */
export class ExtraReads<Read extends ExtraRead> {
  constructor(
    private readonly language: Language,
    private readonly plan: ProfilePlan,
    private readonly reads: readonly Read[],
    private readonly labels: LabelSource<Read['source']>,
    private readonly keeper: TaskKeeper<Read>,
    private readonly signal: AbortSignal,
  ) {}

  /** The cells with what was asked for besides. */
  async addTo(cells: readonly Cell<RowsProfile>[]): Promise<Cell<RowsProfile>[]> {
    const { extra } = this.plan;
    if (extra === null) return [...cells];
    const parts = new Map<string, Partial<ExtraRows>[]>();
    const add = (side: Side, cell: number | null, part: Partial<ExtraRows>): void => {
      const { chunk, segment } = splitCell(cell, this.plan.segments);
      const key = `${side} ${chunk} ${segment}`;
      const own = parts.get(key);
      if (own === undefined) parts.set(key, [part]);
      else own.push(part);
    };
    await Promise.all(
      this.reads.map((read) =>
        this.#readFile(read, extra, cells, (cell, part) => add(read.side.side, cell, part)),
      ),
    );
    if (extra.sequence) {
      for (const [cell, sequence] of await this.#sequence()) add('current', cell, { sequence });
    }
    return cells.map((cell) => {
      const found = parts.get(`${cell.side} ${cell.chunk} ${cell.segment}`) ?? [];
      const whole = mergeExtra(found.map((part) => ({ ...NO_EXTRA, ...part })));
      return { ...cell, profile: { ...cell.profile, extra: whole } };
    });
  }

  async #readFile(
    read: Read,
    extra: ExtraPlan,
    cells: readonly Cell<RowsProfile>[],
    add: (cell: number | null, part: Partial<ExtraRows>) => void,
  ): Promise<void> {
    const { plan } = this;
    const { performance } = plan;
    if (extra.minutes) {
      const draft = minutesTask(this.language, plan, read.source, read.scan);
      const result = await this.keeper.result(read, `minutes ${cacheKey(draft)}`, () => draft);
      if (result.kind === 'minutes')
        for (const { cell, value } of result.cells) add(cell, { minutes: value });
    }
    if (performance === null) {
      if (extra.sample !== null) await this.#sample(read, cells, add);
      return;
    }
    if (extra.delays || extra.coverage.length > 0) await this.#feedback(read, performance, extra, add);
    if (extra.scored) {
      const draft = scoredTask(
        this.language,
        plan,
        performance,
        read.source,
        read.scan,
        await this.labels.classes(),
      );
      const result = await this.keeper.result(read, `scored ${cacheKey(draft)}`, () => draft);
      if (result.kind === 'scored') {
        for (const { cell, value } of result.cells) {
          add(cell, { scored: { positive: profile(value.positive), negative: profile(value.negative) } });
        }
      }
    }
    if (extra.sample !== null) await this.#sample(read, cells, add);
  }

  async #feedback(
    read: Read,
    performance: PerformancePlan,
    extra: ExtraPlan,
    add: (cell: number | null, part: Partial<ExtraRows>) => void,
  ): Promise<void> {
    const found = await this.#labelsOf(read);
    if (found === null) return;
    const { plan } = this;
    const name = `feedback ${cacheKey(found.identity, plan.asOf, plan.roles.timestamp, extra.delays, extra.coverage)}`;
    const result = await this.keeper.result(read, name, async () =>
      feedbackTask(
        this.language,
        plan,
        read.source,
        read.scan,
        taskLabels(this.language, performance, read.source, await found.rows(), found.values),
        extra.delays ? await found.received() : null,
        extra.coverage,
      ),
    );
    if (result.kind !== 'feedback') return;
    for (const { cell, value } of result.cells) {
      const { delays, coverage } = value;
      add(cell, {
        delays:
          delays === null
            ? null
            : { ...delays, arrived: profile(delays.arrived), waiting: profile(delays.waiting) },
        coverage: coverage.map(({ labelled, unlabelled }, i) => ({
          column: extra.coverage[i] ?? '',
          labelled: profile(labelled),
          unlabelled: profile(unlabelled),
        })),
      });
    }
  }

  async #sample(
    read: Read,
    cells: readonly Cell<RowsProfile>[],
    add: (cell: number | null, part: Partial<ExtraRows>) => void,
  ): Promise<void> {
    const { plan } = this;
    const { performance } = plan;
    const sample = plan.extra?.sample ?? null;
    if (sample === null) return;
    const size = sampleSize(
      cells.filter(({ side }) => side === read.side.side),
      sample.columns.length,
    );
    const before = this.#rowsBefore(read);
    const labels = sample.label && performance !== null ? await this.#labelsOf(read) : null;
    const classes = labels === null || labels.values.length === 0 ? null : labels.values;
    const draft = (known: Parameters<typeof sampleTask>[7]): Draft<Task> =>
      sampleTask(this.language, plan, sample, read.source, read.scan, before, size, known, classes);
    const name = `sample ${cacheKey(draft(null), labels?.identity ?? null)}`;
    const result = await this.keeper.result(read, name, async () =>
      draft(
        labels === null || performance === null
          ? null
          : taskLabels(this.language, performance, read.source, await labels.rows(), labels.values),
      ),
    );
    if (result.kind !== 'sample') return;
    for (const { cell, value } of result.cells) add(cell, { sample: mergeSamples([value]) });
  }

  /** What the detectors say of the current side; the files are read one after the other, as their times follow. */
  async #sequence(): Promise<ReadonlyMap<number | null, SequenceProfile>> {
    const { plan } = this;
    const { performance } = plan;
    if (performance === null) return new Map();
    const reads: { read: Read; labels: FileLabels }[] = [];
    for (const read of this.reads.filter(({ side }) => side.side === 'current')) {
      const labels = await this.#labelsOf(read);
      if (labels !== null) reads.push({ read, labels });
    }
    const key = cacheKey(
      'sequence',
      performance,
      plan.roles.timestamp,
      plan.segments,
      reads.map(({ read, labels }) => [read.source.fingerprint, read.scan, labels.identity]),
    );
    const cells = await this.keeper.kept(key, async () => {
      reads.sort((a, b) => firstTime(a.read) - firstTime(b.read) || a.read.index - b.read.index);
      const merge = new SequenceMerge(
        (cell) => splitCell(cell, plan.segments).segment,
        new Breath(this.signal),
      );
      for (const { read, labels } of reads) {
        await merge.emitBefore(firstTime(read));
        const known = taskLabels(this.language, performance, read.source, await labels.rows(), labels.values);
        const result = await this.keeper.execute(
          read,
          sequenceTask(this.language, plan, performance, read.source, read.scan, known, labels.values),
        );
        if (result.kind === 'sequence') merge.add(read.index, result);
      }
      await merge.emitBefore(Infinity);
      return merge.finish().map(([cell, value]): CellOf<SequenceProfile> => ({ cell, value }));
    });
    return new Map(cells.map(({ cell, value }) => [cell, value]));
  }

  #labelsOf(read: Read): Promise<FileLabels | null> {
    return this.labels.of(read.side, read.source, read.index);
  }

  /** Rows in the earlier parts of the same file. */
  #rowsBefore(read: Read): number {
    return this.reads
      .filter(
        ({ side, source, index }) =>
          side === read.side && source.facts.path === read.source.facts.path && index < read.index,
      )
      .reduce((sum, { source }) => sum + source.facts.rows, 0);
  }
}

function profile(plain: PlainNumeric): NumericProfile {
  return columnOf(plain).values;
}

/**
 * As powers of two, so that a log that grows a little takes the same sample of its old files. The whole side's sample
 * needs all rows with small hashes, each chunk's a few of its own.
 */
function sampleSize(cells: readonly Cell<RowsProfile>[], columns: number): SampleSize {
  const rows = cells.reduce((sum, { profile: { rows: own } }) => sum + own, 0);
  const budget = Math.min(SAMPLE_BUDGET, SAMPLE_VALUES / Math.max(1, columns));
  const share = Math.max(64, 2 ** Math.floor(Math.log2(budget / Math.max(1, cells.length))));
  const halvings = Math.max(0, Math.floor(Math.log2(rows / (SPARE * SAMPLE_ROWS))));
  return { atLeast: Math.min(SAMPLE_ROWS, share), below: 2 ** (53 - halvings) };
}

function firstTime({ source }: ExtraRead): number {
  return (source.time?.first ?? -Infinity) / 1000;
}

/** Rows of one file, as far as they are given on. */
interface OpenRows {
  readonly index: number;
  readonly rows: SequenceResult;
  at: number;
}

/** Rows of several files in the order (time, file, row), given to the detectors as soon as no earlier one can come. */
class SequenceMerge {
  /** Each segment has detectors of its own. */
  readonly #folds = new Map<number | null, SequenceFold>();
  #open: OpenRows[] = [];

  constructor(
    private readonly segmentOf: (cell: number | null) => number | null,
    private readonly breath: Breath,
  ) {}

  add(index: number, rows: SequenceResult): void {
    this.#open.push({ index, rows, at: 0 });
    this.#open.sort((a, b) => a.index - b.index);
  }

  /** Throws CancelledError. */
  async emitBefore(time: number): Promise<void> {
    for (let row = 0; ; row++) {
      if (row % ROWS_A_STEP === 0) await this.breath.take();
      let next: OpenRows | null = null;
      for (const one of this.#open) {
        const at = one.rows.times[one.at] ?? Infinity;
        if (at < time && (next === null || at < (next.rows.times[next.at] as number))) next = one;
      }
      if (next === null) break;
      const { rows, at } = next;
      const cell = rows.cells[at] === NONE ? null : (rows.cells[at] as number);
      this.#foldOf(cell).add(
        cell,
        rows.times[at] as number,
        rows.losses[at] as number,
        rows.wrong[at] as number,
      );
      next.at++;
    }
    this.#open = this.#open.filter(({ rows, at }) => at < rows.times.length);
  }

  /** What the detectors said, by cell. */
  finish(): (readonly [number | null, SequenceProfile])[] {
    return [...this.#folds.values()].flatMap((fold) => [...fold.finish()]);
  }

  #foldOf(cell: number | null): SequenceFold {
    const segment = this.segmentOf(cell);
    const fold = this.#folds.get(segment) ?? new SequenceFold();
    this.#folds.set(segment, fold);
    return fold;
  }
}
