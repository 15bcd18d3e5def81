import type { Confusion, LabelledProfile } from '../../profile/profiles.js';
import { upperBound } from '../../profile/exact-profile.js';
import { isotonic } from '../../statistics/isotonic.js';
import { seeded } from '../../statistics/random.js';
import type { MetricInput, MetricValue, MetricVariant } from '../metric.js';
import { scoreGroups, type ScoreGroup } from '../performance/score-groups.js';
import { calibrationError, positivesBy, referenceCalibrator, scoreRows } from './binary-estimate.js';
import { binaryMeasures, ranked, type BinaryEstimate, type ScoreRows } from './binary-measures.js';
import { noEstimate } from './estimated.js';

/** Metrics that NannyML estimates; it draws the sampling error of the average precision. */
const SAMPLED = [
  'roc_auc',
  'average_precision',
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
] as const;
type Sampled = (typeof SAMPLED)[number];
const SPLITS = 10;

export function isNannymlMetric(name: BinaryEstimate): name is Sampled {
  return (SAMPLED as readonly string[]).includes(name);
}

/** The metric of a binary model as NannyML's CBPE estimates it. */
export function nannymlCbpe(name: Sampled): MetricVariant {
  return {
    definition:
      'NannyML’s CBPE: scores are calibrated by isotonic regression where that lowers their calibration error in 10 splits of the reference (split by our seed), an empty denominator gives 0; the band is three sampling errors, without the uncertainty of the calibration',
    formula:
      'expected confusion counts ± 3 sd of the metric’s terms in the reference / √(rows · their share)',
    source:
      'NannyML 0.13, performance_estimation/confidence_based/{cbpe,metrics}.py, calibration.py, sampling_error',
    compute: (input) => compute(name, input),
  };
}

function compute(name: Sampled, input: MetricInput): MetricValue {
  const reference = input.reference?.labelled ?? null;
  const scored = input.current.extra?.scored ?? null;
  if (
    reference === null ||
    reference.positives === null ||
    reference.negatives === null ||
    reference.confusion === null
  ) {
    return noEstimate(
      input,
      'The reference has no labelled rows with a score and a prediction to calibrate on.',
    );
  }
  if (scored === null || scored.positive.count + scored.negative.count === 0) {
    return noEstimate(
      input,
      'No row has a score and a prediction.',
      input.current.rows === 0 ? 'unknown' : 'error',
    );
  }
  const rows = scoreRows(scored);
  const n = scored.positive.count + scored.negative.count;
  const { seed, model } = input.monitor;
  const groups = scoreGroups(reference.positives, reference.negatives);
  const calibrates = needsCalibration(groups, [seed, model]);
  const calibrator = calibrates ? referenceCalibrator(reference) : { at: (score: number) => score };
  if (calibrator === null) return noEstimate(input, 'The reference has no scores to calibrate on.');
  const positives = positivesBy(calibrator, rows);
  const found =
    name === 'average_precision' ? precisionRowByRow(rows, positives) : binaryMeasures(rows, positives)[name];
  const value = Number.isFinite(found) ? found : 0;
  const { deviation, share } =
    name === 'average_precision'
      ? drawnTerms(groups, [seed, model])
      : termsOf(name, reference, reference.confusion);
  const band = (3 * deviation) / Math.sqrt(n * share);
  return {
    value,
    interval: Number.isFinite(band) ? [Math.max(0, value - band), Math.min(1, value + band)] : null,
    pValue: null,
    nReference: reference.rows,
    nCurrent: n,
    exact: [reference.positives, reference.negatives, scored.positive, scored.negative].every(
      ({ exact }) => exact,
    ),
    because: calibrates
      ? 'The scores were calibrated.'
      : 'The scores were taken as they are: calibration does not better them.',
  };
}

/** Whether calibration lowers the error of scores it has not seen. */
export function needsCalibration(groups: readonly ScoreGroup[], seed: readonly (string | number)[]): boolean {
  const next = seeded(...seed, 'nannyml splits');
  const scoreOf = (group: ScoreGroup): number => group.sum / (group.positives + group.negatives);
  const tested: { before: ScoreGroup; after: ScoreGroup }[] = [];
  for (let split = 0; split < SPLITS; split++) {
    const held = groups.map(({ positives, negatives }) => ({
      positives: tenth(positives, next),
      negatives: tenth(negatives, next),
    }));
    const weights = groups.map(
      (group, i) => group.positives + group.negatives - (held[i]?.positives ?? 0) - (held[i]?.negatives ?? 0),
    );
    const calibrator = isotonic(
      groups.map(scoreOf),
      groups.map((group, i) => (group.positives - (held[i]?.positives ?? 0)) / (weights[i] as number)),
      weights,
    );
    for (const [i, group] of groups.entries()) {
      const { positives, negatives } = held[i] as (typeof held)[number];
      const rows = positives + negatives;
      if (rows === 0) continue;
      const score = scoreOf(group);
      tested.push({
        before: { positives, negatives, sum: rows * score },
        after: { positives, negatives, sum: rows * calibrator.at(score) },
      });
    }
  }
  const error = (of: (entry: (typeof tested)[number]) => ScoreGroup): number =>
    calibrationError(tested.map(of).sort((a, b) => scoreOf(a) - scoreOf(b)));
  return error(({ after }) => after) < error(({ before }) => before);
}

