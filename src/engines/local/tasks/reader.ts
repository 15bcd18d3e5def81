import { AccumulatorFactory } from '../../../core/profile/accumulate.js';
import type { Database } from '../database.js';

/** What a thread reads with: its database, and working space that its tasks share one after the other. */
export class Reader {
  readonly #exact = new AccumulatorFactory(true);
  #sketched: AccumulatorFactory | null = null;

  constructor(readonly database: Database) {}

  accumulators(exact: boolean): AccumulatorFactory {
    if (exact) return this.#exact;
    this.#sketched ??= new AccumulatorFactory(false);
    return this.#sketched;
  }
}
