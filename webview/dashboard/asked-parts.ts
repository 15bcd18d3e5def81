/**
 * Parts of a report that are asked for by name when somebody goes to one, and kept as long as the view they belong to; those
 * of the view before it stand in for them while they are on their way.
 */
export class AskedParts<Part> {
  #checkedAt = '';
  /** Null = asked for, or the report has none. */
  readonly #known = new Map<string, Part | null>();
  /** Of an earlier view. */
  readonly #before = new Map<string, Part>();

  constructor(private readonly ask: (name: string) => void) {}

  /** Another view: it has other parts. */
  reset(checkedAt: string): void {
    if (checkedAt === this.#checkedAt) return;
    this.#checkedAt = checkedAt;
    for (const [name, part] of this.#known) if (part !== null) this.#before.set(name, part);
    this.#known.clear();
  }

  /** A part, or until it comes that of an earlier view; null where there is neither. */
  get(name: string): Part | null {
    if (!this.#known.has(name)) {
      this.#known.set(name, null);
      this.ask(name);
    }
    return this.#known.get(name) ?? this.#before.get(name) ?? null;
  }

  /** Takes an answer; tells whether the view that is shown has another part now. */
  take(name: string, checkedAt: string, part: Part | null): boolean {
    if (checkedAt !== this.#checkedAt) return false;
    const stoodIn = this.#before.delete(name);
    if (part !== null) this.#known.set(name, part);
    return stoodIn || part !== null;
  }
}
