import { CancelledError } from '../errors.js';
import { nextTurn } from '../next-turn.js';

/** How long the loop is held at a time, ms. */
const HELD_MS = 25;

/** Rows that are gone through in one step: few enough for any work that is done with each. */
export const ROWS_A_STEP = 4096;

/** Work in steps that are short; it is done when they are. */
export type Steps<Result> = Generator<undefined, Result>;

/** Lets the loop turn while long work holds it, so that a cancel is heard. */
export class Breath {
  #since = performance.now();

  constructor(
    private readonly signal: AbortSignal,
    private readonly heldMs = HELD_MS,
  ) {}

  /** Throws CancelledError. */
  async take(): Promise<void> {
    if (performance.now() - this.#since < this.heldMs) return;
    await nextTurn();
    if (this.signal.aborted) throw new CancelledError();
    this.#since = performance.now();
  }

  /** Does work in steps, with a breath after each. Throws CancelledError. */
  async through<Result>(steps: Steps<Result>): Promise<Result> {
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
      await this.take();
    }
  }
}

/** Does work in steps without a breath. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
