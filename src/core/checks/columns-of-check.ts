import type { CheckSpec, Monitor } from '../config/monitor.js';
import type { MetricDescription } from '../metrics/metric.js';
import { columnsOf } from '../profile/columns.js';
import type { ColumnPlan } from '../profile/plan.js';

/** What decides the columns of a check. */
export interface CheckedColumns {
  readonly monitor: Monitor;
  readonly columns: readonly ColumnPlan[];
  readonly facts: { readonly features: readonly string[] };
}

/** The columns a check of columns looks at. */
export function columnsOfCheck(
  check: CheckSpec,
  metric: MetricDescription,
  { monitor, columns: planned, facts }: CheckedColumns,
): string[] {
  const of = check.of ?? { kind: 'features' as const };
  const kinds = new Map(planned.map((column) => [column.name, column.kind]));
  const columns = columnsOf(of, monitor, facts.features);
  // `of: features` takes those the metric applies to; a named column it does not apply to is an error.
  if (of.kind !== 'features') return [...columns];
  return columns.filter((column) => {
    const kind = kinds.get(column);
    return kind === undefined || metric.kinds.includes(kind);
  });
}
