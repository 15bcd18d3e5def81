import type { Duration } from '../config/duration.js';
import type { CheckSpec, Monitor } from '../config/monitor.js';
import { comparesWithReference } from '../metrics/compares.js';
import type { Metric, MetricValue, RunFacts } from '../metrics/metric.js';
import { metricOf } from '../metrics/registry.js';
import { usable } from '../metrics/stability/compared.js';
import { noValue } from '../metrics/values.js';
import { columnNamed } from '../profile/column-named.js';
import type { ColumnCells } from '../profile/engine.js';
import type { NumericProfile } from '../profile/numeric-profile.js';
import type { ColumnPlan } from '../profile/plan.js';
import type { SliceProfile } from '../profile/profiles.js';
import { columnBefore, type Before } from '../profile/rolling.js';
import { sliceOf } from '../profile/slice.js';
import { columnOfWindow, type Window, type WindowColumn } from '../profile/windows.js';
import { measureTogether } from '../statistics/distance.js';
import { isByChunk } from './by-chunk.js';
import { columnsOfCheck } from './columns-of-check.js';
import { isLearned, needsReferenceValue } from './limits.js';

/** What the checks compare: both windows, and what is known of the run. */
export interface Comparison {
  readonly monitor: Monitor;
  readonly columns: readonly ColumnPlan[];
  readonly reference: Window | null;
  readonly current: Window;
  readonly facts: Omit<RunFacts, 'emptyColumns'>;
  /** What came before each chunk of the current window, where the reference rolls; else null. */
  readonly rolling: RollingReference | null;
  /** The segment whose rows these are, as `origin=LAX`; null for all rows. */
  readonly segment: string | null;
}

/** A reference of its own for each chunk: the stretch before it. */
export interface RollingReference {
  readonly length: Duration;
  /** In the order of the chunks; null where the log does not reach back that far. */
  readonly before: readonly (Before | null)[];
}

/** One check's metric on one column, wherever it is looked at. */
export interface ColumnValue {
  /** On the whole current window. */
  readonly whole: MetricValue;
  /** On each chunk of the current window; none where the check looks at the window alone, or nothing judges them. */
  readonly chunks: readonly MetricValue[];
  /** On the reference itself, for limits that are a change against it. */
  readonly onReference: number | null;
  /** On each chunk of the reference, against the whole of it: how much it varies by nature. */
  readonly referenceChunks: readonly MetricValue[];
}

/** One column as the metrics see it: of all rows of a window, and of each of its chunks. */
interface WindowSlices {
  readonly whole: SliceProfile;
  readonly chunks: readonly SliceProfile[];
}

/** One column of both windows, as all checks of it see it. */
interface Slices {
  readonly reference: WindowSlices | null;
  readonly current: WindowSlices;
  /** What the engine read of it; null for a column that no log has. */
  readonly cells: ColumnCells | null;
}

/**
 * The values of all metrics that look at one column. Columns come one by one, as the engine has read them, and only
 * their values stay: however wide the log, two columns at most are in memory.
 */
export class ColumnValues {
  readonly #values = new Map<CheckSpec, Map<string, ColumnValue>>();
  readonly #empty = new Set<string>();
  readonly #checks: readonly { check: CheckSpec; metric: Metric; columns: ReadonlySet<string> }[];
  readonly #facts: RunFacts;

