import type { Breath } from '../../../core/profile/breath.js';
import { ROWS_A_STEP } from '../../../core/profile/breath.js';
import { NONE } from '../tasks/reader.js';
import type { CountedRows, RowsTask } from '../tasks/task.js';
import { selectedRows } from './block-reader.js';
import { compareBytes } from './compare-bytes.js';
import type { Evaluator } from './evaluate.js';
import { pick } from './gather.js';
import { groupRows, type RowKey } from './group-rows.js';
import { mostRuns, runsIn, sharedRuns, type Runs } from './runs.js';
import { ValueNames } from './value-names.js';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What is counted of rows that share a cell, an interval and a version. */
type Counts = Mutable<Omit<CountedRows, 'cell' | 'slot' | 'version'>>;

/** What is counted of the rows for which a condition of the task holds, by the condition. */
const COUNTED = {
  error: 'errors',
  hasStatus: 'withStatus',
  timeout: 'timeouts',
  late: 'late',
  hasLogged: 'withLogged',
} as const satisfies Partial<Record<keyof RowsTask, keyof Counts>>;
const CONDITIONS = Object.keys(COUNTED) as (keyof typeof COUNTED)[];

/** Counts the rows of one file by cell, interval and version. */
export class RowTally {
  readonly #versions = new ValueNames();
  /** By cell and interval: the counts of each version by its name, 0 for none. */
  readonly #found = new Map<number, Map<number, Counts[]>>();
  #cell = NaN;
  #slot = NaN;
  #counts: Counts[] = [];
  /** Rows by the conditions that hold for them. */
  readonly #rows = new Uint32Array(1 << CONDITIONS.length);

  constructor(private readonly task: RowsTask) {}

  /** Takes the rows of a block that meet the task's condition. Throws CancelledError. */
  async take(block: Evaluator, breath: Breath): Promise<void> {
    const { task } = this;
    const selected = selectedRows(block, task.where);
    const coded = block.texts(task.version);
    const names = this.#versions.of(coded);
    const count = selected?.length ?? block.table.rows;
    const version: RowKey = { numbers: () => coded.codes, runs: runsIn(coded.codes, mostRuns(count)) };
    const keys = [version, block.key(task.slot), block.key(task.cell)];
    const order = groupRows(keys, selected, count) ?? selected;
    const times = pick(block.instants(task.time), order);
    const found = block.marks(CONDITIONS.map((condition) => task[condition]));
    const marks = typeof found === 'number' ? found : pick(found, order);
    const runs = keys.map((key) => {
      const known = order === null ? key.runs : null;
      return known ?? (runsIn(pick(key.numbers(), order), Infinity) as Runs);
    });
    let step = 0;
    for (const { from, to, numbers } of sharedRuns(runs)) {
      const [code, slot, cell] = numbers as [number, number, number];
      const counts = this.#countsOf(cell, slot, names[code + 1] as number);
      for (let row = from; row < to; row = Math.min(to, step)) {
        if (row >= step) {
          await breath.take();
          step = row + ROWS_A_STEP;
        }
        this.#addRows(counts, marks, times, row, Math.min(to, step));
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

  /** Adds the rows `[from, to)`, which share a cell, an interval and a version. */
  #addRows(own: Counts, marks: Uint8Array | number, times: Float64Array, from: number, to: number): void {
    own.requests += to - from;
    if (typeof marks === 'number') addKind(own, marks, to - from);
    else {
      const rows = this.#rows.fill(0);
      countKinds(marks, from, to, rows);
      for (let kind = 1; kind < rows.length; kind++)
        if (rows[kind] !== 0) addKind(own, kind, rows[kind] as number);
    }
    const first = earliest(times, from, to) / 1000;
    if (first < (own.first ?? Infinity)) own.first = first;
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

/** Adds rows for which the conditions hold that `kind` has the bits of. */
function addKind(own: Counts, kind: number, rows: number): void {
  for (const [bit, condition] of CONDITIONS.entries())
    if (((kind >> bit) & 1) === 1) own[COUNTED[condition]] += rows;
}

/** Counts the marks `[from, to)` by what they are. */
function countKinds(marks: Uint8Array, from: number, to: number, rows: Uint32Array): void {
  for (let row = from; row < to; row++) {
    const kind = marks[row] as number;
    rows[kind] = (rows[kind] as number) + 1;
  }
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
