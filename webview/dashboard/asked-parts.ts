/** Parts of a report that are asked for by name when somebody goes to one, and kept as long as the view they belong to. */
export class AskedParts<Part> {
  #checkedAt = '';
  /** Null = asked for, or the report has none. */
  readonly #known = new Map<string, Part | null>();

  constructor(private readonly ask: (name: string) => void) {}

  /** Another view: it has other parts. */
  reset(checkedAt: string): void {
    if (checkedAt === this.#checkedAt) return;
    this.#checkedAt = checkedAt;
    this.#known.clear();
  }

  /** A part; null while it is on its way. */
  get(name: string): Part | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, null);
    this.ask(name);
    return null;
  }

  /** Takes an answer; tells whether it is of the view that is shown. */
  take(name: string, checkedAt: string, part: Part | null): boolean {
    if (checkedAt !== this.#checkedAt || part === null) return false;
    this.#known.set(name, part);
    return true;
  }
}
