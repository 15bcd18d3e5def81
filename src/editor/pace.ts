import type * as vscode from 'vscode';

/** Lets an action run by itself again and again for a share of the time at most: after each run it rests, in proportion. */
export class Pace implements vscode.Disposable {
  #restsUntil = 0;
  #resting: NodeJS.Timeout | undefined;
  /** Somebody waits: after the run that goes on, or else the next one, there is no rest. */
  #isAwake = false;

  /** It rests so many times as long as the last run took. */
  constructor(private readonly rests: number) {}

  /** Runs the action now, or when the rest is over; of several that wait the last. */
  run(action: () => void): void {
    clearTimeout(this.#resting);
    const wait = this.#restsUntil - performance.now();
    if (wait <= 0) action();
    else this.#resting = setTimeout(action, wait);
  }

  /** A run took so long. */
  took(ms: number): void {
    this.#restsUntil = this.#isAwake ? 0 : performance.now() + ms * this.rests;
    this.#isAwake = false;
  }

  /** Ends the rest, leaves out the next one, and forgets what waits for its end. */
  wake(): void {
    clearTimeout(this.#resting);
    this.#restsUntil = 0;
    this.#isAwake = true;
  }

  dispose(): void {
    clearTimeout(this.#resting);
  }
}
