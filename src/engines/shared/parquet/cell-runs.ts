import { RunList, type Runs } from '../table/runs.js';

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
  #runs: RunList | null = new RunList();
  #rows = 0;

  constructor(private readonly keep: (runs: Runs) => void) {}

  /** Takes the runs of the next `rows` rows; null: these come in no order. */
  take(runs: Runs | null, rows: number): void {
    if (this.#runs === null) return;
    if (runs === null) {
      this.#runs = null;
      return;
    }
    for (const [run, end] of runs.ends.entries())
      this.#runs.add(this.#rows + end, runs.numbers[run] as number);
    this.#rows += rows;
    if (this.#runs.ends.length * ROWS_A_RUN > this.#rows + 4096) this.#runs = null;
  }

  /** Tells that all rows were noted. */
  finish(): void {
    if (this.#runs !== null) this.keep(this.#runs);
  }
}
