import { ExactProfile } from '../../profile/exact-profile.js';
import type { Isotonic } from '../../statistics/isotonic.js';
import type { MetricInput, MetricValue, MetricVariant } from '../metric.js';
import { scoreGroups } from '../performance/score-groups.js';
import { referenceCalibrator } from './binary-estimate.js';
import { noEstimate } from './estimated.js';
import {
  areaOfClass,
  ascending,
  calibrated,
  labelledRows,
  measures,
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
  const shares = calibrated(rows, calibrators);
  const value = measures(rows, shares, rows.scores.map(ascending), 0)[name];
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

/** Scores that are taken for shares as they are. */
const AS_THEY_ARE: Isotonic = { at: (score) => score };

/** How the scores of a class become shares. */
function calibratorOf(known: SampledRows, c: number, seed: readonly (string | number)[]): Isotonic {
  const sides = sidesOf(known, c);
  const { positives, negatives } = sides;
  if (positives.count === 0 || negatives.count === 0) return AS_THEY_ARE;
  const scores = known.scores[c] as Float64Array;
  const labels = Float64Array.from(known.labels, (label) => (label === c ? 1 : 0));
  const isSeparated = areaOfClass(scores, labels, ascending(scores)) > SEPARATED;
  if (isSeparated || !needsCalibration(scoreGroups(positives, negatives), seed)) return AS_THEY_ARE;
  return referenceCalibrator(sides) ?? AS_THEY_ARE;
}

/** The scores of one class: of the rows that belong to it, and of all others. */
function sidesOf(
  { scores, labels }: SampledRows,
  c: number,
): Record<'positives' | 'negatives', ExactProfile> {
  const side = (own: boolean): ExactProfile =>
    ExactProfile.of((scores[c] as Float64Array).filter((_, i) => (labels[i] === c) === own));
  return { positives: side(true), negatives: side(false) };
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

function areaTerms(known: SampledRows, c: number): Terms {
  const { deviation, share } = rankTerms(sidesOf(known, c));
  return { variance: deviation ** 2, share };
}
