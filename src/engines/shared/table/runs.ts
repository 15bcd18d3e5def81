import { endOfRun } from '../tasks/reader.js';

/** Neighbouring rows that share a number: where each run ends, and its number. */
export interface Runs {
  readonly ends: readonly number[];
  readonly numbers: readonly number[];
}

/** Runs that grow row by row. */
export class RunList implements Runs {
  readonly ends: number[] = [];
  readonly numbers: number[] = [];

  /** Adds the rows up to `end`; those with the number of the last run go on with it. */
  add(end: number, number: number): void {
    if (this.numbers.at(-1) === number) this.ends.pop();
    else this.numbers.push(number);
    this.ends.push(end);
  }
}

/** Rows that share a run, on average, below which they come in no order. */
const SHORT_RUN = 32;

/** Runs that `rows` rows in some order have at most. */
export function mostRuns(rows: number): number {
  return Math.max(1, rows / SHORT_RUN);
}

/** The runs of some numbers; null where there are more than `most`. */
export function runsIn(numbers: Int32Array, most: number): Runs | null {
  const runs = new RunList();
  for (let row = 0; row < numbers.length;) {
    if (runs.ends.length >= most) return null;
    const number = numbers[row] as number;
    row = endOfRun(numbers, row, numbers.length);
    runs.add(row, number);
  }
  return runs;
}

/** The runs of the rows `[from, from + count)`, which begin at 0 there. */
export function partOfRuns({ ends, numbers }: Runs, from: number, count: number): Runs {
  const part = new RunList();
  for (let run = firstBeyond(ends, from), at = 0; at < count; run++) {
    at = Math.min(count, (ends[run] as number) - from);
    part.add(at, numbers[run] as number);
  }
  return part;
}

/** The number of each row. */
export function numbersOf({ ends, numbers }: Runs): Int32Array {
  const out = new Int32Array(ends.at(-1) ?? 0);
  let from = 0;
  for (const [run, end] of ends.entries()) {
    out.fill(numbers[run] as number, from, end);
    from = end;
  }
  return out;
}

/** Neighbouring rows `[from, to)` that share a run in each of some, from the first row on; `numbers`: that of each. */
export function* sharedRuns(
  some: readonly Runs[],
): Generator<{ readonly from: number; readonly to: number; readonly numbers: readonly number[] }> {
  const places = some.map(() => 0);
  const rows = some[0]?.ends.at(-1) ?? 0;
  for (let from = 0; from < rows;) {
    const to = Math.min(...some.map(({ ends }, i) => ends[places[i] as number] as number));
    yield { from, to, numbers: some.map(({ numbers }, i) => numbers[places[i] as number] as number) };
    for (const [i, { ends }] of some.entries()) {
      const place = places[i] as number;
      if (ends[place] === to) places[i] = place + 1;
    }
    from = to;
  }
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
