import type { SampleColumn } from '../../profile/extra/row-sample.js';
import { ExactProfile } from '../../profile/exact-profile.js';
import { areaInterval } from '../../statistics/area-interval.js';
import { rocArea } from '../../statistics/delong.js';
import { Binner } from '../../statistics/model/binner.js';
import { boost, type BoostingOptions } from '../../statistics/model/boosting.js';
import { normalUpperTail } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { columnsNamed, joinColumns, samplesOf, takeRows } from './row-samples.js';

const FOLDS = 5;

/** How the classifier is made. */
interface Classifier extends Omit<BoostingOptions, 'loss'> {
  /** Bins of a column at most. */
  readonly bins: number;
  /** Reference rows for each current row, at most; and at least so many. */
  readonly referenceRows: { readonly perRow: number; readonly atLeast: number };
}

const OURS: Classifier = {
  trees: 40,
  leaves: 8,
  rate: 0.15,
  leastRows: 20,
  bins: 64,
  referenceRows: { perRow: 4, atLeast: 2000 },
};

/** LightGBM's defaults, which NannyML uses. */
const NANNYML: Classifier = {
  trees: 100,
  leaves: 31,
  rate: 0.1,
  leastRows: 20,
  bins: 255,
  referenceRows: { perRow: Infinity, atLeast: 0 },
};

/** Whether a model can tell current rows from the reference's: drift in how columns go together, too. */
export const domainClassifier = absoluteMetric({
  id: 'domain_classifier',
  name: 'Domain classifier',
  family: 'stability',
  reads: ['sample'],
  worse: 'higher',
  range: [0, 1],
  unit: 'none',
  defaults: { warn: { kind: 'value', value: 0.55 }, alert: { kind: 'value', value: 0.65 } },
  judged: 'two-keys',
  definition:
    'ROC AUC with which boosted trees tell current rows from those of the reference by their features, each row judged by trees that have not seen it (5 folds); of the row sample, with at most 4 reference rows for each current one (2 000 at least)',
  formula: 'Mann-Whitney U / (current · reference) of scores out of fold; 40 trees of 8 leaves, rate 0.15',
  interval: 'DeLong’s, on the logit scale',
  source: 'Lopez-Paz and Oquab 2017; trees: Friedman 2001 over histograms; p-value: DeLong 1988 against 0.5',
  use: 'Shifts that no column shows by itself: columns that no longer go together as they did.',
  avoid:
    'To learn which column moved: psi of features. A feature that counts up with time, which always tells.',
  definitions: {
    nannyml: {
      definition:
        'NannyML’s domain classifier: boosted trees with LightGBM’s defaults (100 trees of 31 leaves, rate 0.1); the folds are drawn by hash and the trees are our own, so that values are within about 0.02 of NannyML’s',
      formula: 'ROC AUC of scores out of fold (5 folds)',
      source:
        'NannyML 0.13, drift/multivariate/domain_classifier/calculator.py; p-value: DeLong 1988 against 0.5',
      compute: (input) => compute(input, NANNYML),
    },
  },
  compute: (input) => compute(input, OURS),
});

function compute(input: MetricInput, classifier: Classifier): MetricValue {
  const found = samplesOf(input);
  if ('problem' in found) return found.problem;
  const { reference, current, exact } = found.samples;
  const n = current.hashes.length;
  const { perRow, atLeast } = classifier.referenceRows;
  const m = Math.min(reference.hashes.length, Math.max(atLeast, perRow * n));
  const names = input.facts.features.filter((name) => columnsNamed(current, [name]).length > 0);
  if (names.length === 0) return noValue('error', 'There are no features to tell rows by.', { current: n });
  const first = Int32Array.from({ length: m }, (_, i) => i);
  const before = columnsNamed(reference, names).map((column) => takeRows(column, first));
  const now = columnsNamed(current, names);
  if (before.length < names.length) {
    const gone = names.filter((name) => !before.some((column) => column.name === name));
    return noValue('error', `The reference has no column ${gone.join(', ')}.`, { current: n });
  }
  const columns = before.map((column, j) => joinColumns(column, now[j] as SampleColumn));
  const { scores, gains } = scoresOutOfFold(columns, m, n, classifier);
  const positives = ExactProfile.of(scores.slice(m));
  const negatives = ExactProfile.of(scores.slice(0, m));
  const { area, variance } = rocArea(positives.steps(), negatives.steps());
  // Where all rows are told apart, nothing varies: then the variance under no difference.
  const spread = variance > 0 ? variance : (m + n + 1) / (12 * m * n);
  const strongest = gains.reduce((best, gain, j) => (gain > (gains[best] as number) ? j : best), 0);
  return {
    value: area,
    interval: areaInterval(area, variance, Math.min(m, n)),
    pValue: 2 * normalUpperTail(Math.abs(area - 0.5) / Math.sqrt(spread)),
    nReference: m,
    nCurrent: n,
    exact: exact && m === reference.hashes.length,
    because:
      area > 0.5 && (gains[strongest] as number) > 0
        ? `Rows are told apart most by ${names[strongest]}.`
        : '',
  };
}

/** Scores of the first `m` rows (reference) and the next `n` (current), each by a model that has not seen it. */
function scoresOutOfFold(
  columns: readonly SampleColumn[],
  m: number,
  n: number,
  { bins, ...options }: Classifier,
): { scores: Float64Array; gains: Float64Array } {
  const scores = new Float64Array(m + n);
  const gains = new Float64Array(columns.length);
  // Rows lie in the order of their hashes, which is as good as drawn; both sides fall evenly into the folds.
  const foldOf = (row: number): number => (row < m ? row : row - m) % FOLDS;
  for (let fold = 0; fold < FOLDS; fold++) {
    const [trained, tested] = [new Int32Array(m + n), new Int32Array(m + n)];
    let [inTraining, inTest] = [0, 0];
    for (let row = 0; row < m + n; row++) {
      if (foldOf(row) === fold) tested[inTest++] = row;
      else trained[inTraining++] = row;
    }
    const [train, test] = [trained.subarray(0, inTraining), tested.subarray(0, inTest)];
    const target = new Float64Array(inTraining);
    for (let i = 0; i < inTraining; i++) target[i] = (train[i] as number) < m ? 0 : 1;
    const binner = new Binner(columns, train, target, bins);
    const model = boost(binner.table(columns, train), target, { ...options, loss: 'logistic' });
    const found = model.predict(binner.table(columns, test));
    for (const [i, row] of test.entries()) scores[row] = found[i] as number;
    for (const [j, gain] of model.gains.entries()) gains[j] = (gains[j] as number) + gain;
  }
  return { scores, gains };
}
