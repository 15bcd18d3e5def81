import { LABEL, type RowSample, type SampleColumn } from '../../../core/profile/extra/row-sample.js';
import type { SampleTask } from './extra-task.js';

/** Sampled rows of one cell as they are read. */
export interface SampledRows {
  readonly hashes: number[];
  /** In the order of the task's columns, the label last where one is asked for. */
  readonly columns: (number | string | null)[][];
}

/** A number as samples hold it: NaN where it is none. */
export function sampledNumber(x: number): number {
  return x - x === 0 ? x + 0 : NaN;
}

/** The sample of one cell; it gives all its rows with hashes up to `upTo`. */
export function sampleOf(task: SampleTask, { hashes, columns }: SampledRows, upTo: number): RowSample {
  const order = hashes
    .map((_, i) => i)
    .sort((a, b) => (hashes[a] as number) - (hashes[b] as number) || a - b);
  const take = (values: readonly unknown[] | undefined): number[] => order.map((i) => values?.[i] as number);
  const taken = task.columns.map(({ name, kind }, i): SampleColumn => {
    if (kind === 'numeric') return { name, kind, values: Float64Array.from(take(columns[i])) };
    const values = columns[i] as (string | null)[];
    const categories = [...new Set(values.filter((value) => value !== null))].sort((a, b) =>
      a < b ? -1 : 1,
    );
    const codes = new Map(categories.map((value, code) => [value, code]));
    return {
      name,
      kind,
      categories,
      codes: Int32Array.from(order, (at) => codes.get(values[at] ?? '') ?? -1),
    };
  });
  if (task.labels !== null) taken.push(labelColumn(task.classes, take(columns[task.columns.length])));
  return { hashes: Float64Array.from(take(hashes)), upTo, columns: taken };
}

function labelColumn(classes: readonly string[] | null, values: readonly number[]): SampleColumn {
  if (classes === null) return { name: LABEL, kind: 'numeric', values: Float64Array.from(values) };
  const codes = Int32Array.from(values, (code) => (code >= 0 ? code : -1));
  return { name: LABEL, kind: 'categorical', categories: classes, codes };
}
