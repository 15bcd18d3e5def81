/** The distinct values of a column, all sides and chunks of it: the counts of each slice name them by position. */
export class Categories {
  #codes: ReadonlyMap<string, number> | null = null;

  /** `values` are distinct. */
  constructor(readonly values: readonly string[]) {}

  /** Position of a value; undefined where no row of the column has it. */
  codeOf(value: string): number | undefined {
    this.#codes ??= new Map(this.values.map((own, code) => [own, code]));
    return this.#codes.get(value);
  }

  /** The values of all lists in the order of their bytes, and for each list the new positions of its values. */
  static union(lists: readonly (readonly string[])[]): { categories: Categories; codes: Uint32Array[] } {
    const [first = []] = lists;
    const same = lists.every((list) => isSame(list, first));
    const values = same ? first : [...new Set(lists.flat())].sort(compareCodePoints);
    const categories = new Categories(values);
    const own = Uint32Array.from(first, (_, code) => code);
    const codes = lists.map((list) =>
      same ? own : Uint32Array.from(list, (value) => categories.codeOf(value) ?? 0),
    );
    return { categories, codes };
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

/** Rows by value of one slice, as two arrays: a map of strings for each slice of a column would be its size many times. */
export class CategoryCounts implements ReadonlyMap<string, number> {
  /** Rows of all values. */
  readonly total: number;

  /** `codes` are positions in the values, ascending; `rows` their rows, above 0. */
  constructor(
    readonly categories: Categories,
    readonly codes: Uint32Array,
    readonly rows: Float64Array,
  ) {
    let total = 0;
    for (const count of rows) total += count;
    this.total = total;
  }

  get size(): number {
    return this.codes.length;
  }

  /** Counts of the union of disjoint slices of one column. */
  static union(parts: readonly CategoryCounts[]): CategoryCounts {
    const [first] = parts;
    if (first === undefined) throw new TypeError('There is nothing to add up.');
    const dense = new Float64Array(first.categories.values.length);
    for (const { codes, rows } of parts) {
      for (let i = 0; i < codes.length; i++) {
        const code = codes[i] as number;
        dense[code] = (dense[code] as number) + (rows[i] as number);
      }
    }
    const used = dense.reduce((n, count) => n + Number(count > 0), 0);
    const codes = new Uint32Array(used);
    const rows = new Float64Array(used);
    let at = 0;
    for (let code = 0; code < dense.length; code++) {
      if (dense[code] === 0) continue;
      codes[at] = code;
      rows[at++] = dense[code] as number;
    }
    return new CategoryCounts(first.categories, codes, rows);
  }

  get(value: string): number | undefined {
    const code = this.categories.codeOf(value);
    if (code === undefined) return undefined;
    let low = 0;
    let high = this.codes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.codes[middle] as number) < code) low = middle + 1;
      else high = middle;
    }
    return this.codes[low] === code ? this.rows[low] : undefined;
  }

  has(value: string): boolean {
    return this.get(value) !== undefined;
  }

  /** The values that `known` does not have, with their rows. */
  without(known: CategoryCounts): [string, number][] {
    const found: [string, number][] = [];
    const same = known.categories === this.categories;
    let at = 0;
    for (let i = 0; i < this.codes.length; i++) {
      const code = this.codes[i] as number;
      const value = this.categories.values[code] as string;
      while (same && at < known.codes.length && (known.codes[at] as number) < code) at++;
      if (same ? known.codes[at] !== code : !known.has(value)) found.push([value, this.rows[i] as number]);
    }
    return found;
  }

  forEach(visit: (rows: number, value: string, map: ReadonlyMap<string, number>) => void): void {
    for (const [value, rows] of this) visit(rows, value, this);
  }

  *[Symbol.iterator](): MapIterator<[string, number]> {
    for (let i = 0; i < this.codes.length; i++) {
      yield [this.categories.values[this.codes[i] as number] as string, this.rows[i] as number];
    }
  }

  entries(): MapIterator<[string, number]> {
    return this[Symbol.iterator]();
  }

  *keys(): MapIterator<string> {
    for (const code of this.codes) yield this.categories.values[code] as string;
  }

  *values(): MapIterator<number> {
    yield* this.rows;
  }
}

/** Strings in the order of their UTF-8 bytes: by code point, not by UTF-16 unit. */
export function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
  // Surrogates stand for code points above all that have one unit.
  const [highX, highY] = [isSurrogate(x), isSurrogate(y)];
  return highX === highY ? x - y : highX ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