function tenth(rows: number, next: () => number): number {
  let held = 0;
  for (let i = 0; i < rows; i++) if (next() < 0.1) held++;
  return held;
}

/** Standard deviation (ddof 0) of the metric's terms in the reference, and their share of its rows. */
function termsOf(
  name: Exclude<Sampled, 'average_precision'>,
  reference: LabelledProfile,
  { classes, positive, counts }: Confusion,
): { deviation: number; share: number } {
  const yes = positive ?? classes.length - 1;
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (const [at, rows] of counts) {
    const [label, said] = [Math.floor(at / (classes.length + 1)), at % (classes.length + 1)];
    if (label === yes && said === yes) tp += rows;
    else if (label === yes) fn += rows;
    else if (said === yes) fp += rows;
    else tn += rows;
  }
  const n = tp + fp + fn + tn;
  const of = (right: number, all: number, scale = 1): { deviation: number; share: number } => ({
    deviation: scale * Math.sqrt((right / all) * (1 - right / all)),
    share: all / n,
  });
  switch (name) {
    case 'accuracy':
      return of(tp + tn, n);
    case 'precision':
      return of(tp, tp + fp);
    case 'recall':
      return of(tp, tp + fn);
    case 'specificity':
      return of(tn, tn + fp);
    case 'f1':
      return of(tp, tp + fp + fn, (tp + fp + fn) / (tp + (fp + fn) / 2));
    case 'roc_auc':
      return rankTerms(reference);
  }
}

/** Average precision with a threshold at every row, of equal scores too. */
function precisionRowByRow({ scores, rows }: ScoreRows, positives: Float64Array): number {
  let [found, seen, sum] = [0, 0, 0];
  for (let i = scores.length - 1; i >= 0; i--) {
    const share = (positives[i] as number) / (rows[i] as number);
    for (let row = 0; row < (rows[i] as number); row++) {
      found += share;
      seen++;
      sum += (share * found) / seen;
    }
  }
  return sum / found;
}

/** Half as many rows as the reference has, drawn so often, tell how its average precision varies. */
const DRAWS = 50;
const MOST_DRAWN = 50_000;

function drawnTerms(
  groups: readonly ScoreGroup[],
  seed: readonly (string | number)[],
): { deviation: number; share: number } {
  const next = seeded(...seed, 'nannyml draws');
  const ends = new Float64Array(groups.length);
  for (const [i, group] of groups.entries()) ends[i] = (ends[i - 1] ?? 0) + group.positives + group.negatives;
  const all = ends.at(-1) ?? 0;
  const size = Math.min(Math.floor(all / 2), MOST_DRAWN);
  // The groups ascend by score, each with one of its own: their places do for it.
  const scores = Float64Array.from(groups.keys());
  const found = Array.from({ length: DRAWS }, () => {
    const [rows, yes] = [new Float64Array(groups.length), new Float64Array(groups.length)];
    let positives = 0;
    for (let i = 0; i < size; i++) {
      const row = Math.floor(next() * all);
      const at = upperBound(ends, row);
      rows[at] = (rows[at] as number) + 1;
      if ((ends[at] as number) - row > (groups[at]?.positives ?? 0)) continue;
      yes[at] = (yes[at] as number) + 1;
      positives++;
    }
    return ranked({ scores, rows }, yes, positives, size - positives).average_precision;
  });
  const mean = found.reduce((sum, x) => sum + x, 0) / DRAWS;
  const variance = found.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS;
  // The error of `n` rows is deviation · √(size / n).
  return { deviation: Math.sqrt(variance), share: 1 / size };
}

/** Share of the negatives below each positive; of the rarer class, as NannyML turns the classes where positives prevail. */
export function rankTerms({ positives, negatives }: Pick<LabelledProfile, 'positives' | 'negatives'>): {
  deviation: number;
  share: number;
} {
  if (positives === null || negatives === null) return { deviation: NaN, share: NaN };
  const turned = positives.count > negatives.count;
  const [few, many] = turned ? [negatives, positives] : [positives, negatives];
  const steps = few.steps();
  // NannyML takes the row ranked first for none: it is lost where it is one of these.
  const last = steps.at.length - 1;
  const lost = turned ? few.moments.max > many.moments.max && last : few.moments.min < many.moments.min && 0;
  let [sum, squares, before] = [0, 0, 0];
  for (let i = 0; i < steps.at.length; i++) {
    const x = steps.at[i] as number;
    const rows = (steps.cumulative[i] as number) - before - (lost === i ? 1 : 0);
    before = steps.cumulative[i] as number;
    const below = many.countsOn(Float64Array.of(-Infinity, x))[0] as number;
    const upTo = many.cdfAt(x) * many.count;
    // Ties count half: NannyML leaves their order to its sort.
    const share = turned ? 1 - (below + upTo) / 2 / many.count : (below + upTo) / 2 / many.count;
    sum += rows * share;
    squares += rows * share * share;
  }
  const counted = few.count - (lost === false ? 0 : 1);
  const mean = sum / counted;
  return {
    deviation: Math.sqrt(Math.max(0, squares / counted - mean * mean)),
    share: few.count / (few.count + many.count),
  };
}
