import type { Comoments } from '../../profile/comoments.js';
import { sampleVariance, type Moments } from '../../profile/moments.js';
import { ERROR_VARIABLES, type Confusion, type LabelledProfile } from '../../profile/profiles.js';
import { welch } from '../../statistics/welch.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { labelledRows } from '../performance/labelled.js';
import { noValue } from '../values.js';

/** How much worse the model's loss on a row has become, on average: whether what it learned still holds. */
export const conceptShift = absoluteMetric({
  id: 'concept_shift',
  name: 'Concept shift',
  family: 'stability',
  tasks: ['binary', 'multiclass', 'regression'],
  needs: ['label'],
  worse: 'higher',
  range: [-1, Infinity],
  unit: 'share',
  judged: 'two-keys',
  defaults: { warn: { kind: 'value', value: 0.1 }, alert: { kind: 'value', value: 0.25 } },
  definition:
    'relative change of the mean row loss against the reference; the loss is log loss where there are scores, else 0 or 1 for a right or wrong prediction, and the absolute error in regression',
  formula: '(mean loss_c − mean loss_r) / mean loss_r',
  interval: 'delta method for a ratio of two independent means, normal',
  source: 'p: Welch 1947, scipy.stats.ttest_ind(equal_var=False)',
  use: 'Reference with labels, of training or of an earlier version: says whether the model became worse, whatever the inputs do.',
  avoid:
    'References that the model was fitted to: losses there are smaller than on any new row. Use a held-out part, or a first stretch of production.',
  compute: computeShift,
});

function computeShift(input: MetricInput): MetricValue {
  const found = labelledRows(input);
  if ('problem' in found) return found.problem;
  const before = input.reference?.labelled ?? null;
  const rows = found.labelled.rows;
  if (before === null || before.rows === 0) {
    return noValue('error', 'The reference has no labels: there is no loss to compare with.', {
      current: rows,
    });
  }
  const pair = lossesOf(before, found.labelled);
  if (pair === null) {
    return noValue('error', 'No labelled row has a score or a prediction on both sides.', { current: rows });
  }
  const { kind, reference, current } = pair;
  const counts = { reference: reference.count, current: current.count };
  if (!(reference.mean > 0)) {
    return noValue('unknown', `The ${kind} of the reference is 0: nothing can be relative to it.`, counts);
  }
  const value = current.mean / reference.mean - 1;
  if (!Number.isFinite(value)) return noValue('error', 'The losses are too large to compute with.', counts);
  return {
    value,
    interval: intervalOf(reference, current),
    pValue: welch(reference, current)?.pValue ?? 1,
    nReference: reference.count,
    nCurrent: current.count,
    exact: true,
    because: `The mean ${kind} went from ${reference.mean.toPrecision(3)} to ${current.mean.toPrecision(3)}.`,
  };
}

interface Losses {
  readonly kind: 'log loss' | 'share of wrong predictions' | 'absolute error';
  readonly reference: Moments;
  readonly current: Moments;
}

/** The losses of both sides, by the first kind that both have. */
function lossesOf(before: LabelledProfile, now: LabelledProfile): Losses | null {
  if (before.errors !== null && now.errors !== null) {
    const [reference, current] = [absoluteErrors(before.errors.joint), absoluteErrors(now.errors.joint)];
    return { kind: 'absolute error', reference, current };
  }
  if (before.logLoss !== null && now.logLoss !== null) {
    return { kind: 'log loss', reference: before.logLoss, current: now.logLoss };
  }
  if (before.confusion === null || now.confusion === null) return null;
  const [reference, current] = [wrong(before.confusion), wrong(now.confusion)];
  if (reference.count === 0 || current.count === 0) return null;
  return { kind: 'share of wrong predictions', reference, current };
}

/** Moments of `|error|`, out of the joint ones; the extremes are not needed. */
function absoluteErrors({ count, means, products }: Comoments): Moments {
  const at = ERROR_VARIABLES.indexOf('absolute');
  const m2 = products[at * ERROR_VARIABLES.length + at] ?? NaN;
  return { count, mean: means[at] ?? NaN, m2, min: NaN, max: NaN };
}

/** Moments of the loss that is 1 for a wrong prediction. */
function wrong({ classes, counts }: Confusion): Moments {
  let count = 0;
  let right = 0;
  for (const [at, rows] of counts) {
    count += rows;
    if (Math.floor(at / (classes.length + 1)) === at % (classes.length + 1)) right += rows;
  }
  const mean = (count - right) / count;
  return { count, mean, m2: count * mean * (1 - mean), min: 0, max: 1 };
}

function intervalOf(reference: Moments, current: Moments): readonly [number, number] | null {
  const ratio = current.mean / reference.mean;
  const relative = (side: Moments): number => sampleVariance(side) / side.count / reference.mean ** 2;
  const spread = 1.959963984540054 * Math.sqrt(relative(current) + ratio ** 2 * relative(reference));
  if (!Number.isFinite(spread) || spread === 0) return null;
  return [Math.max(-1, ratio - 1 - spread), ratio - 1 + spread];
}
