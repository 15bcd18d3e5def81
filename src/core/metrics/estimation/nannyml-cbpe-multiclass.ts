import { ExactProfile } from '../../profile/exact-profile.js';
import { isotonic, type Isotonic } from '../../statistics/isotonic.js';
import type { MetricInput, MetricValue, MetricVariant } from '../metric.js';
import type { ScoreGroup } from '../performance/score-groups.js';
import { noEstimate } from './estimated.js';
import {
  areaOfClass,
  ascending,
  labelledRows,
  sampledRows,
  type MulticlassEstimate,
  type SampledRows,
} from './multiclass-estimate.js';
import { multiclassColumns } from './multiclass-columns.js';
import { needsCalibration, rankTerms } from './nannyml-cbpe.js';

type Sampled = Exclude<MulticlassEstimate, 'log_loss'>;

/** NannyML found its error of the area a fifth too small, and makes it larger. */
const AREA_FACTOR = 1.2;

/** A reference whose classes are told apart as well as this is not calibrated. */
const SEPARATED = 0.999;

/** The metric of a model of several classes as NannyML's CBPE estimates it. */
export function nannymlCbpeMulticlass(name: Sampled): MetricVariant {
  return {
    definition:
      'NannyML’s CBPE: the scores of each class are calibrated against the others by isotonic regression where that lowers their calibration error in 10 splits of the reference (split by our seed), and each row made to sum to 1; the mean over classes, where an empty denominator gives 0; the band is three sampling errors, without the uncertainty of the calibration',
    formula: 'mean over classes of the expected value ± 3 √(Σ var_c / (rows · share_c)) / classes',
    source:
      'NannyML 0.13, performance_estimation/confidence_based/{cbpe,metrics}.py, calibration.py, sampling_error/multiclass_classification.py',
    compute: (input) => compute(name, input),
  };
}

function compute(name: Sampled, input: MetricInput): MetricValue {
  const found = multiclassColumns(input);
  if ('problem' in found) return found.problem;
  const { columns, reference, current } = found;
  const [rows, known] = [sampledRows(current, columns), labelledRows(sampledRows(reference, columns))];
  if (rows.n === 0 || known.n === 0)
    return noEstimate(input, 'No row has all scores and a prediction, or none of the reference has a label.');
  const calibrators = known.scores.map((_, c) =>
    calibratorOf(known, c, [...columns.seed, columns.classes[c] ?? '']),
  );
  const shares = calibratedShares(rows, calibrators);
  const value = estimate(name, rows, shares);
  const band = 3 * samplingError(name, known, columns.classes.length, rows.n);
  return {
    value,
    interval: Number.isFinite(band) ? [Math.max(0, value - band), Math.min(1, value + band)] : null,
    pValue: null,
    nReference: known.n,
    nCurrent: rows.n,
    exact: found.whole,
  };
}

/** By class, the share of each row that belongs to it. */
function calibratedShares(rows: SampledRows, calibrators: readonly (Isotonic | null)[]): Float64Array[] {
  const shares = rows.scores.map((scores, c) => {
    const calibrator = calibrators[c] ?? null;
    return calibrator === null ? scores : scores.map((score) => calibrator.at(score));
  });
  const sums = new Float64Array(rows.n);
  for (const share of shares)
    for (let i = 0; i < rows.n; i++) sums[i] = (sums[i] as number) + (share[i] as number);
  return shares.map((share) =>
    share.map((x, i) => (sums[i] === 0 ? 1 / shares.length : x / (sums[i] as number))),
  );
}

