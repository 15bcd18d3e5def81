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
  const walk = new Float64Array(FIELDS);
  const { keys, facts } = frameOf(a);
  const { marks, counts, means } = b.buckets;
  const { min, max } = b.moments;
  let left = a.buckets.marks.length + marks.length;
  while (left > 0) left -= goOn(walk, keys, facts, marks, counts, means, b.count, min, max);
  return { gap: walk[GAP] as number, area: walk[AREA] as number };
}

/** How far a walk over the buckets of both has come, as plain numbers: the positions in both, ... */
const I = 0;
const J = 1;
/** ... the rows of the other so far, and the share that each has below here, ... */
const COUNT_B = 2;
const SHARE_A = 3;
const SHARE_B = 4;
/** ... where the bucket before ended, and what was found. */
const END = 5;
const GAP = 6;
const AREA = 7;
const FIELDS = 8;

/**
 * Buckets that are gone through at a time. Code is compiled for what it has seen since it was entered: of one long walk
 * that would be its middle alone, and the next would begin in slow code again.
 */
const STRIDE = 256;

/** Goes on with a walk; gives how many buckets it went through. It calls next to nothing: a call costs more than a bucket. */
function goOn(
  walk: Float64Array,
  keys: Uint32Array,
  facts: Float64Array,
  marks: Uint32Array,
  counts: Uint32Array,
  means: Float64Array,
  rows: number,
  min: number,
  max: number,
): number {
  const n = keys.length;
  const m = marks.length;
  const all = n + m;
  let i = (walk[I] as number) | 0;
  let j = (walk[J] as number) | 0;
  const before = i + j;
  let countB = walk[COUNT_B] as number;
  let shareA = walk[SHARE_A] as number;
  let shareB = walk[SHARE_B] as number;
  let end = walk[END] as number;
  let gap = walk[GAP] as number;
  let area = walk[AREA] as number;
  let difference = shareA - shareB;
  for (let k = 0; k < STRIDE && i + j < all; k++) {
    const left = i < n ? (keys[i] as number) : LAST;
    const mark = j < m ? (marks[j] as number) : LAST;
    const right = mark >>> 1;
    let low = 0;
    let high = 0;
    let weightA = 0;
    let meanA = 0;
    let weightB = 0;
    let meanB = 0;
    if (right <= left) {
      meanB = means[j] as number;
      low = meanB;
      high = meanB;
      if (!isPoint(mark)) {
        const lower = left === right ? (facts[i * FACTS + LOWER] as number) : lowerEdge(mark);
        const upper = left === right ? (facts[i * FACTS + UPPER] as number) : upperEdge(mark);
        // As far as `halfWidth` says.
        const from = lower > min ? lower : min;
        const to = upper < max ? upper : max;
        const half = (to - from - Math.abs(meanB - from - (to - meanB))) / 2;
        if (half > 0) {
          low = meanB - half;
          high = meanB + half;
        }
      }
      const count = counts[j++] as number;
      countB += count;
      weightB = count / rows;
      shareB = countB / rows;
    }
    if (left <= right) {
      const at = i++ * FACTS;
      const lowA = facts[at + LOW] as number;
      const highA = facts[at + HIGH] as number;
      // The outer ends, to a rounding: which side has them cannot be foreseen, so nothing branches on it.
      low = left === right ? lowA / 2 + low / 2 - Math.abs(lowA - low) / 2 : lowA;
      high = left === right ? highA / 2 + high / 2 + Math.abs(highA - high) / 2 : highA;
      meanA = facts[at + MEAN] as number;
      weightA = facts[at + WEIGHT] as number;
      shareA = facts[at + SHARE] as number;
    }
    const inside = difference * (high - low) + weightA * (high - meanA) - weightB * (high - meanB);
    const after = shareA - shareB;
    const size = Math.abs(after);
    area += Math.abs(difference) * (low - end);
    // Where they cross, |d| runs straight from one end to the other. Both are worked out, since code that is compiled
    // before it has met a crossing would have to be thrown away at the first.
    const straight = Math.abs(inside);
    const crossed =
      ((high - low) * (difference * difference + after * after)) / (2 * (Math.abs(difference) + size));
    area += difference * after >= 0 ? straight : crossed;
    if (size > gap) gap = size;
    difference = after;
    end = high;
  }
  walk[I] = i;
  walk[J] = j;
  walk[COUNT_B] = countB;
  walk[SHARE_A] = shareA;
  walk[SHARE_B] = shareB;
  walk[END] = end;
  walk[GAP] = gap;
  walk[AREA] = area;
  return i + j - before;
}

/** Above the marks of all buckets. */
const LAST = 0x3fffffff;

/** What of one sketch does not depend on the other: a reference is compared with each of its chunks. */
interface Frame {
  readonly keys: Uint32Array;
  /** `FACTS` numbers of each bucket side by side, so that one bucket touches one cache line. */
  readonly facts: Float64Array;
}

const FACTS = 8;
/** Smallest and largest value that the bucket is taken to hold. */
const LOW = 0;
const HIGH = 1;
const MEAN = 2;
/** Share of the rows up to its end, and in it. */
const SHARE = 3;
const WEIGHT = 4;
/** Its edges. */
const LOWER = 5;
const UPPER = 6;

const frameOf = remember((sketch: SketchProfile): Frame => {
  const { marks, counts, means } = sketch.buckets;
  const { min, max } = sketch.moments;
  const [lowers, uppers] = [lowerEdges(marks), upperEdges(marks)];
  const facts = new Float64Array(marks.length * FACTS);
  let below = 0;
  for (let i = 0; i < marks.length; i++) {
    const mean = means[i] as number;
    const lower = lowers[i] as number;
    const upper = uppers[i] as number;
    const half = isPoint(marks[i] as number) ? 0 : halfWidth(mean, lower, upper, min, max);
    const count = counts[i] as number;
    below += count;
    const at = i * FACTS;
    facts[at + LOW] = mean - half;
    facts[at + HIGH] = mean + half;
    facts[at + MEAN] = mean;
    facts[at + SHARE] = below / sketch.count;
    facts[at + WEIGHT] = count / sketch.count;
    facts[at + LOWER] = lower;
    facts[at + UPPER] = upper;
  }
  return { keys: marks.map((mark) => mark >>> 1), facts };
});
