import type { ScoredRows } from '../../profile/extra/feedback.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type { LabelledProfile } from '../../profile/profiles.js';
import { rememberPairWith } from '../../profile/remember.js';
import { drawnQuantile, drawsFrom } from '../../statistics/draws.js';
import { isotonic, type Isotonic } from '../../statistics/isotonic.js';
import { seeded } from '../../statistics/random.js';
import { meansOf, scoreGroups, type ScoreGroup } from '../performance/score-groups.js';
import { BINARY_ESTIMATES, binaryMeasures, type BinaryEstimate, type ScoreRows } from './binary-measures.js';

const DRAWS = 300;
/** Groups of current scores that the bootstrap works on, at most. */
const GROUPS = 400;

/** All that CBPE says of a slice. */
export interface BinaryEstimates {
  readonly values: Record<BinaryEstimate, number>;
  readonly intervals: Record<BinaryEstimate, readonly [number, number] | null>;
  /** Labelled rows of the reference that calibrate. */
  readonly nReference: number;
  readonly nCurrent: number;
  readonly exact: boolean;
  readonly checks: AssumptionChecks;
}

/** What the method assumes, as far as it can be seen. */
export interface AssumptionChecks {
  /** Share of the current scores that lie outside the reference's. */
  readonly outside: number;
  /** How far the reference's scores are from its labels before they are calibrated (10 equal-count bins). */
  readonly calibrationError: number;
}

/**
 * Confidence-based performance estimation: the reference's labels calibrate the scores by isotonic regression, and each
 * current row counts as positive by its calibrated score. The interval is that of the metric on these rows once their
 * labels are known: the reference is drawn anew and calibrated anew, and labels are drawn by it.
 */
export const binaryEstimates = rememberPairWith(
  (
    scored: ScoredRows,
    reference: LabelledProfile,
    seed: readonly (string | number)[],
  ): BinaryEstimates | null => {
    const { positives, negatives } = reference;
    if (positives === null || negatives === null || positives.count === 0 || negatives.count === 0)
      return null;
    const known = calibrationGroups(scoreGroups(positives, negatives));
    const rows = scoreRows(scored);
    const calibrated = calibratorOf(
      known,
      ({ positives: yes }) => yes,
      ({ negatives: no }) => no,
    );
    const values = binaryMeasures(rows, positivesBy(calibrated, rows));
    return {
      values,
      intervals: intervalsOf(known, rows, values, seed),
      nReference: positives.count + negatives.count,
      nCurrent: scored.positive.count + scored.negative.count,
      exact: [positives, negatives, scored.positive, scored.negative].every(({ exact }) => exact),
      checks: {
        outside: shareOutside(scoreGroups(positives, negatives), rows),
        calibrationError: calibrationError(scoreGroups(positives, negatives)),
      },
    };
  },
);

/** Scores of a slice with what the model says of them, ascending. */
export function scoreRows({ positive, negative }: ScoredRows): ScoreRows {
  const entries = [...entriesOf(positive, 1), ...entriesOf(negative, 0)].sort(
    (a, b) => a.score - b.score || a.said - b.said,
  );
  return {
    scores: Float64Array.from(entries, ({ score }) => score),
    said: Uint8Array.from(entries, ({ said }) => said),
    rows: Float64Array.from(entries, ({ rows }) => rows),
  };
}

function entriesOf(profile: NumericProfile, said: 0 | 1): { score: number; said: 0 | 1; rows: number }[] {
  const { cumulative } = profile.steps();
  return Array.from(meansOf(profile), (score, i) => ({
    score,
    said,
    rows: (cumulative[i] as number) - (cumulative[i - 1] ?? 0),
  }));
}

function calibratorOf(
  groups: readonly ScoreGroup[],
  positives: (group: ScoreGroup) => number,
  negatives: (group: ScoreGroup) => number,
): Isotonic {
  const x = Float64Array.from(groups, (group) => group.sum / (group.positives + group.negatives));
  const weights = Float64Array.from(groups, (group) => positives(group) + negatives(group));
  const y = Float64Array.from(groups, (group, i) => positives(group) / (weights[i] as number));
  return isotonic(x, y, weights);
}

/** Rows of each group that are positive by the calibrator. */
export function positivesBy(calibrated: Pick<Isotonic, 'at'>, { scores, rows }: ScoreRows): Float64Array {
  return scores.map((score, i) => (rows[i] as number) * calibrated.at(score));
}

/** Calibrator of the reference's labels. */
export function referenceCalibrator(
  reference: Pick<LabelledProfile, 'positives' | 'negatives'>,
): Isotonic | null {
  if (reference.positives === null || reference.negatives === null) return null;
  const groups = scoreGroups(reference.positives, reference.negatives);
  return calibratorOf(
    groups,
    ({ positives }) => positives,
    ({ negatives }) => negatives,
  );
}

