import type { Breath } from '../../../core/profile/breath.js';
import { ROWS_A_STEP } from '../../../core/profile/breath.js';
import { endOfRun, NONE } from '../tasks/reader.js';
import type { CountedRows, RowsTask } from '../tasks/task.js';
import { selectedRows } from './block-reader.js';
import { compareBytes } from './compare-bytes.js';
import type { Evaluator } from './evaluate.js';
import { marksIn, pick } from './gather.js';
import { groupRows } from './group-rows.js';
import { ValueNames } from './value-names.js';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What is counted of rows that share a cell, an interval and a version. */
type Counts = Mutable<Omit<CountedRows, 'cell' | 'slot' | 'version'>>;

/** 1 for each row of a block that is to be counted; where all rows are alike that one number. */
type Flags = Readonly<
  Record<'errors' | 'withStatus' | 'timeouts' | 'late' | 'withLogged', Uint8Array | 0 | 1>
>;

/** Counts the rows of one file by cell, interval and version. */
export class RowTally {
  readonly #versions = new ValueNames();
  /** By cell and interval: the counts of each version by its name, 0 for none. */
  readonly #found = new Map<number, Map<number, Counts[]>>();
  #cell = NaN;
  #slot = NaN;
  #counts: Counts[] = [];

  constructor(private readonly task: RowsTask) {}

  /** Takes the rows of a block that meet the task's condition. Throws CancelledError. */
  async take(block: Evaluator, breath: Breath): Promise<void> {
    const { task } = this;
    const selected = selectedRows(block, task.where);
    const coded = block.texts(task.version);
    const names = this.#versions.of(coded);
    const keys = [coded.codes, block.integers(task.slot), block.integers(task.cell)];
    const count = selected?.length ?? block.table.rows;
    const rows = groupRows(keys, selected, count) ?? selected;
    const [codes, slots, cells] = keys.map((key) => pick(key, rows)) as [Int32Array, Int32Array, Int32Array];
    const times = pick(block.instants(task.time), rows);
    const flagsOf = (condition: string): Uint8Array | 0 | 1 => {
      const marks = block.holds(condition);
      if (!marks.includes(1)) return 0;
      return marks.includes(0) ? pick(marks, rows) : 1;
    };
    const flags: Flags = {
      errors: flagsOf(task.error),
      withStatus: flagsOf(task.hasStatus),
      timeouts: flagsOf(task.timeout),
      late: flagsOf(task.late),
      withLogged: flagsOf(task.hasLogged),
    };
    for (let from = 0; from < count;) {
      await breath.take();
      for (const until = Math.min(count, from + ROWS_A_STEP); from < until;) {
        const to = endOfRun(codes, from, endOfRun(slots, from, endOfRun(cells, from, until)));
        const name = names[(codes[from] as number) + 1] as number;
        addRows(this.#countsOf(cells[from] as number, slots[from] as number, name), flags, times, from, to);
        from = to;
      }
    }
  }

  finish(): CountedRows[] {
    const rows = [...this.#found].flatMap(([cell, bySlot]) =>
      [...bySlot].flatMap(([slot, counts]) =>
        [...counts.entries()].flatMap(([name, own]): CountedRows[] =>
          // A sparse list gives its holes as well.
          (own as Counts | undefined) === undefined
            ? []
            : [
                {
                  cell: cell === NONE ? null : cell,
                  slot: slot === NONE ? null : slot,
                  version: this.#versions.values[name - 1] ?? null,
                  ...own,
                },
              ],
        ),
      ),
    );
    return rows.sort(
      (a, b) =>
        nullsLast(a.cell, b.cell) || nullsLast(a.slot, b.slot) || compareVersions(a.version, b.version),
    );
  }

  #countsOf(cell: number, slot: number, name: number): Counts {
    if (cell !== this.#cell || slot !== this.#slot) {
      let bySlot = this.#found.get(cell);
      if (bySlot === undefined) {
        bySlot = new Map();
        this.#found.set(cell, bySlot);
      }
      let counts = bySlot.get(slot);
      if (counts === undefined) {
        counts = [];
        bySlot.set(slot, counts);
      }
      this.#cell = cell;
      this.#slot = slot;
      this.#counts = counts;
    }
    return (this.#counts[name] ??= nothing());
  }
}

/** Adds the rows `[from, to)`, which share a cell, an interval and a version. */
function addRows(own: Counts, flags: Flags, times: Float64Array, from: number, to: number): void {
  own.requests += to - from;
  own.errors += flagged(flags.errors, from, to);
  own.withStatus += flagged(flags.withStatus, from, to);
  own.timeouts += flagged(flags.timeouts, from, to);
  own.late += flagged(flags.late, from, to);
  own.withLogged += flagged(flags.withLogged, from, to);
  const first = earliest(times, from, to) / 1000;
  if (first < (own.first ?? Infinity)) own.first = first;
}

function flagged(flags: Uint8Array | 0 | 1, from: number, to: number): number {
  return typeof flags === 'number' ? flags * (to - from) : marksIn(flags, from, to);
}

function earliest(times: Float64Array, from: number, to: number): number {
  let first = Infinity;
  for (let row = from; row < to; row++) {
    const time = times[row] as number;
    if (time < first) first = time;
  }
  return first;
}

function nothing(): Counts {
  return { requests: 0, errors: 0, withStatus: 0, timeouts: 0, late: 0, withLogged: 0, first: null };
}

/** Orders numbers, null behind them. */
export function nullsLast(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

function compareVersions(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareBytes(a, b);
}