/** The calibrator of a class; null where its scores are taken as they are. */
function calibratorOf(known: SampledRows, c: number, seed: readonly (string | number)[]): Isotonic | null {
  const groups = groupsOf(known, c);
  const positives = groups.reduce((sum, group) => sum + group.positives, 0);
  if (positives === 0 || positives === known.n) return null;
  const labels = known.labels.map((label) => (label === c ? 1 : 0));
  const scores = known.scores[c] as Float64Array;
  if (areaOfClass(scores, Float64Array.from(labels), ascending(scores)) > SEPARATED) return null;
  if (!needsCalibration(groups, seed)) return null;
  const sizes = groups.map((group) => group.positives + group.negatives);
  return isotonic(
    groups.map((group, i) => group.sum / (sizes[i] as number)),
    groups.map((group, i) => group.positives / (sizes[i] as number)),
    sizes,
  );
}

function groupsOf({ scores, labels }: SampledRows, c: number): ScoreGroup[] {
  const own = scores[c] as Float64Array;
  const order = ascending(own);
  const groups: ScoreGroup[] = [];
  for (let i = 0; i < order.length;) {
    const score = own[order[i] as number] as number;
    let [positives, negatives] = [0, 0];
    for (; i < order.length && own[order[i] as number] === score; i++) {
      if (labels[order[i] as number] === c) positives++;
      else negatives++;
    }
    groups.push({ positives, negatives, sum: score * (positives + negatives) });
  }
  return groups;
}

function estimate(name: Sampled, rows: SampledRows, shares: readonly Float64Array[]): number {
  const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  if (name === 'roc_auc_ovr')
    return meanOf(
      shares.map((share, c) => {
        const scores = rows.scores[c] as Float64Array;
        return areaOfClass(scores, share, ascending(scores));
      }),
    );
  const expected = shares.map((share, c) => {
    let [tp, said, belongs] = [0, 0, 0];
    for (let i = 0; i < rows.n; i++) {
      belongs += share[i] as number;
      if (rows.said[i] !== c) continue;
      said++;
      tp += share[i] as number;
    }
    return { tp, said, belongs };
  });
  if (name === 'accuracy') return expected.reduce((sum, { tp }) => sum + tp, 0) / rows.n;
  return meanOf(
    expected.map(({ tp, said, belongs }) => {
      const all =
        name === 'macro_precision' ? said : name === 'macro_recall' ? belongs : (said + belongs) / 2;
      return all === 0 ? 0 : tp / all;
    }),
  );
}

/** The sampling error of a chunk of `n` rows, from the metric's terms in the reference. */
function samplingError(name: Sampled, known: SampledRows, classes: number, n: number): number {
  if (name === 'accuracy') {
    let right = 0;
    for (let i = 0; i < known.n; i++) if (known.labels[i] === known.said[i]) right++;
    const share = right / known.n;
    return Math.sqrt((share * (1 - share)) / n);
  }
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    const { variance, share } = name === 'roc_auc_ovr' ? areaTerms(known, c) : countTerms(name, known, c);
    sum += variance / (n * share);
  }
  return (Math.sqrt(sum) / classes) * (name === 'roc_auc_ovr' ? AREA_FACTOR : 1);
}

interface Terms {
  readonly variance: number;
  /** Of the reference's rows, those that the metric looks at. */
  readonly share: number;
}

function countTerms(
  name: Exclude<Sampled, 'roc_auc_ovr' | 'accuracy'>,
  known: SampledRows,
  c: number,
): Terms {
  let [tp, fp, fn] = [0, 0, 0];
  for (let i = 0; i < known.n; i++) {
    const [is, said] = [known.labels[i] === c, known.said[i] === c];
    if (is && said) tp++;
    else if (said) fp++;
    else if (is) fn++;
  }
  const all = tp + (name === 'macro_recall' ? 0 : fp) + (name === 'macro_precision' ? 0 : fn);
  return { variance: (tp / all) * (1 - tp / all), share: all / known.n };
}

function areaTerms({ scores, labels }: SampledRows, c: number): Terms {
  const side = (own: boolean): ExactProfile =>
    ExactProfile.of((scores[c] as Float64Array).filter((_, i) => (labels[i] === c) === own));
  const { deviation, share } = rankTerms({ positives: side(true), negatives: side(false) });
  return { variance: deviation ** 2, share };
}
