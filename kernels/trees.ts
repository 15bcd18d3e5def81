/**
 * Sums the gradients and curvatures of `count` rows, whose numbers stand at `order`, by their bins, and counts them: three doubles
 * a bin at `out`. Each of the `width` columns has a byte for each of `rows` rows, one column behind the other; its first bin is
 * the one whose number stands at `starts`.
 */
export function sumByBin(
  order: usize,
  count: u32,
  columns: usize,
  rows: usize,
  width: u32,
  starts: usize,
  gradients: usize,
  curvatures: usize,
  out: usize,
): void {
  const end = order + ((count as usize) << 2);
  for (let j: u32 = 0; j < width; j++, columns += rows) {
    const first = out + (load<u32>(starts + ((j as usize) << 2)) as usize) * 24;
    for (let at = order; at < end; at += 4) {
      const row = load<u32>(at) as usize;
      const bin = first + (load<u8>(columns + row) as usize) * 24;
      store<f64>(bin, load<f64>(bin) + load<f64>(gradients + (row << 3)));
      store<f64>(bin, load<f64>(bin, 8) + load<f64>(curvatures + (row << 3)), 8);
      store<f64>(bin, load<f64>(bin, 16) + 1, 16);
    }
  }
}

/**
 * Puts the rows whose bin is at most `most` before the others; both stay in their order. `other` has room for as many rows. Gives
 * how many come first.
 */
export function divideRows(order: usize, count: u32, bins: usize, most: u32, other: usize): u32 {
  const end = order + ((count as usize) << 2);
  let left = order;
  let right = other;
  for (let at = order; at < end; at += 4) {
    const row = load<u32>(at);
    if ((load<u8>(bins + (row as usize)) as u32) <= most) {
      store<u32>(left, row);
      left += 4;
    } else {
      store<u32>(right, row);
      right += 4;
    }
  }
  memory.copy(left, other, right - other);
  return ((left - order) >>> 2) as u32;
}

/** The sum of the values of `count` rows, in their order. */
export function sumOfRows(order: usize, count: u32, values: usize): f64 {
  const end = order + ((count as usize) << 2);
  let sum: f64 = 0;
  for (let at = order; at < end; at += 4) sum += load<f64>(values + ((load<u32>(at) as usize) << 3));
  return sum;
}
