import { endOfRun } from '../tasks/reader.js';

/** Neighbouring rows that share a number: where each run ends, and its number. */
export interface Runs {
  readonly ends: number[];
  readonly numbers: number[];
}

/** Runs are kept where they are this much fewer than rows. */
const ROWS_A_RUN = 64;

/** Files and expressions that are remembered. */
const MOST_KEPT = 512;

/**
 * Which cells the rows of files fall into, as one read found it and the next can use it: rows of a log mostly come in the order
 * of their times, and then its times need not be decoded for each read.
 */
export class CellRuns {
  readonly #kept = new Map<string, Runs>();

  of(path: string, expression: string): Runs | null {
    return this.#kept.get(`${path}\n${expression}`) ?? null;
  }

  /** Begins to note the numbers of an expression, block after block. */
  note(path: string, expression: string): RunNote {
    return new RunNote((runs) => {
      if (this.#kept.size < MOST_KEPT) this.#kept.set(`${path}\n${expression}`, runs);
    });
  }
}

export class RunNote {
  #runs: Runs | null = { ends: [], numbers: [] };
  #rows = 0;

  constructor(private readonly keep: (runs: Runs) => void) {}

  take(numbers: Int32Array): void {
    if (this.#runs === null) return;
    const { ends, numbers: known } = this.#runs;
    for (let row = 0; row < numbers.length; row = endOfRun(numbers, row, numbers.length)) {
      const number = numbers[row] as number;
      if (known.at(-1) === number) continue;
      if (known.length > 0) ends.push(this.#rows + row);
      known.push(number);
      if (known.length * ROWS_A_RUN > this.#rows + numbers.length + 4096) {
        this.#runs = null;
        return;
      }
    }
    this.#rows += numbers.length;
  }

  /** Tells that all rows were noted. */
  finish(): void {
    if (this.#runs === null) return;
    this.#runs.ends.push(this.#rows);
    this.keep(this.#runs);
  }
}

/** The numbers of the rows `[from, from + count)`. */
export function numbersOf({ ends, numbers }: Runs, from: number, count: number): Int32Array {
  const out = new Int32Array(count);
  let run = firstBeyond(ends, from);
  for (let at = 0; at < count; run++) {
    const end = Math.min(count, (ends[run] as number) - from);
    out.fill(numbers[run] as number, at, end);
    at = end;
  }
  return out;
}

/** Position of the first end beyond a row. */
function firstBeyond(ends: readonly number[], row: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] as number) <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}
