import type { AccumulatorFactory } from '../../../core/profile/accumulate.js';
import { Breath, ROWS_A_STEP } from '../../../core/profile/breath.js';
import { NONE, runsOf, type Batch, type Reader, type Run } from '../tasks/reader.js';
import type { Task } from '../tasks/task.js';
import type { Blocks } from './blocks.js';
import type { Evaluator } from './evaluate.js';
import { pick } from './gather.js';
import { groupRows, type RowKey } from './group-rows.js';
import { partOfRuns, type Runs } from './runs.js';

/** Makers of accumulators, one for each precision. */
export interface Factories {
  readonly exact: AccumulatorFactory;
  readonly sketched: AccumulatorFactory;
}

/** Rows that are folded at once: the more of a column come together, the longer its buckets stay in the processor's cache. */
const BATCH_ROWS = 131_072;

/** Columns of integers by which rows are gathered first where they come in no order; the cell is column 0. */
const GROUPED_BY: Readonly<Record<Task['kind'], readonly number[]>> = {
  columns: [0],
  // An interval lies within a cell.
  rows: [1, 0],
  labelled: [0],
  minutes: [0],
  feedback: [0],
  scored: [0],
  sample: [0],
  // Losses are wanted in the order of their rows.
  sequence: [],
};

/** Reads rows that come as blocks of typed columns. */
export class BlockReader implements Reader {
  constructor(
    private readonly blocks: Blocks,
    private readonly factories: Factories,
  ) {}

  accumulators(exact: boolean): AccumulatorFactory {
    return exact ? this.factories.exact : this.factories.sketched;
  }

  async stream(
    task: Pick<Task, 'kind' | 'where' | 'cell'>,
    expressions: readonly (string | null)[],
    signal: AbortSignal,
    onBatch: (batch: BlockBatch, runs: readonly Run[]) => void,
  ): Promise<void> {
    const breath = new Breath(signal);
    const columns = [task.cell, ...expressions];
    await this.blocks.each([task.where, columns], breath, async (block) => {
      const selected = selectedRows(block, task.where);
      const known = new BlockColumns(block, columns);
      const count = selected?.length ?? block.table.rows;
      const keys = GROUPED_BY[task.kind].map((column) => known.key(column));
      const rows = groupRows(keys, selected, count) ?? selected;
      const { runs } = known.key(0);
      const cells = rows === null || runs?.ends.length === 1 ? runs : null;
      for (let from = 0; from < count; from += BATCH_ROWS) {
        await breath.take();
        const size = Math.min(BATCH_ROWS, count - from);
        const batch = new BlockBatch(known, rows, from, from + size);
        onBatch(batch, cells === null ? runsOf(batch.integers(0), size) : runsOfPart(cells, from, size));
      }
    });
  }
}

/** Visits the rows of a block that meet a condition, ascending. Throws CancelledError. */
export async function eachSelected(
  block: Evaluator,
  where: string,
  breath: Breath,
  visit: (row: number) => void,
): Promise<void> {
  const selected = selectedRows(block, where);
  const count = selected?.length ?? block.table.rows;
  for (let i = 0; i < count; i++) {
    if (i % ROWS_A_STEP === 0) await breath.take();
    visit(selected === null ? i : (selected[i] as number));
  }
}

/** Numbers of the rows of a block that meet a condition, ascending; null where all do. */
export function selectedRows(block: Evaluator, where: string): Uint32Array | null {
  if (block.isMetByAll(where)) return null;
  const holds = block.holds(where);
  if (!holds.includes(0)) return null;
  const rows = new Uint32Array(holds.length);
  let at = 0;
  for (let row = 0; row < holds.length; row++) if (holds[row] === 1) rows[at++] = row;
  return rows.subarray(0, at);
}

function runsOfPart(runs: Runs, from: number, count: number): Run[] {
  let start = 0;
  const { ends, numbers } = partOfRuns(runs, from, count);
  return ends.map((to, i) => {
    const cell = numbers[i] as number;
    const run = { cell: cell === NONE ? null : cell, from: start, to };
    start = to;
    return run;
  });
}

/** Texts of some rows: positions among values, -1 for none. Blocks of one file may share the values, and only add to them. */
export interface CodedTexts {
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** The expressions of a read over one block, each computed when it is first asked for. */
class BlockColumns {
  readonly #doubles: (Float64Array | undefined)[] = [];
  readonly #integers: (Int32Array | undefined)[] = [];
  readonly #texts: (CodedTexts | undefined)[] = [];

  constructor(
    private readonly block: Evaluator,
    private readonly expressions: readonly (string | null)[],
  ) {}

  doubles(column: number): Float64Array {
    return (this.#doubles[column] ??= this.block.doubles(this.#expression(column)));
  }

  integers(column: number): Int32Array {
    return (this.#integers[column] ??= this.block.integers(this.#expression(column)));
  }

  key(column: number): RowKey {
    return this.block.key(this.#expression(column));
  }

  texts(column: number): CodedTexts {
    return (this.#texts[column] ??= this.block.texts(this.#expression(column)));
  }

  #expression(column: number): string {
    return this.expressions[column] ?? '{"op":"nothing"}';
  }
}

/** Rows `[from, to)` of those of a block that are read. */
export class BlockBatch implements Batch {
  constructor(
    private readonly columns: BlockColumns,
    private readonly rows: Uint32Array | null,
    private readonly from: number,
    private readonly to: number,
  ) {}

  doubles(column: number): Float64Array {
    const values = this.columns.doubles(column);
    return this.rows === null ? values.subarray(this.from, this.to) : pick(values, this.#rows());
  }

  integers(column: number): Int32Array {
    return this.#pick(this.columns.integers(column));
  }

  texts(column: number): (row: number) => string | null {
    const { codes, values } = this.coded(column);
    return (row) => values[codes[row] as number] ?? null;
  }

  /** The values of a VARCHAR column by their codes. */
  coded(column: number): CodedTexts {
    const { codes, values } = this.columns.texts(column);
    return { codes: this.#pick(codes), values };
  }

  #pick(values: Int32Array): Int32Array {
    return this.rows === null ? values.subarray(this.from, this.to) : pick(values, this.#rows());
  }

  #rows(): Uint32Array | null {
    return this.rows === null ? null : this.rows.subarray(this.from, this.to);
  }
}
