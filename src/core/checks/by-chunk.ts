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
  const looked = new Set<string>();
  const chunked = new Set<string>();
  for (const check of [...checks, ...byWindow]) {
    const metric = metricOf(check);
    if (metric?.subject !== 'column') continue;
    const splits = checks.includes(check) && isByChunk(check, metric);
    for (const column of columnsOfCheck(check, metric, among)) {
      looked.add(column);
      if (splits) chunked.add(column);
    }
  }
  return among.columns.map(({ name }) => name).filter((name) => looked.has(name) && !chunked.has(name));
}
