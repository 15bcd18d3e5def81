import { normals, seeded } from '../../statistics/random.js';
import { absoluteMetric } from '../describe.js';
import { labelledValue, scoresOf } from './labelled.js';
import { scoreGroups, type ScoreGroup } from './score-groups.js';

const BINS = 10;
const DRAWS = 1000;

/** One bin of the scores. */
interface Bin {
  readonly rows: number;
  /** Mean label − mean score. */
  readonly gap: number;
  /** Standard error of the gap. */
  readonly error: number;
  /** Its part that the bin shares with no other. */
  readonly own: number;
  /** What comes of rows of one score that lie in several bins: there the bins err together. */
  readonly shared: readonly { readonly group: number; readonly error: number }[];
}

/** How far scores are from the shares of positives they promise. */
export const ece = absoluteMetric({
  id: 'ece',
  name: 'Expected calibration error',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'score'],
  worse: 'higher',
  range: [0, 1],
  unit: 'none',
  definition:
    '10 equal-count bins of the score (rows with one score are shared between their bins): mean distance of a bin’s share of positives from its mean score, by rows',
  formula: 'Σ n_b/n · |mean label − mean score|',
  interval:
    'seeded bootstrap of the bins’ gaps, inverted, as noise alone makes the value larger than 0 (Carpenter 1999)',
  source: 'Naeini, Cooper and Hauskrecht 2015, with equal-count bins',
  use: 'Scores that decisions read as probabilities: prices, expected values.',
  avoid: 'Few rows: a perfect score has an ece of about 0.25/√(n/10) by noise alone. Ranking: roc_auc.',
  compute: (input) => {
    const found = scoresOf(input);
    if ('problem' in found) return found.problem;
    const { positives, negatives } = found.scores;
    const rows = positives.count + negatives.count;
    const bins = binsOf(scoreGroups(positives, negatives), rows);
    const value = bins.reduce((sum, { rows: own, gap }) => sum + (own / rows) * Math.abs(gap), 0);
    const { seed, model } = input.monitor;
    const interval = invert(bins, rows, value, normals(seeded(seed, model, 'ece')));
    return labelledValue(value, interval, rows, { exact: positives.exact && negatives.exact });
  },
});

/** Bins that differ by one row at most; the larger ones come first. */
function binsOf(groups: readonly ScoreGroup[], rows: number): Bin[] {
  const bins: Bin[] = [];
  let next = 0;
  let left = 1;
  for (let i = 0; i < BINS; i++) {
    const size = Math.floor(rows / BINS) + (i < rows % BINS ? 1 : 0);
    if (size === 0) break;
    let [room, sum, whole, wholeSum, wholeSquares] = [size, 0, 0, 0, 0];
    const shared: { group: number; error: number }[] = [];
    while (room > 1e-9 * size && next < groups.length) {
      const group = groups[next] as ScoreGroup;
      const count = group.positives + group.negatives;
      const share = Math.min(left, room / count);
      const score = group.sum / count;
      const gap = group.positives / count - score;
      const squares = group.positives * (1 - score) ** 2 + group.negatives * score ** 2;
      sum += share * count * gap;
      if (share === 1) {
        whole += count;
        wholeSum += count * gap;
        wholeSquares += squares;
      } else {
        const ofMean = Math.sqrt(Math.max(0, squares / count - gap * gap) / count);
        shared.push({ group: next, error: ((share * count) / size) * ofMean });
      }
      room -= share * count;
      left -= share;
      if (left * count <= 1e-9) {
        next++;
        left = 1;
      }
    }
    const own = whole === 0 ? 0 : Math.sqrt(Math.max(0, wholeSquares - wholeSum ** 2 / whole)) / size;
    const error = Math.hypot(own, ...shared.map((part) => part.error));
    bins.push({ rows: size, gap: sum / size, error, own, shared });
  }
  return bins;
}

/** The bins' noise, drawn again and again: what a group of rows of one score errs by is the same in all its bins. */
function drawNoise(bins: readonly Bin[], normal: () => number): Float64Array {
  const noise = new Float64Array(DRAWS * bins.length);
  const ofGroups = new Map<number, number>();
  for (let draw = 0, at = 0; draw < DRAWS; draw++) {
    ofGroups.clear();
    for (const { own, shared } of bins) {
      let sum = own * normal();
      for (const { group, error } of shared) {
        const drawn = ofGroups.get(group) ?? normal();
        ofGroups.set(group, drawn);
        sum += error * drawn;
      }
      noise[at++] = sum;
    }
  }
  return noise;
}

/**
 * The values of the metric under which the one seen is neither too large nor too small; the bins' noise is drawn once for
 * all of them. How a true value spreads over the bins is not known: as the gaps seen do, or as they do less what noise adds
 * to them; the interval holds both answers. Null without noise.
 */
function invert(
  bins: readonly Bin[],
  rows: number,
  seen: number,
  normal: () => number,
): [number, number] | null {
  if (seen === 0 || bins.every(({ error }) => error === 0)) return null;
  const meanOf = (values: readonly number[]): number =>
    bins.reduce((sum, { rows: own }, i) => sum + (own / rows) * Math.abs(values[i] ?? 0), 0);
  const noise = drawNoise(bins, normal);
  const weights = bins.map(({ rows: own }) => own / rows);
  /** The multiple of these gaps under which the quantile `p` of the metric is the value seen: it rises with it. */
  const solve = (gaps: readonly number[], p: number): number => {
    const rank = Math.round(p * (DRAWS - 1));
    /** Whether the quantile is below the value seen under this multiple: more draws are than stand before it. */
    const isBelow = (t: number): boolean => {
      let below = 0;
      for (let draw = 0, at = 0; draw < DRAWS; draw++) {
        let sum = 0;
        for (let i = 0; i < bins.length; i++, at++) {
          sum += (weights[i] as number) * Math.abs(t * (gaps[i] as number) + (noise[at] as number));
        }
        if (sum < seen) below++;
      }
      return below > rank;
    };
    const unit = meanOf(gaps);
    if (unit === 0 || !isBelow(0)) return 0;
    let [low, high] = [0, seen / unit];
    while (isBelow(high)) high *= 2;
    for (let step = 0; step < 16; step++) {
      const middle = (low + high) / 2;
      if (isBelow(middle)) low = middle;
      else high = middle;
    }
    return Math.min(1, high * unit);
  };
  const all = bins.map(({ gap }) => Math.abs(gap));
  const less = bins.map(({ gap, error }) => Math.sqrt(Math.max(0, gap * gap - error * error)));
  return [
    Math.min(solve(all, 0.975), less.every((gap) => gap === 0) ? 1 : solve(less, 0.975)),
    Math.max(solve(all, 0.025), solve(less, 0.025)),
  ];
}
