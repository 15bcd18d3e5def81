import type { SketchProfile } from './sketch-profile.js';

/**
 * `∫ |F − G| dx` of two sketches. Each bucket's integral follows from its counts and means and is exact unless F and G
 * cross inside it; there the difference is taken to run straight from one end to the other.
 */
export function sketchArea(a: SketchProfile, b: SketchProfile): number {
  const [x, y] = [a.buckets, b.buckets];
  const [endsX, endsY] = [a.ends(), b.ends()];
  let i = 0;
  let j = 0;
  let countA = 0;
  let countB = 0;
  let difference = 0;
  let end = NaN;
  let area = 0;
  while (i < x.marks.length || j < y.marks.length) {
    const left = i < x.marks.length ? (x.marks[i] as number) >>> 1 : Infinity;
    const right = j < y.marks.length ? (y.marks[j] as number) >>> 1 : Infinity;
    const inA = left <= right;
    const inB = right <= left;
    const low = Math.min(
      inA ? (endsX.lows[i] as number) : Infinity,
      inB ? (endsY.lows[j] as number) : Infinity,
    );
    const high = Math.max(
      inA ? (endsX.highs[i] as number) : -Infinity,
      inB ? (endsY.highs[j] as number) : -Infinity,
    );
    if (end === end) area += Math.abs(difference) * (low - end);
    let inside = difference * (high - low);
    if (inA) {
      const count = x.counts[i] as number;
      inside += (count / a.count) * (high - (x.means[i] as number));
      countA += count;
      i++;
    }
    if (inB) {
      const count = y.counts[j] as number;
      inside -= (count / b.count) * (high - (y.means[j] as number));
      countB += count;
      j++;
    }
    const after = countA / a.count - countB / b.count;
    area += difference * after >= 0 ? Math.abs(inside) : crossing(difference, after, high - low);
    difference = after;
    end = high;
  }
  return area;
}

/** Area under |d| where d runs straight from `from` to `to`, of different signs, over `width`. */
function crossing(from: number, to: number, width: number): number {
  return (width * (from * from + to * to)) / (2 * (Math.abs(from) + Math.abs(to)));
}
