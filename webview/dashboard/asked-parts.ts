/**
 * Parts of a report that are asked for by name when somebody goes to one, and kept as long as the view they belong to. What
 * was shown of a part in the view before stands in for it while it is on its way.
 */
export class AskedParts<Part> {
  #checkedAt = '';
  /** Null = asked for, or the report has none. */
  readonly #known = new Map<string, Part | null>();
  /** What the view before showed. */
  #before = new Map<string, Part>();

  constructor(private readonly ask: (name: string) => void) {}

  /** Another view: it has other parts. */
  reset(checkedAt: string): void {
    if (checkedAt === this.#checkedAt) return;
    this.#checkedAt = checkedAt;
    const before = new Map<string, Part>();
    for (const name of this.#known.keys()) {
      const shown = this.#shown(name);
      if (shown !== null) before.set(name, shown);
    }
    this.#before = before;
    this.#known.clear();
  }

  /** A part, or until it comes that of an earlier view; null where there is neither. */
  get(name: string): Part | null {
    if (!this.#known.has(name)) {
      this.#known.set(name, null);
      this.ask(name);
    }
    return this.#shown(name);
  }

  /** Takes an answer; tells whether the view that is shown has another part now. */
  take(name: string, checkedAt: string, part: Part | null): boolean {
    if (checkedAt !== this.#checkedAt) return false;
    const stoodIn = this.#before.delete(name);
    if (part !== null) this.#known.set(name, part);
    return stoodIn || part !== null;
  }

  #shown(name: string): Part | null {
    return this.#known.get(name) ?? this.#before.get(name) ?? null;
  }
}