  /** `checks` are those that look at these rows. */
  constructor(
    private readonly comparison: Comparison,
    checks: readonly CheckSpec[],
  ) {
    this.#facts = { ...comparison.facts, emptyColumns: this.#empty };
    this.#checks = checks.flatMap((check) => {
      const metric = metricOf(check);
      if (metric?.subject !== 'column') return [];
      return [{ check, metric, columns: new Set(columnsOfCheck(check, metric, comparison)) }];
    });
  }

  /** Columns of the current window that were read and have no usable value. */
  get emptyColumns(): ReadonlySet<string> {
    return this.#empty;
  }

  /** Takes one column in: computes everything that looks at it. */
  add(column: ColumnCells): void {
    const { reference, current } = this.comparison;
    const now = columnOfWindow(current, column);
    const before = reference === null ? null : columnOfWindow(reference, column);
    if (now.whole !== null && usable(now.whole) === 0) this.#empty.add(column.name);
    // A rolling reference is compared with one chunk only.
    if (this.comparison.rolling === null) {
      for (const side of [before, now]) measureTogether(numericOf(side?.chunks ?? []));
    }
    const slices: Slices = {
      reference: reference === null ? null : slicesOf(reference, column.name, before),
      current: slicesOf(current, column.name, now),
      cells: column,
    };
    for (const { check, metric, columns } of this.#checks) {
      if (columns.has(column.name)) this.#set(check, metric, column.name, slices);
    }
  }

  /** A check's values on one column; of a column that no log has, why there are none. */
  of(check: CheckSpec, metric: Metric, column: string): ColumnValue {
    const known = this.#values.get(check)?.get(column);
    if (known !== undefined) return known;
    const { reference, current } = this.comparison;
    return this.#set(check, metric, column, {
      reference: reference === null ? null : slicesOf(reference, column, null),
      current: slicesOf(current, column, null),
      cells: null,
    });
  }

  #set(
    check: CheckSpec,
    metric: Metric,
    column: string,
    { reference: before, current: now, cells }: Slices,
  ): ColumnValue {
    const { monitor, current, rolling } = this.comparison;
    const facts = this.#facts;
    const kind = columnNamed(this.comparison, column)?.kind;
    const applies = kind === undefined || metric.kinds.includes(kind);
    const value = (
      slice: SliceProfile,
      ids: Window['ids'],
      judged: boolean,
      against: SliceProfile | null = before?.whole ?? null,
    ): MetricValue =>
      applies
        ? metric.compute({
            monitor,
            column,
            reference: against,
            current: slice,
            bins: check.bins,
            k: check.k,
            facts,
            period: null,
            ids,
            judged,
          })
        : noValue(
            'error',
            `${check.metric} does not apply to ${column}: it is ${kind}, and needs to be ${metric.kinds.join(' or ')}.`,
            { current: slice.rows },
          );
    // Of a segment, a check of all rows shows the value of the window, and nothing else.
    const judged = this.comparison.segment === null || check.segment !== null;
    const byChunk = judged && isByChunk(check, metric);
    const compares = byChunk && (metric.family === 'stability' || isLearned(check));
    const entry: ColumnValue = {
      whole: value(now.whole, current.ids, judged),
      chunks: !byChunk
        ? []
        : current.chunks.map((chunk, i) => {
            const slice = now.chunks[i] as SliceProfile;
            if (rolling === null) return value(slice, chunk.ids, true);
            const earlier = rolling.before[i] ?? null;
            if (earlier === null && comparesWithReference(metric)) return tooEarly(rolling, chunk.rows);
            const past = earlier === null || cells === null ? null : columnBefore(earlier, current, cells);
            return value(slice, chunk.ids, true, sliceOf(earlier?.profile ?? null, column, past));
          }),
      onReference:
        judged && needsReferenceValue(check) && before !== null
          ? value(before.whole, null, false).value
          : null,
      referenceChunks:
        compares && before !== null ? before.chunks.map((slice) => value(slice, null, false)) : [],
    };
    const ofCheck = this.#values.get(check) ?? new Map<string, ColumnValue>();
    this.#values.set(check, ofCheck.set(column, entry));
    return entry;
  }
}

/** The values of the chunks that are numbers. */
function numericOf(chunks: WindowColumn['chunks']): NumericProfile[] {
  return chunks.flatMap((chunk) => (chunk?.kind === 'numeric' ? [chunk.values] : []));
}

function slicesOf(window: Window, name: string, column: WindowColumn | null): WindowSlices {
  return {
    whole: sliceOf(window.profile, name, column?.whole ?? null),
    chunks: window.chunks.map((chunk, i) => sliceOf(chunk.profile, name, column?.chunks[i] ?? null)),
  };
}

/** Why a chunk has no value: its rolling reference would begin before the log does. */
export function tooEarly({ length }: RollingReference, rows: number): MetricValue {
  return noValue(
    'unknown',
    `The log does not reach back ${length.count}${length.unit} before it: there is too little to compare with.`,
    { current: rows },
  );
}
