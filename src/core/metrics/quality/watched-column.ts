import { columnNamed } from '../../profile/column-named.js';
import type { ColumnProfile } from '../../profile/profiles.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** The current profile of a quality metric's column, or why there is none. */
export function watchedColumn(input: MetricInput): { column: ColumnProfile } | { problem: MetricValue } {
  const name = input.column;
  if (name === null || columnNamed(input.facts.currentLog, name) === undefined) {
    return {
      problem: noValue('error', `The column ${name} is gone: no current log has it.`, { current: 0 }),
    };
  }
  const column = input.current.columns.get(name);
  if (input.current.rows === 0 || column === undefined) {
    return { problem: noValue('unknown', 'There are no rows in this chunk.', { current: 0 }) };
  }
  return { column };
}
