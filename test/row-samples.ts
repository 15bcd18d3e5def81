import type { MetricInput } from '../src/core/metrics/metric.js';
import { NO_EXTRA, type ExtraRows } from '../src/core/profile/extra/extra.js';
import type { RowSample, SampleColumn } from '../src/core/profile/extra/row-sample.js';
import type { SliceProfile } from '../src/core/profile/profiles.js';
import { metricInput } from './metric-input.js';

/** Columns of rows: numbers with NaN for missing, or words with null for it. */
export type Columns = Record<string, readonly number[] | readonly (string | null)[]>;

/** All rows of these columns as a sample; their hashes are drawn by `next`. */
export function rowSample(columns: Columns, next: () => number): RowSample {
  const n = Object.values(columns)[0]?.length ?? 0;
  const drawn = Float64Array.from({ length: n }, () => Math.floor(next() * 2 ** 53));
  const order = [...drawn.keys()].sort((a, b) => (drawn[a] as number) - (drawn[b] as number));
  return {
    hashes: Float64Array.from(order, (i) => drawn[i] as number),
    upTo: Infinity,
    columns: Object.entries(columns).map(([name, values]): SampleColumn => {
      if (values.every((value) => typeof value === 'number')) {
        return { name, kind: 'numeric', values: Float64Array.from(order, (i) => values[i] as number) };
      }
      const categories = [...new Set(values.filter((value) => value !== null).map(String))].sort();
      const codes = Int32Array.from(order, (i) => categories.indexOf(String(values[i] ?? '')));
      return { name, kind: 'categorical', categories, codes };
    }),
  };
}

/** A slice of so many rows with this besides. */
export function sliceWith(rows: number, extra: Partial<ExtraRows>): SliceProfile {
  const { current } = metricInput({ reference: null, current: null });
  return { ...current, rows, extra: { ...NO_EXTRA, ...extra } };
}

/** What a metric of whole rows sees. */
export function sampleInput(
  reference: RowSample,
  current: RowSample,
  options: { features?: readonly string[]; chunks?: readonly RowSample[] } = {},
): MetricInput {
  const input = metricInput({ reference: null, current: null });
  const slice = (sample: RowSample): SliceProfile => sliceWith(sample.hashes.length, { sample });
  return {
    ...input,
    column: null,
    reference: slice(reference),
    current: slice(current),
    referenceChunks: (options.chunks ?? []).map(slice),
    facts: { ...input.facts, features: options.features ?? current.columns.map(({ name }) => name) },
  };
}
