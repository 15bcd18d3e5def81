interface Waiting {
  readonly timer: NodeJS.Timeout;
  /** When the first call came, ms. */
  readonly since: number;
}

/**
 * Runs an action once, `waitMs` after the last call for its key; where calls do not end, `mostMs` after the first of them
 * all the same.
 */
export class Debouncer<K> {
  readonly #waiting = new Map<K, Waiting>();

  constructor(
    private readonly waitMs: number,
    private readonly mostMs = Infinity,
  ) {}

  call(key: K, action: () => void): void {
    const now = performance.now();
    const since = this.#waiting.get(key)?.since ?? now;
    this.cancel(key);
    const wait = Math.max(0, Math.min(this.waitMs, since + this.mostMs - now));
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      action();
    }, wait);
    this.#waiting.set(key, { timer, since });
  }

  cancel(key: K): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(key);
  }

  dispose(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