function intervalsOf(
  known: readonly ScoreGroup[],
  all: ScoreRows,
  values: Record<BinaryEstimate, number>,
  seed: readonly (string | number)[],
): BinaryEstimates['intervals'] {
  const draws = drawsFrom(seeded(...seed, 'estimate'));
  const rows = fewerRows(all);
  const drawn = BINARY_ESTIMATES.map(() => new Float64Array(DRAWS));
  const centre = binaryMeasures(
    rows,
    positivesBy(
      calibratorOf(
        known,
        ({ positives }) => positives,
        ({ negatives }) => negatives,
      ),
      rows,
    ),
  );
  for (let draw = 0; draw < DRAWS; draw++) {
    const counts = new Map(
      known.map((group) => [
        group,
        [draws.poisson(group.positives), draws.poisson(group.negatives)] as const,
      ]),
    );
    const calibrated = calibratorOf(
      known,
      (group) => counts.get(group)?.[0] ?? 0,
      (group) => counts.get(group)?.[1] ?? 0,
    );
    const labels = rows.scores.map((score, i) =>
      draws.binomial(rows.rows[i] as number, calibrated.at(score)),
    );
    const found = binaryMeasures(rows, labels);
    for (const [k, name] of BINARY_ESTIMATES.entries()) (drawn[k] as Float64Array)[draw] = found[name];
  }
  const intervals = BINARY_ESTIMATES.map((name, k): [BinaryEstimate, [number, number] | null] => {
    const sorted = (drawn[k] as Float64Array).filter((x) => x - x === 0).sort();
    if (sorted.length < DRAWS / 2) return [name, null];
    // What grouping moved is taken back. A calibrator fits the noise it is drawn from: which way that leads depends on the
    // shape of the scores, so the interval holds the draws as they are and turned around the value.
    const moved = values[name] - centre[name];
    const [low, high] = [drawnQuantile(sorted, 0.025) + moved, drawnQuantile(sorted, 0.975) + moved];
    const ends = [Math.min(low, 2 * values[name] - high), Math.max(high, 2 * values[name] - low)] as const;
    return [name, [Math.max(0, ends[0]), name === 'log_loss' ? ends[1] : Math.min(1, ends[1])]];
  });
  return Object.fromEntries(intervals) as BinaryEstimates['intervals'];
}

/**
 * Scores in √n groups of about as many rows, rows of one score together: what the calibrator is fitted to. Fitted to single
 * rows it follows their noise, most of all at the lowest and the highest scores.
 */
export function calibrationGroups(groups: readonly ScoreGroup[]): ScoreGroup[] {
  const total = groups.reduce((sum, group) => sum + group.positives + group.negatives, 0);
  const wanted = Math.floor(Math.sqrt(total));
  const found: ScoreGroup[] = [];
  let [positives, negatives, sum, seen] = [0, 0, 0, 0];
  for (const group of groups) {
    positives += group.positives;
    negatives += group.negatives;
    sum += group.sum;
    seen += group.positives + group.negatives;
    if (seen < ((found.length + 1) * total) / wanted) continue;
    found.push({ positives, negatives, sum });
    [positives, negatives, sum] = [0, 0, 0];
  }
  return positives + negatives > 0 ? [...found, { positives, negatives, sum }] : found;
}

function fewerRows({ scores, said, rows }: ScoreRows): ScoreRows {
  if (scores.length <= GROUPS) return { scores, said, rows };
  const total = rows.reduce((sum, n) => sum + n, 0);
  const found: { score: number; said: number; rows: number }[] = [];
  for (const side of [0, 1]) {
    let [sum, n, seen, cut] = [0, 0, 0, 0];
    for (let i = 0; i < scores.length; i++) {
      if (said[i] !== side) continue;
      sum += (scores[i] as number) * (rows[i] as number);
      n += rows[i] as number;
      seen += rows[i] as number;
      if (seen < ((cut + 1) * total) / GROUPS) continue;
      found.push({ score: sum / n, said: side, rows: n });
      [sum, n, cut] = [0, 0, Math.floor((seen * GROUPS) / total)];
    }
    if (n > 0) found.push({ score: sum / n, said: side, rows: n });
  }
  found.sort((a, b) => a.score - b.score || a.said - b.said);
  return {
    scores: Float64Array.from(found, ({ score }) => score),
    said: Uint8Array.from(found, (one) => one.said),
    rows: Float64Array.from(found, (one) => one.rows),
  };
}

function shareOutside(known: readonly ScoreGroup[], { scores, rows }: ScoreRows): number {
  const mean = (group: ScoreGroup | undefined): number =>
    group === undefined ? NaN : group.sum / (group.positives + group.negatives);
  const [low, high] = [mean(known[0]), mean(known.at(-1))];
  let [outside, total] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    total += rows[i] as number;
    if ((scores[i] as number) < low || (scores[i] as number) > high) outside += rows[i] as number;
  }
  return total === 0 ? 0 : outside / total;
}

/** Mean distance of labels and scores over about ten groups of equal size. */
export function calibrationError(groups: readonly ScoreGroup[]): number {
  const total = groups.reduce((sum, group) => sum + group.positives + group.negatives, 0);
  let [positives, sum, seen, bins, error] = [0, 0, 0, 0, 0];
  for (const group of groups) {
    positives += group.positives;
    sum += group.sum;
    seen += group.positives + group.negatives;
    if (seen < ((bins + 1) * total) / 10) continue;
    error += Math.abs(positives - sum);
    [positives, sum, bins] = [0, 0, Math.floor((seen * 10) / total)];
  }
  return (error + Math.abs(positives - sum)) / total;
}
