/** From here on doubles do not tell whole numbers apart. */
const FAR: i64 = 1 << 53;

/** Floats of 32 bits as doubles. */
export function readFloats(stored: usize, count: u32, out: usize): void {
  const end = stored + (count << 2);
  let to = out;
  for (let at = stored; at < end; at += 4, to += 8) store<f64>(to, load<f32>(at));
}

/** Whole numbers of 32 bits, times `factor`, as doubles. */
export function readIntegers(stored: usize, count: u32, signed: bool, factor: f64, out: usize): void {
  const end = stored + (count << 2);
  let to = out;
  for (let at = stored; at < end; at += 4, to += 8) {
    const value = signed ? (load<i32>(at) as f64) : (load<u32>(at) as f64);
    store<f64>(to, value * factor);
  }
}

/**
 * Whole numbers of 64 bits with a sign, divided by `divisor` towards zero and times `factor`, as doubles. Gives whether one is so
 * large that doubles do not tell it from its neighbours.
 */
export function readLongs(stored: usize, count: u32, divisor: u32, factor: f64, out: usize): bool {
  const end = stored + (count << 3);
  let to = out;
  let far = false;
  for (let at = stored; at < end; at += 8, to += 8) {
    const value = load<i64>(at);
    if (value >= FAR || value < -FAR) far = true;
    store<f64>(to, ((divisor === 1 ? value : value / divisor) as f64) * factor);
  }
  return far;
}
