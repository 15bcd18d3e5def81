import { CategoryCounts } from '../../profile/category-counts.js';
import { columnNamed } from '../../profile/column-named.js';
import type { ColumnProfile } from '../../profile/profiles.js';
import { formatCount } from '../../report/words.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** The two profiles a stability metric compares, or why there is no comparison (definitions.md, sections 3 and 7). */
export function comparedColumns(
  input: MetricInput,
): { reference: ColumnProfile; current: ColumnProfile } | { problem: MetricValue } {
  const { column, facts } = input;
  const rows = input.current.rows;
  if (column === null) return { problem: noValue('error', 'This metric needs a column.', { current: rows }) };
  // Labels may be in files of their own: then no log has the column.
  const joined = column === input.monitor.feedback.labels?.label;
  if (!joined && columnNamed(facts.currentLog, column) === undefined) {
    return {
      problem: noValue('error', `The column ${column} is gone: no current log has it, the reference does.`, {
        current: 0,
      }),
    };
  }
  const referenceLog = facts.referenceLog ?? facts.currentLog;
  if (!joined && columnNamed(referenceLog, column) === undefined) {
    return {
      problem: noValue('error', `The reference has no column ${column}: there is nothing to compare with.`, {
        current: rows,
      }),
    };
  }
  const reference = input.reference?.columns.get(column);
  if (input.reference === null || reference === undefined) {
    return {
      problem: noValue('error', noReference(input), { current: rows }),
    };
  }
  const current = input.current.columns.get(column);
  if (rows === 0 || current === undefined) {
    return {
      problem: noValue('unknown', 'There are no rows in this chunk.', {
        reference: usable(reference),
        current: 0,
      }),
    };
  }
  const nReference = usable(reference);
  const nCurrent = usable(current);
  if (nCurrent === 0 || nReference === 0) {
    const where = nCurrent === 0 ? 'the current rows' : 'the reference';
    return {
      problem: noValue(
        'error',
        `${column} has no usable value in ${where}: ${nCurrent === 0 ? missingWords(input, column, rows) : allMissing(input.reference.rows)}.`,
        {
          reference: nReference,
          current: nCurrent,
        },
      ),
    };
  }
  return { reference, current };
}

/** Why there is nothing to compare with: no reference is set, or none of its rows is there. */
export function noReference({ monitor }: MetricInput): string {
  const { reference } = monitor.logs;
  if (reference?.kind === 'version') {
    return `The reference has no rows: no row has the version ${reference.version}. Mend logs.reference.version.`;
  }
  return reference === null
    ? 'There is no reference to compare with: set logs.reference.'
    : 'The reference has no rows to compare with: look at logs.reference, --since and --as-of.';
}

/** Why none of so many current rows has a usable value: a column of numbers may have become text. */
export function missingWords({ facts }: MetricInput, column: string, rows: number): string {
  const was = facts.referenceLog === null ? undefined : columnNamed(facts.referenceLog, column);
  return was?.kind === 'numeric' && columnNamed(facts.currentLog, column)?.kind === 'categorical'
    ? `none of ${formatCount(rows)} is a number, all are text or empty`
    : allMissing(rows);
}

function allMissing(rows: number): string {
  return `all ${formatCount(rows)} are missing`;
}

/** Non-missing, finite values of a column. */
export function usable(column: ColumnProfile): number {
  if (column.kind === 'numeric') return column.values.count;
  if (column.counts instanceof CategoryCounts) return column.counts.total;
  let sum = 0;
  for (const count of column.counts.values()) sum += count;
  return sum;
}
