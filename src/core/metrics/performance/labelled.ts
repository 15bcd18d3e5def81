import type { Confusion, ErrorProfile, LabelledProfile, RankedLists } from '../../profile/profiles.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** What a performance metric looks at, or why there is nothing. */
export type Found<Name extends string, Value> =
  Readonly<Record<Name, Value>> | { readonly problem: MetricValue };

/** The slice's labelled rows, or why a performance metric has none. */
export function labelledRows(input: MetricInput): Found<'labelled', LabelledProfile> {
  const { logs, feedback } = input.monitor;
  if (feedback.labels === null && logs.columns.label === null) {
    return {
      problem: noValue('error', 'There are no labels: set feedback.labels, or logs.columns.label.', {
        current: 0,
      }),
    };
  }
  const { labelled, rows } = input.current;
  if (labelled === null || labelled.rows === 0) return { problem: noLabels(rows) };
  return { labelled };
}

/** None of so many rows has a label. */
export function noLabels(rows: number): MetricValue {
  return noValue('unknown', rows === 0 ? 'There are no rows.' : 'No label has arrived for these rows yet.', {
    current: 0,
  });
}

/** The labelled rows that have a prediction, by label and prediction. */
export function confusionOf(input: MetricInput): Found<'confusion', Confusion> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { confusion, rows } = found.labelled;
  if (confusion === null || confusion.counts.size === 0) {
    return {
      problem: noValue('error', 'No labelled row has a prediction: set logs.columns.prediction or score.', {
        current: rows,
      }),
    };
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
  if (positives === null || negatives === null) return { problem: noScore(rows) };
  return { scores: { positives, negatives } };
}

/** No labelled row has a score. */
export function noScore(rows: number): MetricValue {
  return noValue('error', 'No labelled row has a score: set logs.columns.score.', { current: rows });
}

/** Errors of the labelled rows that have a prediction. */
export function errorsOf(input: MetricInput): Found<'errors', ErrorProfile> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { errors, rows } = found.labelled;
  if (errors === null || errors.joint.count === 0) {
    return {
      problem: noValue(
        'error',
        'No labelled row has a number as its prediction: set logs.columns.prediction.',
        { current: rows },
      ),
    };
  }
  return { errors };
}

/** The lists of the labelled rows that have a query and a score. */
export function listsOf(input: MetricInput): Found<'lists', RankedLists> {
  const found = labelledRows(input);
  if ('problem' in found) return found;
  const { lists, rows } = found.labelled;
  if (lists === null || lists.queries.length === 0) {
    return {
      problem: noValue(
        'error',
        'No labelled row has a query and a score: set logs.columns.query and score.',
        {
          current: rows,
        },
      ),
    };
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
