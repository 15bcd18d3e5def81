import type { MalformedRows } from '../../core/profile/log-facts.js';

/** Lines that are named. */
const NAMED = 5;

/** What is in no row of a text log. */
interface BrokenRow {
  /** The line to look at. */
  readonly line: number;
  /** Its lines that are not empty. */
  readonly lines: number;
  readonly problem: string | null;
}

/** Counts what is in no row of a text log: the lines that are not empty. */
export class BrokenRows {
  #count = 0;
  readonly #lines: number[] = [];
  #reason: string | null = null;

  add({ line, lines, problem }: BrokenRow): void {
    this.#count += lines;
    if (this.#lines.length < NAMED) this.#lines.push(line);
    this.#reason ??= problem;
  }

  facts(): MalformedRows {
    return { count: this.#count, lines: this.#lines, reason: this.#reason };
  }
}
