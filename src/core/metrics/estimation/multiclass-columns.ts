import { LABEL, type RowSample } from '../../profile/extra/row-sample.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { isWhole } from '../stability/row-samples.js';
import { noEstimate } from './estimated.js';
import type { MulticlassColumns } from './multiclass-estimate.js';

/** What an estimate of a model of several classes looks at, or why there is none. */
export function multiclassColumns(input: MetricInput):
  | {
      readonly columns: MulticlassColumns;
      readonly reference: RowSample;
      readonly current: RowSample;
      /** Whether the samples are all the rows of both sides. */
      readonly whole: boolean;
    }
  | { readonly problem: MetricValue } {
  const { score, prediction } = input.monitor.logs.columns;
  const none = (because: string, verdict?: 'unknown'): { problem: MetricValue } => ({
    problem: noEstimate(input, because, verdict),
  });
  if (score === null || typeof score === 'string' || prediction === null) {
    return none('It needs a score for each class and a prediction: set logs.columns.score and prediction.');
  }
  const reference = input.reference?.extra?.sample ?? null;
  if (reference === null || input.reference === null) {
    return none('There is no reference to calibrate on: set logs.reference.');
  }
  const current = input.current.extra?.sample ?? null;
  if (current === null) return none('There are no rows.', 'unknown');
  if (!reference.columns.some((column) => column.name === LABEL)) {
    return none('The reference has no labels: nothing calibrates the scores.');
  }
  const { seed, model } = input.monitor;
  const columns = {
    classes: Object.keys(score),
    scores: Object.values(score),
    prediction,
    seed: [seed, model],
  };
  return { columns, reference, current, whole: isWhole(input.reference) && isWhole(input.current) };
}
