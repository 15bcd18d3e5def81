import type { RowSample, SampleColumn } from '../../profile/extra/row-sample.js';
import type { SliceProfile } from '../../profile/profiles.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noReference } from './compared.js';
import { noValue } from '../values.js';

/** Fewer rows than this on a side say nothing of whole rows (definitions.md, section 3). */
const LEAST_ROWS = 30;

/** Whole rows of both sides, and whether they are all rows there are. */
export interface Samples {
  readonly reference: RowSample;
  readonly current: RowSample;
  readonly exact: boolean;
}

/** The row samples of both sides, no row on both; or why they cannot be compared. */
export function samplesOf(
  input: MetricInput,
): { readonly samples: Samples } | { readonly problem: MetricValue } {
  const { reference, current } = input;
  const problem = (verdict: 'error' | 'unknown', because: string): { problem: MetricValue } => ({
    problem: noValue(verdict, because, { reference: reference?.rows ?? null, current: current.rows }),
  });
  if (reference === null) return problem('error', noReference(input));
  const [before, now] = [reference.extra?.sample ?? null, current.extra?.sample ?? null];
  if (now === null) return problem('unknown', 'There are no rows.');
  if (before === null) return problem('error', 'The reference has no rows.');
  const rest = without(before, now);
  if (Math.min(rest.hashes.length, now.hashes.length) < LEAST_ROWS) {
    return problem(
      'unknown',
      `Too few rows: ${now.hashes.length} against ${rest.hashes.length}, at least ${LEAST_ROWS} are needed on each side.`,
    );
  }
  return { samples: { reference: rest, current: now, exact: isWhole(reference) && isWhole(current) } };
}

/** Whether the sample of a slice has all its rows. */
export function isWhole({ rows, extra }: SliceProfile): boolean {
  return extra?.sample?.hashes.length === rows;
}

/** The columns of a sample with these names, in their order. */
export function columnsNamed(sample: RowSample, names: readonly string[]): SampleColumn[] {
  return names.flatMap((name) => sample.columns.find((column) => column.name === name) ?? []);
}

/** The rows of a sample at these positions. */
export function takeRows(column: SampleColumn, rows: Int32Array): SampleColumn {
  return column.kind === 'numeric'
    ? { ...column, values: Float64Array.from(rows, (row) => column.values[row] as number) }
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] as number) };
}

/** The first column's rows followed by the second's; categories become those of both. */
export function joinColumns(a: SampleColumn, b: SampleColumn): SampleColumn {
  if (a.kind === 'numeric' && b.kind === 'numeric') {
    const values = new Float64Array(a.values.length + b.values.length);
    values.set(a.values);
    values.set(b.values, a.values.length);
    return { ...a, values };
  }
  if (a.kind === 'numeric' || b.kind === 'numeric')
    throw new TypeError('Columns of one plan are of one kind.');
  const categories = [...new Set([...a.categories, ...b.categories])].sort((x, y) => (x < y ? -1 : 1));
  const position = new Map(categories.map((value, i) => [value, i]));
  const code = (column: typeof a, row: number): number =>
    (column.codes[row] as number) < 0
      ? -1
      : (position.get(column.categories[column.codes[row] as number] ?? '') ?? -1);
  const codes = new Int32Array(a.codes.length + b.codes.length);
  for (let i = 0; i < a.codes.length; i++) codes[i] = code(a, i);
  for (let i = 0; i < b.codes.length; i++) codes[a.codes.length + i] = code(b, i);
  return { ...a, codes, categories };
}

/** The reference's rows that are not current ones: where a part of the reference is set against all of it. */
function without(sample: RowSample, other: RowSample): RowSample {
  const shared = new Set(other.hashes);
  const rows = Int32Array.from(sample.hashes.keys()).filter(
    (row) => !shared.has(sample.hashes[row] as number),
  );
  if (rows.length === sample.hashes.length) return sample;
  return {
    ...sample,
    hashes: Float64Array.from(rows, (row) => sample.hashes[row] as number),
    columns: sample.columns.map((column) => takeRows(column, rows)),
  };
}
