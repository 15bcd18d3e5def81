/** Bits of a double that name its bucket: sign, 11 of exponent, 8 of mantissa (width 1/256 of a power of 2). */
const KEY_BITS = 20;
export const DROPPED = 32 - KEY_BITS;
export const KEYS = 1 << KEY_BITS;

/** Non-empty buckets in ascending order of their values. */
export interface Buckets {
  /** Twice the bucket's number, plus one where it holds different values: then their mean is all that is known. */
  readonly marks: Uint32Array;
  readonly counts: Uint32Array;
  readonly means: Float64Array;
}

export const NO_BUCKETS: Buckets = {
  marks: new Uint32Array(0),
  counts: new Uint32Array(0),
  means: new Float64Array(0),
};

/** Whether all values of a bucket are the same number. */
export function isPoint(mark: number): boolean {
  return (mark & 1) === 0;
}

/** The mark that a bucket of points has in which `x` would fall. */
export function markOf(x: number): number {
  DOUBLE[0] = x + 0;
  const high = (WORDS[1] as number) | 0;
  return ((high ^ ((high >> 31) | 0x80000000)) >>> DROPPED) * 2;
}

/** The largest doubles of all these buckets; as `upperEdge` gives them, many at once. */
export function upperEdges(marks: Uint32Array): Float64Array {
  const edges = new Float64Array(marks.length);
  const words = new Uint32Array(edges.buffer);
  const rest = (1 << DROPPED) - 1;
  for (let i = 0; i < marks.length; i++) {
    const mapped = (((marks[i] as number) >>> 1) << DROPPED) >>> 0;
    if (mapped >= 0x80000000) {
      words[2 * i + 1] = (mapped ^ 0x80000000) | rest;
      words[2 * i] = 0xffffffff;
    } else words[2 * i + 1] = ~(mapped | rest);
  }
  // The outermost buckets end beyond the doubles.
  const last = marks.length - 1;
  if (edges[last] === Infinity || Number.isNaN(edges[last])) edges[last] = Number.MAX_VALUE;
  if (edges[0] === -Infinity || Number.isNaN(edges[0])) edges[0] = -Number.MAX_VALUE;
  return edges;
}

/** The smallest doubles of all these buckets; as `lowerEdge` gives them, many at once. */
export function lowerEdges(marks: Uint32Array): Float64Array {
  const edges = new Float64Array(marks.length);
  const words = new Uint32Array(edges.buffer);
  const rest = (1 << DROPPED) - 1;
  for (let i = 0; i < marks.length; i++) {
    const mapped = (((marks[i] as number) >>> 1) << DROPPED) >>> 0;
    if (mapped >= 0x80000000) words[2 * i + 1] = mapped ^ 0x80000000;
    else {
      words[2 * i + 1] = ~(mapped | rest) | rest;
      words[2 * i] = 0xffffffff;
    }
  }
  const last = marks.length - 1;
  if (edges[last] === Infinity || Number.isNaN(edges[last])) edges[last] = Number.MAX_VALUE;
  if (edges[0] === -Infinity || Number.isNaN(edges[0])) edges[0] = -Number.MAX_VALUE;
  return edges;
}

/** Smallest double of the bucket with this mark. */
export function lowerEdge(mark: number): number {
  return edge(mark >>> 1, false);
}

/** Largest double of the bucket with this mark: the fixed point at which sketches of different data are compared. */
export function upperEdge(mark: number): number {
  return edge(mark >>> 1, true);
}

const WORDS = new Uint32Array(2);
const DOUBLE = new Float64Array(WORDS.buffer);

function edge(key: number, upper: boolean): number {
  const mapped = (key << DROPPED) >>> 0;
  const rest = (1 << DROPPED) - 1;
  const positive = mapped >= 0x80000000;
  // Below zero the doubles descend as their bits ascend.
  const ones = positive === upper;
  const high = positive ? mapped ^ 0x80000000 : ~(mapped | rest);
  WORDS[1] = ones ? high | rest : high;
  WORDS[0] = ones ? 0xffffffff : 0;
  const value = DOUBLE[0] as number;
  return Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE;
}

/** Buckets of the union of two sets of values. */
export function mergeBuckets(a: Buckets, b: Buckets): Buckets {
  const room = a.marks.length + b.marks.length;
  const marks = new Uint32Array(room);
  const counts = new Uint32Array(room);
  const means = new Float64Array(room);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < a.marks.length && j < b.marks.length) {
    const left = a.marks[i] as number;
    const right = b.marks[j] as number;
    if (left >>> 1 === right >>> 1) {
      const [m, k] = [a.counts[i] as number, b.counts[j] as number];
      const [x, y] = [a.means[i] as number, b.means[j] as number];
      const point = left === right && isPoint(left) && x === y;
      marks[n] = point ? left : left | 1;
      counts[n] = m + k;
      means[n] = x === y ? x : x + (y - x) * (k / (m + k));
      i++;
      j++;
    } else if (left < right) {
      marks[n] = left;
      counts[n] = a.counts[i] as number;
      means[n] = a.means[i++] as number;
    } else {
      marks[n] = right;
      counts[n] = b.counts[j] as number;
      means[n] = b.means[j++] as number;
    }
    n++;
  }
  const [rest, from] = i < a.marks.length ? [a, i] : [b, j];
  marks.set(rest.marks.subarray(from), n);
  counts.set(rest.counts.subarray(from), n);
  means.set(rest.means.subarray(from), n);
  n += rest.marks.length - from;
  return { marks: marks.slice(0, n), counts: counts.slice(0, n), means: means.slice(0, n) };
}
