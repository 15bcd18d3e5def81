import type { CheckSpec } from '../config/monitor.js';
import type { MetricDescription } from '../metrics/metric.js';
import { metricOf } from '../metrics/registry.js';
import { columnsOfCheck, type CheckedColumns } from './columns-of-check.js';

/** Whether a check has a value for each chunk; else it has one for the whole window alone. */
export function isByChunk(check: CheckSpec, metric: MetricDescription): boolean {
  return !metric.windowOnly && check.every === null;
}

/** Of the columns that checks look at, those of which none needs the chunks. `byWindow` checks never do. */
export function wholeColumns(
  checks: readonly CheckSpec[],
  byWindow: readonly CheckSpec[],
  among: CheckedColumns,
): string[] {
  const columnsIn = (some: readonly CheckSpec[], chunked: boolean): string[] =>
    some.flatMap((check) => {
      const metric = metricOf(check);
      if (metric?.subject !== 'column' || (chunked && !isByChunk(check, metric))) return [];
      return columnsOfCheck(check, metric, among);
    });
  const looked = new Set(columnsIn([...checks, ...byWindow], false));
  const chunked = new Set(columnsIn(checks, true));
  return among.columns.map(({ name }) => name).filter((name) => looked.has(name) && !chunked.has(name));
}
