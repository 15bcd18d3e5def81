import type { Task } from '../../config/monitor.js';
import { formatShare, formatNumber } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import type { AssumptionChecks } from './binary-estimate.js';

/** More of the scores than this beyond the reference's range are worth a word. */
const OUTSIDE = 0.01;

export type EstimatedWords = Pick<Metric, 'id' | 'name' | 'worse' | 'range' | 'use' | 'avoid' | 'formula'> & {
  readonly tasks: readonly Task[];
  readonly unit?: Metric['unit'];
};

/** What all estimates of classifiers share. */
export function cbpeMetric(
  words: EstimatedWords,
  compute: Metric['compute'],
  definitions?: NonNullable<Metric['definitions']>,
): Metric {
  return absoluteMetric({
    unit: 'none',
    ...words,
    family: 'performance',
    needs: ['score'],
    reads: words.tasks.includes('multiclass')
      ? words.tasks.includes('binary')
        ? ['scored', 'sample']
        : ['sample']
      : ['scored'],
    compares: true,
    definition:
      'what the metric is expected to be on these rows, without their labels (CBPE): the reference’s labels calibrate the scores by isotonic regression (over √n groups of its rows by score), and each row counts as what its calibrated scores say',
    interval:
      'of the metric on these rows, once their labels are known: seeded bootstrap of the reference, calibrated anew, with labels drawn by it',
    source:
      'NannyML’s confidence-based performance estimation, with its uncertainty; calibration: Barlow et al. 1972',
    ...(definitions === undefined ? {} : { definitions }),
    compute,
  });
}

/** Why an estimate cannot be made. */
export function noEstimate(
  input: MetricInput,
  because: string,
  verdict: 'error' | 'unknown' = 'error',
): MetricValue {
  return noValue(verdict, because, {
    reference: input.reference?.labelled?.rows ?? null,
    current: input.current.rows,
  });
}

/** What the estimate rests on, in a sentence or two. */
export function assumptionWords({ outside, calibrationError }: AssumptionChecks): string {
  const range =
    outside > OUTSIDE
      ? `${formatShare(outside)} of the scores lie beyond those of the reference, where nothing calibrates them.`
      : 'The scores lie within those of the reference';
  const before = `before calibration they missed its labels by ${formatNumber(calibrationError)} on average`;
  return `Estimated without labels: it holds where only the inputs changed, not what they mean. ${range}${range.endsWith('.') ? ` Before` : '; '}${range.endsWith('.') ? before.slice('before'.length) : before}.`;
}
