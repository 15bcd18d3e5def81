/**
 * A line of jobs, each with a turn of the event loop of its own: when a report comes, many surfaces have something to do,
 * and together they would keep the editor waiting.
 */
export class Turns {
  readonly #jobs: (() => void)[] = [];

  /** A listener whose work waits for its turn. */
  inTurn<Value>(work: (value: Value) => void): (value: Value) => void {
    return (value) => {
      this.#jobs.push(() => work(value));
      if (this.#jobs.length === 1) this.#next();
    };
  }

  /** Immediates that are asked for together run together: the next is asked for by the one before it. */
  #next(): void {
    setImmediate(() => {
      try {
        this.#jobs[0]?.();
      } finally {
        this.#jobs.shift();
        if (this.#jobs.length > 0) this.#next();
      }
    });
  }
}
