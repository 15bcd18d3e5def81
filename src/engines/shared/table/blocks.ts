import type { Breath } from '../../../core/profile/breath.js';
import type { Evaluator } from './evaluate.js';

/** The rows of one file in memory, some at a time. */
export interface Blocks {
  /**
   * Visits the rows from the first to the last, a block after the other; a block is good until the visit ends. `asked`: any
   * value in which the expressions stand that the visitor computes. Throws CancelledError.
   */
  each(asked: unknown, breath: Breath, visit: (block: Evaluator) => void | Promise<void>): Promise<void>;
}

/** A file that is in memory as a whole. */
export class WholeTable implements Blocks {
  constructor(private readonly evaluator: Evaluator) {}

  async each(
    asked: unknown,
    breath: Breath,
    visit: (block: Evaluator) => void | Promise<void>,
  ): Promise<void> {
    await this.evaluator.prepare(asked, breath);
    await visit(this.evaluator);
  }
}
