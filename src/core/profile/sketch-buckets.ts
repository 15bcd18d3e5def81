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

/** Buckets of the union of many sets of values: each bucket is visited twice, however many sets there are. */
export function unionOfBuckets(parts: readonly Buckets[]): Buckets {
  let first = KEYS / 32;
  let last = -1;
  for (const { marks } of parts) {
    if (marks.length === 0) continue;
    first = Math.min(first, (marks[0] as number) >>> 6);
    last = Math.max(last, (marks[marks.length - 1] as number) >>> 6);
  }
  const used = new Uint32Array(Math.max(0, last + 1 - first));
  for (const { marks } of parts) noteUsed(marks, used, first);
  // Used buckets before each word: where a bucket goes follows from it and the bits below its own.
  const before = new Uint32Array(used.length);
  let size = 0;
  for (let word = 0; word < used.length; word++) {
    before[word] = size;
    if (used[word] !== 0) size += bitsOf(used[word] as number);
  }
  const union = {
    marks: new Uint32Array(size),
    counts: new Uint32Array(size),
    means: new Float64Array(size),
  };
  for (const part of parts) addBuckets(union, part, used, before, first);
  return union;
}

/** Sets the bits of the buckets with these marks; `used` begins with the word `first`. */
function noteUsed(marks: Uint32Array, used: Uint32Array, first: number): void {
  const size = marks.length;
  for (let i = 0; i < size; i++) {
    const key = (marks[i] as number) >>> 1;
    const word = (key >>> 5) - first;
    used[word] = (used[word] as number) | (1 << (key & 31));
  }
}

/** Adds a part's buckets to those of the union. */
function addBuckets(
  { marks, counts, means }: Buckets,
  part: Buckets,
  used: Uint32Array,
  before: Uint32Array,
  first: number,
): void {
  for (let i = 0; i < part.marks.length; i++) {
    const mark = part.marks[i] as number;
    const mean = part.means[i] as number;
    const count = part.counts[i] as number;
    const word = (mark >>> 6) - first;
    const below = (used[word] as number) & ((1 << ((mark >>> 1) & 31)) - 1);
    const at = (before[word] as number) + bitsOf(below);
    const known = counts[at] as number;
    counts[at] = known + count;
    if (known === 0) {
      marks[at] = mark;
      means[at] = mean;
    } else {
      const own = means[at] as number;
      if (own !== mean) {
        marks[at] = mark | 1;
        means[at] = own + (mean - own) * (count / (known + count));
      } else marks[at] = (marks[at] as number) | (mark & 1);
    }
  }
}

/** Number of bits that are set in a word. */
function bitsOf(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
