import { drop, type FilePlace } from './draft.js';
import type { Normalised } from './normalised.js';

/** Rows from some byte to the end that are read before it is known whether they must be. */
export class EarlyDraft {
  #isTaken = false;

  constructor(
    private readonly file: FilePlace,
    readonly start: number,
    private readonly made: Promise<Normalised>,
  ) {
    // Whoever takes it hears of its failure; where another path had the same bytes, nobody does.
    made.catch(() => undefined);
  }

  take(): Promise<Normalised> {
    this.#isTaken = true;
    return this.made;
  }

  /** Removes it where nobody took it. */
  async end(): Promise<void> {
    const made = this.#isTaken ? null : await this.made.catch(() => null);
    if (made !== null) await drop(this.file, made);
  }
}
