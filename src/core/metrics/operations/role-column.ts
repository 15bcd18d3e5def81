import { columnNamed } from '../../profile/column-named.js';
import type { OperationsPoint } from '../../profile/profiles.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** Why the column with a role cannot be used; null when the current log has it. */
export function missingRole(
  input: MetricInput,
  role: 'latency_ms' | 'status' | 'logged' | 'cost',
): MetricValue | null {
  const column = input.monitor.logs.columns[role];
  if (column === null) {
    return noValue('error', `No column has the role ${role}: set logs.columns.${role}.`, {
      current: input.current.rows,
    });
  }
  if (columnNamed(input.facts.currentLog, column) === undefined) {
    return noValue('error', `The column ${column} (${role}) is gone: no current log has it.`, { current: 0 });
  }
  return null;
}

/** Sum of a count over the slice's intervals. */
export function total(input: MetricInput, of: (point: OperationsPoint) => number): number {
  return input.current.operations.reduce((sum, point) => sum + of(point), 0);
}

/** A value without an interval: it is counted, not estimated. */
export function counted(value: number, rows: number): MetricValue {
  return { value, interval: null, pValue: null, nReference: null, nCurrent: rows, exact: true };
}
