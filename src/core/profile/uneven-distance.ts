import type { Distance } from './distance.js';

/** Values of the large sample that are gone through at a time by all walks, so that they stay at hand. */
const BLOCK = 16_384;

/**
 * Distances of small samples from one much larger, each with the work of the small one; all are sorted and have values,
 * and `sums[k]` is the sum of the `k` smallest of the large one.
 */
export function unevenDistances(
  smalls: readonly Float64Array[],
  large: Float64Array,
  sums: Float64Array,
): Distance[] {
  const walks = smalls.map((small) => new Walk(small, large, sums));
  for (let end = BLOCK; end < large.length; end += BLOCK) {
    const bound = large[end] as number;
    for (const walk of walks) walk.goOn(bound);
  }
  for (const walk of walks) walk.goOn(Infinity);
  return walks.map(({ gap, area }) => ({ gap, area }));
}

/**
 * Between two neighbours of the small sample its distribution stands still and the larger one's only rises, so that they
 * cross at most once there, and the area on both sides follows from sums.
 */
class Walk implements Distance {
  gap = 0;
  area = 0;
  /** Position in the small sample, the value before it, and how many of the large one are below that. */
  #i = 0;
  #from: number;
  #start: number;
  /** Strides that make the fewest steps in all, whatever the values are: n / stride, and about stride for each of m. */
  readonly #stride: number;

  constructor(
    private readonly small: Float64Array,
    private readonly large: Float64Array,
    private readonly sums: Float64Array,
  ) {
    const [m, n] = [small.length, large.length];
    this.#stride = Math.max(1, Math.round(Math.sqrt((2 * n) / m)));
    this.#from = small[0] as number;
    this.#start = firstAtLeast(large, 0, this.#from, this.#stride);
    this.gap = this.#start / n;
    this.area = lead(sums, this.#from, 0, this.#start) / n;
  }

  /** Walks on as long as the small sample's next value is not above `bound`. */
  goOn(bound: number): void {
    const { small, large, sums } = this;
    const stride = this.#stride;
    const [m, n] = [small.length, large.length];
    let { gap, area } = this;
    let i = this.#i;
    let from = this.#from;
    let start = this.#start;
    while (i < m) {
      while (i < m && small[i] === from) i++;
      const share = i / m;
      start = firstAbove(large, start, from, stride);
      gap = Math.max(gap, Math.abs(share - start / n));
      if (i === m) {
        area -= lead(sums, from, start, n) / n;
        break;
      }
      const to = small[i] as number;
      if (to > bound) break;
      const end = firstAtLeast(large, start, to, stride);
      gap = Math.max(gap, Math.abs(share - end / n));
      const level = Math.floor(share * n);
      const width = to - from;
      // Most often one distribution is above the other all the way.
      if (level < start || level >= end) {
        const over = (start * width + lead(sums, to, start, end)) / n;
        area += level < start ? over - share * width : share * width - over;
      } else {
        const middle = large[level] as number;
        area += share * (middle - from) - (start * (middle - from) + lead(sums, middle, start, level)) / n;
        area += (level * (to - middle) + lead(sums, to, level, end)) / n - share * (to - middle);
      }
      start = end;
      from = to;
    }
    this.gap = gap;
    this.area = area;
    this.#i = i;
    this.#from = from;
    this.#start = start;
  }
}

/** Position from `at` on of the first value that is not below `x`. */
function firstAtLeast(sorted: Float64Array, at: number, x: number, stride: number): number {
  const last = sorted.length - stride;
  while (at <= last && (sorted[at + stride - 1] as number) < x) at += stride;
  while (at < sorted.length && (sorted[at] as number) < x) at++;
  return at;
}

/** Position from `at` on of the first value above `x`. */
function firstAbove(sorted: Float64Array, at: number, x: number, stride: number): number {
  const last = sorted.length - stride;
  while (at <= last && (sorted[at + stride - 1] as number) <= x) at += stride;
  while (at < sorted.length && (sorted[at] as number) <= x) at++;
  return at;
}

/** Σ (x − value) over the values `p … q − 1`. */
function lead(sums: Float64Array, x: number, p: number, q: number): number {
  return (q - p) * x - ((sums[q] as number) - (sums[p] as number));
}
