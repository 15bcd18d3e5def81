import type { SampleColumn } from '../../profile/extra/row-sample.js';
import { momentsOf, type Moments } from '../../profile/moments.js';
import { eigen } from '../eigen.js';

/** Share of the variance that the kept components explain. */
const KEPT = 0.65;

/** What PCA learned of rows: how to encode them, and the components that matter. */
export interface Reconstruction {
  /** How far each row is from what the components make of it: the length of the difference, standardised. */
  errors(columns: readonly SampleColumn[]): Moments;
}

/**
 * Learns from the rows of these columns: categories become their share of the rows, missing values the mean or the most
 * frequent category, each column is standardised (sd with ddof 0), and the components are kept that explain more than 65 %
 * of the variance (scikit-learn's `PCA(n_components=0.65)`).
 */
export function reconstruction(columns: readonly SampleColumn[]): Reconstruction {
  const encoders = columns.map(encoderOf);
  const rows = encoders.map((encode, j) => encode(columns[j] as SampleColumn));
  const [d, n] = [columns.length, rows[0]?.length ?? 0];
  const covariance = Array.from({ length: d }, () => new Float64Array(d));
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      let sum = 0;
      for (let row = 0; row < n; row++) sum += (rows[i]?.[row] as number) * (rows[j]?.[row] as number);
      (covariance[i] as Float64Array)[j] = sum / n;
      (covariance[j] as Float64Array)[i] = sum / n;
    }
  }
  const { values, vectors } = eigen(covariance);
  const total = values.reduce((sum, value) => sum + value, 0);
  let explained = 0;
  const kept = vectors.filter((_, k) => {
    const before = explained;
    explained += (values[k] as number) / total;
    return before <= KEPT;
  });
  return {
    errors: (others) =>
      momentsOf(
        errorsOf(
          encoders.map((encode, j) => encode(others[j] as SampleColumn)),
          kept,
        ),
      ),
  };
}

function errorsOf(rows: readonly Float64Array[], kept: readonly Float64Array[]): Float64Array {
  const d = rows.length;
  const errors = new Float64Array(rows[0]?.length ?? 0);
  const rest = new Float64Array(d);
  for (let row = 0; row < errors.length; row++) {
    for (let j = 0; j < d; j++) rest[j] = rows[j]?.[row] as number;
    for (const vector of kept) {
      let along = 0;
      for (let j = 0; j < d; j++) along += (rows[j]?.[row] as number) * (vector[j] as number);
      for (let j = 0; j < d; j++) rest[j] = (rest[j] as number) - along * (vector[j] as number);
    }
    errors[row] = Math.sqrt(rest.reduce((sum, x) => sum + x * x, 0));
  }
  return errors;
}

/** Turns a column like this one into standardised numbers. */
function encoderOf(column: SampleColumn): (other: SampleColumn) => Float64Array {
  const numbers = numbersOf(column);
  const raw = numbers(column);
  const present = raw.filter((x) => x === x);
  const { mean } = momentsOf(present);
  const filled = raw.map((x) => (x === x ? x : mean));
  const { mean: centre, m2 } = momentsOf(filled);
  const sd = Math.sqrt(m2 / filled.length) || 1;
  return (other) => numbers(other).map((x) => ((x === x ? x : mean) - centre) / sd);
}

function numbersOf(column: SampleColumn): (other: SampleColumn) => Float64Array {
  if (column.kind === 'numeric')
    return (other) => (other.kind === 'numeric' ? other.values : new Float64Array(0));
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const most = counts.reduce((best, count, i) => (count > (counts[best] ?? -1) ? i : best), 0);
  // What is missing counts as the most frequent category, and its share grows with them.
  const missing = column.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
  counts[most] = (counts[most] ?? 0) + missing;
  const share = new Map(
    column.categories.map((value, i) => [value, (counts[i] as number) / column.codes.length]),
  );
  const common = share.get(column.categories[most] ?? '') ?? 0;
  return (other) =>
    other.kind === 'numeric'
      ? new Float64Array(0)
      : Float64Array.from(other.codes, (code) =>
          code < 0 ? common : (share.get(other.categories[code] ?? '') ?? 0),
        );
}
