import type { Distance } from './distance.js';
import { remember } from './remember.js';
import { isPoint, lowerEdge, lowerEdges, upperEdge, upperEdges } from './sketch-buckets.js';
import { halfWidth, type SketchProfile } from './sketch-profile.js';

/**
 * Distance of two sketches. Each bucket's integral follows from its counts and means and is exact unless F and G
 * cross inside it; there the difference is taken to run straight from one end to the other. The gap is the largest one
 * at the end of a bucket.
 */
export function sketchDistance(a: SketchProfile, b: SketchProfile): Distance {
  const { keys, lowers, uppers, lows, highs, shares, weights, leads } = frameOf(a);
  const { marks, counts, means } = b.buckets;
  const { min, max } = b.moments;
  const [n, m, rows] = [keys.length, marks.length, b.count];
  const x = a.buckets.means;
  let i = 0;
  let countB = 0;
  let shareA = 0;
  let shareB = 0;
  let difference = 0;
  let end = 0;
  let area = 0;
  let gap = 0;
  for (let j = 0; j <= m; j++) {
    const mark = j < m ? (marks[j] as number) : LAST;
    const key = mark >>> 1;
    // Buckets that only `a` fills: `b` stands still.
    while (i < n && (keys[i] as number) < key) {
      const low = lows[i] as number;
      const high = highs[i] as number;
      shareA = shares[i] as number;
      const inside = difference * (high - low) + (leads[i] as number);
      const after = shareA - shareB;
      const size = Math.abs(after);
      area += Math.abs(difference) * (low - end);
      area += difference * after >= 0 ? Math.abs(inside) : crossing(difference, after, high - low);
      if (size > gap) gap = size;
      difference = after;
      end = high;
      i++;
    }
    if (j === m) break;
    const inA = i < n && keys[i] === key;
    const mean = means[j] as number;
    const count = counts[j] as number;
    let low = mean;
    let high = mean;
    if (!isPoint(mark)) {
      const lower = inA ? (lowers[i] as number) : lowerEdge(mark);
      const upper = inA ? (uppers[i] as number) : upperEdge(mark);
      const half = halfWidth(mean, lower, upper, min, max);
      low = mean - half;
      high = mean + half;
    }
    let own = 0;
    if (inA) {
      low = smaller(lows[i] as number, low);
      high = -smaller(-(highs[i] as number), -high);
      own = (weights[i] as number) * (high - (x[i] as number));
      shareA = shares[i] as number;
      i++;
    }
    countB += count;
    shareB = countB / rows;
    const inside = difference * (high - low) + own - (count / rows) * (high - mean);
    const after = shareA - shareB;
    const size = Math.abs(after);
    area += Math.abs(difference) * (low - end);
    area += difference * after >= 0 ? Math.abs(inside) : crossing(difference, after, high - low);
    if (size > gap) gap = size;
    difference = after;
    end = high;
  }
  return { gap, area };
}

/** A mark above those of all buckets. */
const LAST = 0x3fffffff;

/** What of one sketch does not depend on the other, by bucket: a reference is compared with each of its chunks. */
interface Frame {
  readonly keys: Uint32Array;
  readonly lowers: Float64Array;
  readonly uppers: Float64Array;
  /** Smallest and largest value that the bucket is taken to hold. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Share of the rows up to its end, and in it. */
  readonly shares: Float64Array;
  readonly weights: Float64Array;
  /** What it adds to the integral of F up to its own end. */
  readonly leads: Float64Array;
}

const frameOf = remember((sketch: SketchProfile): Frame => {
  const { marks, counts, means } = sketch.buckets;
  const { min, max } = sketch.moments;
  const size = marks.length;
  const frame = {
    keys: marks.map((mark) => mark >>> 1),
    lowers: lowerEdges(marks),
    uppers: upperEdges(marks),
    lows: means.slice(),
    highs: means.slice(),
    shares: new Float64Array(size),
    weights: new Float64Array(size),
    leads: new Float64Array(size),
  };
  let below = 0;
  for (let i = 0; i < size; i++) {
    const mean = means[i] as number;
    if (!isPoint(marks[i] as number)) {
      const half = halfWidth(mean, frame.lowers[i] as number, frame.uppers[i] as number, min, max);
      frame.lows[i] = mean - half;
      frame.highs[i] = mean + half;
    }
    const count = counts[i] as number;
    below += count;
    frame.shares[i] = below / sketch.count;
    frame.weights[i] = count / sketch.count;
    frame.leads[i] = (count / sketch.count) * ((frame.highs[i] as number) - mean);
  }
  return frame;
});

/** The smaller of two numbers of one sign, to a rounding: which one it is cannot be foreseen, so nothing branches on it. */
function smaller(a: number, b: number): number {
  return a / 2 + b / 2 - Math.abs(a - b) / 2;
}

/** Area under |d| where d runs straight from `from` to `to`, of different signs, over `width`. */
function crossing(from: number, to: number, width: number): number {
  return (width * (from * from + to * to)) / (2 * (Math.abs(from) + Math.abs(to)));
}
