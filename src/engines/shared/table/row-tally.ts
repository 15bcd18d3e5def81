import type { Breath } from '../../../core/profile/breath.js';
import { ROWS_A_STEP } from '../../../core/profile/breath.js';
import { NONE } from '../tasks/reader.js';
import type { CountedRows, RowsTask } from '../tasks/task.js';
import { selectedRows } from './block-reader.js';
import { compareBytes } from './compare-bytes.js';
import type { Evaluator } from './evaluate.js';
import { ValueNames } from './value-names.js';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What is counted of rows that share a cell, an interval and a version. */
type Counts = Mutable<Omit<CountedRows, 'cell' | 'slot' | 'version'>>;

/** Counts the rows of one file by cell, interval and version. */
export class RowTally {
  readonly #versions = new ValueNames();
  /** By cell and interval: the counts of each version by its name, 0 for none. */
  readonly #found = new Map<number, Map<number, Counts[]>>();

  constructor(private readonly task: RowsTask) {}

  /** Takes the rows of a block that meet the task's condition. Throws CancelledError. */
  async take(block: Evaluator, breath: Breath): Promise<void> {
    const { task } = this;
    const selected = selectedRows(block, task.where);
    const count = selected?.length ?? block.table.rows;
    const cells = block.integers(task.cell);
    const slots = block.integers(task.slot);
    const coded = block.texts(task.version);
    const names = this.#versions.of(coded);
    const times = block.instants(task.time);
    const errors = block.holds(task.error);
    const present = block.holds(task.hasStatus);
    const timeouts = block.holds(task.timeout);
    const late = block.holds(task.late);
    const logged = block.holds(task.hasLogged);
    let [cell, slot] = [NaN, NaN];
    let counts: Counts[] = [];
    for (let i = 0; i < count; i++) {
      if (i % ROWS_A_STEP === 0) await breath.take();
      const row = selected === null ? i : (selected[i] as number);
      if (cells[row] !== cell || slots[row] !== slot) {
        cell = cells[row] as number;
        slot = slots[row] as number;
        counts = this.#countsOf(cell, slot);
      }
      const name = names[(coded.codes[row] as number) + 1] as number;
      const own = (counts[name] ??= nothing());
      own.requests++;
      own.errors += errors[row] as number;
      own.withStatus += present[row] as number;
      own.timeouts += timeouts[row] as number;
      own.late += late[row] as number;
      own.withLogged += logged[row] as number;
      const time = (times[row] as number) / 1000;
      if (own.first === null ? time === time : time < own.first) own.first = time;
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

  #countsOf(cell: number, slot: number): Counts[] {
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
    return counts;
  }
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
