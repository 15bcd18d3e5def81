/** The most rows of a sample (definitions.md, section 1). */
export const SAMPLE_ROWS = 20_000;

/** Whole rows of a slice: those whose hashes are smallest, so that samples merge and order does not matter. */
export interface RowSample {
  /** Hashes of the rows, ascending. */
  readonly hashes: Float64Array;
  /** Every row of the slice with a hash up to this one is here; `Infinity`: all rows are. */
  readonly upTo: number;
  readonly columns: readonly SampleColumn[];
}

/** Name of the column that has the rows' labels: a class's text, or a number. */
export const LABEL = '\u0000label';

export type SampleColumn = SampleNumbers | SampleCategories;

export interface SampleNumbers {
  readonly name: string;
  readonly kind: 'numeric';
  /** One a row; NaN where it is missing or not finite. */
  readonly values: Float64Array;
}

export interface SampleCategories {
  readonly name: string;
  readonly kind: 'categorical';
  /** Positions in `categories`, one a row; -1 where it is missing. */
  readonly codes: Int32Array;
  /** The values of the sample, in order. */
  readonly categories: readonly string[];
}

/** Sample of the union of disjoint sets of rows: what all of them know whole, and of that the smallest hashes. */
export function mergeSamples(parts: readonly RowSample[]): RowSample | null {
  const [first] = parts;
  if (first === undefined) return null;
  if (parts.length === 1 && first.hashes.length <= SAMPLE_ROWS) return first;
  let upTo = parts.reduce((least, part) => Math.min(least, part.upTo), Infinity);
  // A file without labels has no column of them.
  const names = new Set(parts.flatMap((part) => part.columns.map(({ name }) => name)));
  const columns = [...names].map((name) => merger(name, parts));
  const rows: { part: number; row: number; hash: number }[] = [];
  for (const [part, { hashes }] of parts.entries()) {
    for (let row = 0; row < hashes.length && (hashes[row] as number) <= upTo; row++)
      rows.push({ part, row, hash: hashes[row] as number });
  }
  // Equal hashes are rows of one id: their values decide, so that the order of the parts does not.
  rows.sort((a, b) => a.hash - b.hash || compareRows(columns, a, b));
  if (rows.length > SAMPLE_ROWS) {
    rows.length = SAMPLE_ROWS;
    upTo = Math.min(upTo, (rows.at(-1) as { hash: number }).hash);
  }
  return {
    hashes: Float64Array.from(rows, ({ hash }) => hash),
    upTo,
    columns: columns.map((column) => column.take(rows)),
  };
}

interface Place {
  readonly part: number;
  readonly row: number;
}

/** One column of all parts. */
interface Merger {
  at(place: Place): number;
  take(rows: readonly Place[]): SampleColumn;
}

function merger(name: string, parts: readonly RowSample[]): Merger {
  const found = parts.map((part) => part.columns.find((column) => column.name === name));
  const categories = new Set<string>();
  let numeric = false;
  for (const column of found) {
    if (column?.kind === 'numeric') numeric = true;
    if (column?.kind === 'categorical') for (const value of column.categories) categories.add(value);
  }
  if (numeric) {
    const at = ({ part, row }: Place): number => {
      const column = found[part];
      return column?.kind === 'numeric' ? (column.values[row] as number) : NaN;
    };
    return { at, take: (rows) => ({ name, kind: 'numeric', values: Float64Array.from(rows, at) }) };
  }
  const ordered = [...categories].sort((a, b) => (a < b ? -1 : 1));
  const position = new Map(ordered.map((value, i) => [value, i]));
  const codes = found.map((column) =>
    column?.kind === 'categorical' ? column.categories.map((value) => position.get(value) ?? -1) : [],
  );
  const at = ({ part, row }: Place): number => {
    const column = found[part];
    const code = column?.kind === 'categorical' ? (column.codes[row] as number) : -1;
    return code < 0 ? -1 : (codes[part]?.[code] ?? -1);
  };
  return {
    at,
    take: (rows) => ({ name, kind: 'categorical', codes: Int32Array.from(rows, at), categories: ordered }),
  };
}

function compareRows(columns: readonly Merger[], a: Place, b: Place): number {
  for (const column of columns) {
    const [left, right] = [column.at(a), column.at(b)];
    if (left === right || (left !== left && right !== right)) continue;
    if (left !== left) return -1;
    if (right !== right) return 1;
    return left - right;
  }
  return 0;
}
