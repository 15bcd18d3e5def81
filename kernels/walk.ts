/*
 * Distances of two sorted samples that have values: the largest gap between their distributions, and the area between them.
 */

/**
 * Begins a walk through a small sample along a large one of `n` doubles, whose sums of the k smallest stand in `sums`. Steps of
 * `stride` values are tried first. `state`: gap, area, the value before, and two words: position in the small sample, and how many
 * of the large one are below that value.
 */
export function beginWalk(small: usize, large: usize, n: u32, sums: usize, stride: u32, state: usize): void {
  const from = at(small, 0);
  const start = firstAtLeast(large, n, 0, from, stride);
  store<f64>(state, (start as f64) / (n as f64));
  store<f64>(state, lead(sums, from, 0, start) / (n as f64), 8);
  store<f64>(state, from, 16);
  store<u32>(state, 0, 24);
  store<u32>(state, start, 28);
}

/**
 * Walks on as long as the next value of the small sample, which has `m`, is not above `bound`. Between two neighbours of it its
 * distribution stands still and the larger one's only rises, so that they cross at most once there, and the area on both sides
 * follows from sums.
 */
export function walkOn(
  small: usize,
  m: u32,
  large: usize,
  n: u32,
  sums: usize,
  stride: u32,
  bound: f64,
  state: usize,
): void {
  let gap = load<f64>(state);
  let area = load<f64>(state, 8);
  let from = load<f64>(state, 16);
  let i = load<u32>(state, 24);
  let start = load<u32>(state, 28);
  const size = m as f64;
  const all = n as f64;
  while (i < m) {
    while (i < m && at(small, i) === from) i++;
    const share = (i as f64) / size;
    start = firstAbove(large, n, start, from, stride);
    gap = max(gap, abs(share - (start as f64) / all));
    if (i === m) {
      area -= lead(sums, from, start, n) / all;
      break;
    }
    const to = at(small, i);
    if (to > bound) break;
    const end = firstAtLeast(large, n, start, to, stride);
    gap = max(gap, abs(share - (end as f64) / all));
    const level = floor(share * all) as u32;
    const width = to - from;
    // Most often one distribution is above the other all the way.
    if (level < start || level >= end) {
      const over = ((start as f64) * width + lead(sums, to, start, end)) / all;
      area += level < start ? over - share * width : share * width - over;
    } else {
      const middle = at(large, level);
      area +=
        share * (middle - from) - ((start as f64) * (middle - from) + lead(sums, middle, start, level)) / all;
      area += ((level as f64) * (to - middle) + lead(sums, to, level, end)) / all - share * (to - middle);
    }
    start = end;
    from = to;
  }
  store<f64>(state, gap);
  store<f64>(state, area, 8);
  store<f64>(state, from, 16);
  store<u32>(state, i, 24);
  store<u32>(state, start, 28);
}

function at(values: usize, i: u32): f64 {
  return load<f64>(values + (i << 3));
}

/** Position from `at` on of the first value that is not below `x`. */
function firstAtLeast(sorted: usize, n: u32, from: u32, x: f64, stride: u32): u32 {
  let i = from;
  while (i + stride <= n && at(sorted, i + stride - 1) < x) i += stride;
  while (i < n && at(sorted, i) < x) i++;
  return i;
}

/** Position from `at` on of the first value above `x`. */
function firstAbove(sorted: usize, n: u32, from: u32, x: f64, stride: u32): u32 {
  let i = from;
  while (i + stride <= n && at(sorted, i + stride - 1) <= x) i += stride;
  while (i < n && at(sorted, i) <= x) i++;
  return i;
}

/** Σ (x − value) over the values `p … q − 1`. */
function lead(sums: usize, x: f64, p: u32, q: u32): f64 {
  return ((q - p) as f64) * x - (at(sums, q) - at(sums, p));
}

/** Walks through two samples of `m` and `n` doubles side by side; writes gap and area to `out`. */
export function walkBoth(a: usize, m: u32, b: usize, n: u32, out: usize): void {
  const stepA = 1 / (m as f64);
  const stepB = 1 / (n as f64);
  let i: u32 = 0;
  let j: u32 = 0;
  let gap: f64 = 0;
  let area: f64 = 0;
  let before = min(at(a, 0), at(b, 0));
  // Which side is next cannot be foreseen, so nothing branches on it; equal values are passed one by one.
  while (i < m && j < n) {
    const left = at(a, i);
    const right = at(b, j);
    const x = min(left, right);
    const difference = abs((i as f64) * stepA - (j as f64) * stepB);
    const width = x - before;
    // Among equal values it is no difference of the distributions.
    gap = max(gap, width > 0 ? difference : 0);
    area += difference * width;
    i += left <= x ? 1 : 0;
    j += right <= x ? 1 : 0;
    before = x;
  }
  while (i < m && at(a, i) === before) i++;
  while (j < n && at(b, j) === before) j++;
  gap = max(gap, abs((i as f64) * stepA - (j as f64) * stepB));
  // One side is used up: the rest of the other closes the gap.
  for (; i < m; i++) {
    area += ((m - i) as f64) * stepA * (at(a, i) - before);
    before = at(a, i);
  }
  for (; j < n; j++) {
    area += ((n - j) as f64) * stepB * (at(b, j) - before);
    before = at(b, j);
  }
  store<f64>(out, gap);
  store<f64>(out, area, 8);
}
