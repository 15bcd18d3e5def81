import type { Confusion, ErrorProfile, LabelledProfile, RankedLists } from '../../profile/profiles.js';
import { columnNamed } from '../../profile/column-named.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import { formatList, plural } from '../../report/words.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** What a performance metric looks at, or why there is nothing. */
export type Found<Name extends string, Value> =
  Readonly<Record<Name, Value>> | { readonly problem: MetricValue };

/** The slice's labelled rows, or why a performance metric has none. */
export function labelledRows(input: MetricInput): Found<'labelled', LabelledProfile> {
  const { labelled } = input.current;
  if (labelled !== null && labelled.rows > 0) return { labelled };
  return { problem: noLabels(input) ?? notLabelled(input) };
}

/** Why no row can have a label; null where some have, or labels may come. */
export function noLabels({ monitor, facts, current }: MetricInput): MetricValue | null {
  const { label } = monitor.logs.columns;
  if (monitor.feedback.labels !== null || (current.labelled?.rows ?? 0) > 0) return null;
  if (label === null) {
    return noValue('error', 'There are no labels: set feedback.labels, or logs.columns.label.', {
      current: current.rows,
    });
  }
  return columnNamed(facts.currentLog, label) === undefined ? goneValue(label, current.rows) : null;
}

/** None of the rows has a label: they are not there yet, or belong to other rows. */
export function notLabelled({ monitor, facts, current }: MetricInput): MetricValue {
  const ids = facts.labels?.ids ?? 0;
  const because =
    current.rows === 0
      ? 'There are no rows.'
      : ids > 0 && facts.labels?.orphans === ids
        ? `None of the ${plural(ids, 'labelled id')} is an id of the log, so no label belongs to these rows. Compare how ${monitor.feedback.labels?.id} is written in the label files and ${monitor.logs.columns.id} in the log.`
        : 'No label has arrived for these rows yet.';
  return noValue('unknown', because, { current: 0 });
}

function goneValue(column: string, rows: number): MetricValue {
  return noValue('error', `The column ${column} is gone: no current log has it.`, { current: rows });
}

/** No labelled row has what columns with these roles should hold: which are not named, gone, or empty. */
function without(
  { monitor, facts }: MetricInput,
  what: string,
  roles: readonly ('prediction' | 'score' | 'query')[],
  rows: number,
): MetricValue {
  const named = roles.flatMap((role): readonly string[] => {
    const column = monitor.logs.columns[role];
    return column === null ? [] : typeof column === 'string' ? [column] : Object.values(column);
  });
  const gone = named.find((column) => columnNamed(facts.currentLog, column) === undefined);
  if (gone !== undefined) return goneValue(gone, rows);
  const why =
    named.length === 0
      ? `set logs.columns.${roles.join(' and ')}`
      : `what they have in ${formatList(named)} is missing, or not of its kind`;
  return noValue('error', `No labelled row has ${what}: ${why}.`, { current: rows });
}

/** The labelled rows that have a prediction, by label and prediction. */
export function confusionOf(input: MetricInput): Found<'confusion', Confusion> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { confusion, rows } = found.labelled;
  if (confusion === null || confusion.counts.size === 0) {
    const role = input.monitor.logs.columns.prediction === null ? 'score' : 'prediction';
    return { problem: without(input, 'a prediction', [role], rows) };
  }
  return { confusion };
}

/** Scores of the positive class and of the other, of the labelled rows that have one. */
export function scoresOf(
  input: MetricInput,
): Found<'scores', { readonly positives: NumericProfile; readonly negatives: NumericProfile }> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { positives, negatives, rows } = found.labelled;
  if (positives === null || negatives === null) return { problem: noScore(input, rows) };
  return { scores: { positives, negatives } };
}

/** No labelled row has a score. */
export function noScore(input: MetricInput, rows: number): MetricValue {
  return without(input, 'a score', ['score'], rows);
}

/** Errors of the labelled rows that have a prediction. */
export function errorsOf(input: MetricInput): Found<'errors', ErrorProfile> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { errors, rows } = found.labelled;
  if (errors === null || errors.joint.count === 0) {
    return { problem: without(input, 'a number as its prediction', ['prediction'], rows) };
  }
  return { errors };
}

/** The lists of the labelled rows that have a query and a score. */
export function listsOf(input: MetricInput): Found<'lists', RankedLists> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { lists, rows } = found.labelled;
  if (lists === null || lists.queries.length === 0) {
    return { problem: without(input, 'a query and a score', ['query', 'score'], rows) };
  }
  return { lists };
}

/** Rows that have a label and a prediction. */
export function rowsOf(confusion: Confusion): number {
  let rows = 0;
  for (const count of confusion.counts.values()) rows += count;
  return rows;
}

/** A value with its interval, of rows that all have a label. */
export function labelledValue(
  value: number,
  interval: readonly [number, number] | null,
  rows: number,
  options: { exact?: boolean; because?: string | undefined } = {},
): MetricValue {
  if (!Number.isFinite(value)) {
    return noValue('error', 'The values are too large to compute with.', { current: rows });
  }
  return {
    value,
    interval: interval !== null && interval.every(Number.isFinite) ? interval : null,
    pValue: null,
    nReference: null,
    nCurrent: rows,
    exact: options.exact ?? true,
    ...(options.because === undefined
      ? interval === null
        ? { because: 'No interval: the rows do not differ.' }
        : {}
      : { because: options.because }),
  };
}
