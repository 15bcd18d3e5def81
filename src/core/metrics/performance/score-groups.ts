import type { NumericProfile } from '../../profile/numeric-profile.js';
import { SketchProfile } from '../../profile/sketch-profile.js';

/** Rows that share a score (of a sketch: a bucket of scores). */
export interface ScoreGroup {
  readonly positives: number;
  readonly negatives: number;
  /** Sum of the scores of its rows. */
  readonly sum: number;
}

/** The rows of both classes by score, ascending. */
export function scoreGroups(positives: NumericProfile, negatives: NumericProfile): ScoreGroup[] {
  const [a, b] = [positives.steps(), negatives.steps()];
  const [meansA, meansB] = [meansOf(positives), meansOf(negatives)];
  const groups: ScoreGroup[] = [];
  let i = 0;
  let j = 0;
  while (i < a.at.length || j < b.at.length) {
    const x = Math.min(a.at[i] ?? Infinity, b.at[j] ?? Infinity);
    let [ofA, ofB, sum] = [0, 0, 0];
    if (a.at[i] === x) {
      ofA = (a.cumulative[i] as number) - (a.cumulative[i - 1] ?? 0);
      sum += ofA * (meansA[i] as number);
      i++;
    }
    if (b.at[j] === x) {
      ofB = (b.cumulative[j] as number) - (b.cumulative[j - 1] ?? 0);
      sum += ofB * (meansB[j] as number);
      j++;
    }
    groups.push({ positives: ofA, negatives: ofB, sum });
  }
  return groups;
}

/** The mean score of each step: a sketch knows the means of its buckets. */
export function meansOf(profile: NumericProfile): Float64Array {
  return profile instanceof SketchProfile ? profile.buckets.means : profile.steps().at;
}
