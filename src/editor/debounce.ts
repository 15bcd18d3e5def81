/** Runs an action once, some time after the last call for its key. */
export class Debouncer<K> {
  readonly #timers = new Map<K, NodeJS.Timeout>();

  constructor(private readonly waitMs: number) {}

  call(key: K, action: () => void): void {
    this.cancel(key);
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        action();
      }, this.waitMs),
    );
  }

  cancel(key: K): void {
    const timer = this.#timers.get(key);
    if (timer !== undefined) clearTimeout(timer);
    this.#timers.delete(key);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
