import { MINUS, PLUS, POINT, SMALL_E, ZERO } from './bytes';

/** Exact powers of ten. */
const TENS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]);
/** Up to here a product or quotient of a whole number and a power of ten is rounded once. */
const EXACT: u64 = 1 << 53;
const EXACT_TENS: i32 = 22;

/** Powers of ten from -FAR to FAR have the first 128 bits of their power of five here, the upper half first. */
export const FAR: i32 = 80;
export const FIVES = memory.data((2 * 80 + 1) * 16, 16);

/** More digits may not fit into 64 bits: without a sign, and with one. */
const MOST_DIGITS: i32 = 19;
export const SAFE_DIGITS: i32 = 18;

/** Whether the number that was read last could not be told from its first digits: somebody else must read its text. */
export let hard: bool = false;

/** Whether the number that was read last is written without a point or an exponent, and in how many digits; and its value where there are not too many. */
export let isWhole: bool = false;
export let digits: i32 = 0;
export let whole: i64 = 0;

/**
 * Reads a decimal number and writes the double next to it to `out`. Gives where its text ends, or 0 where there is none:
 * a sign of minus, digits, a point with digits on both sides, an exponent. Bytes behind must be readable.
 */
export function readNumber(start: usize, out: usize): usize {
  let at = start;
  const negative = load<u8>(at) === MINUS;
  if (negative) at++;
  const first = at;
  let mantissa: u64 = 0;
  for (let eight = load<u64>(at); areDigits(eight); eight = load<u64>((at += 8)))
    mantissa = mantissa * 100_000_000 + valueOf(eight);
  for (let digit = load<u8>(at) - ZERO; digit <= 9; digit = load<u8>(++at) - ZERO)
    mantissa = mantissa * 10 + digit;
  if (at === first) return 0;
  digits = (at - first) as i32;
  let power: i32 = 0;
  isWhole = true;
  if (load<u8>(at) === POINT) {
    isWhole = false;
    const fraction = ++at;
    for (let eight = load<u64>(at); areDigits(eight); eight = load<u64>((at += 8)))
      mantissa = mantissa * 100_000_000 + valueOf(eight);
    for (let digit = load<u8>(at) - ZERO; digit <= 9; digit = load<u8>(++at) - ZERO)
      mantissa = mantissa * 10 + digit;
    if (at === fraction) return 0;
    power = -((at - fraction) as i32);
    digits -= power;
  }
  whole = negative ? -(mantissa as i64) : (mantissa as i64);
  if (digits > MOST_DIGITS) {
    for (let zero = first; load<u8>(zero) === ZERO || load<u8>(zero) === POINT; zero++)
      if (load<u8>(zero) === ZERO) digits--;
  }
  if ((load<u8>(at) | 32) === SMALL_E) {
    isWhole = false;
    at++;
    const sign = load<u8>(at);
    if (sign === MINUS || sign === PLUS) at++;
    const exponent = at;
    let value: i32 = 0;
    for (let digit = load<u8>(at) - ZERO; digit <= 9; digit = load<u8>(++at) - ZERO)
      value = min(10_000, value * 10 + digit);
    if (at === exponent) return 0;
    power += sign === MINUS ? -value : value;
  }
  hard = digits > MOST_DIGITS || !near(mantissa, power, negative, out);
  return at;
}

function areDigits(eight: u64): bool {
  const high: u64 = 0xf0f0f0f0f0f0f0f0;
  const tens: u64 = 0x3333333333333333;
  return ((eight & high) | (((eight + 0x0606060606060606) & high) >> 4)) === tens;
}

/** The number that eight digits stand for: neighbours are added up, then pairs, then fours. */
function valueOf(eight: u64): u64 {
  let value = eight - 0x3030303030303030;
  value = value * 10 + (value >> 8);
  const mask: u64 = 0x000000ff000000ff;
  return ((value & mask) * 0x000f424000000064 + ((value >> 16) & mask) * 0x0000271000000001) >> 32;
}

/**
 * The double next to mantissa x 10^power; false where that is not sure. D. Lemire, Number parsing at a gigabyte per second,
 * Software: Practice and Experience 51 (2021): the upper bits of the product with the power of five decide but for ties.
 */
function near(mantissa: u64, power: i32, negative: bool, out: usize): bool {
  if (mantissa <= EXACT && power >= -EXACT_TENS && power <= EXACT_TENS) {
    const digits = mantissa as f64;
    const ten = load<f64>(TENS + ((abs(power) as usize) << 3));
    const value = power < 0 ? digits / ten : digits * ten;
    store<f64>(out, negative ? -value : value);
    return true;
  }
  if (mantissa === 0) {
    store<f64>(out, negative ? -0.0 : 0.0);
    return true;
  }
  if (power < -FAR || power > FAR) return false;
  const shift = clz(mantissa) as i32;
  const normal = mantissa << shift;
  const five = FIVES + ((power + FAR) << 4);
  let upper = upperHalf(normal, load<u64>(five));
  let lower = normal * load<u64>(five);
  // Where the bits below those that count are all set, the rest of the power can carry into them.
  if ((upper & 0x1ff) === 0x1ff) {
    const more = upperHalf(normal, load<u64>(five, 8));
    lower += more;
    if (lower < more) upper++;
    if (lower === u64.MAX_VALUE) return false;
  }
  const top = (upper >> 63) as i32;
  let bits = upper >> (top + 9);
  // 217706 / 65536 is the binary logarithm of ten.
  let exponent = ((217706 * power) >> 16) + 63 + top - shift + 1023;
  if (exponent <= 0 || exponent >= 2046) return false;
  // A tie goes to the even neighbour: it can be one only where the product is exact.
  if (lower <= 1 && power >= -4 && power <= 23 && (bits & 3) === 1 && bits << (top + 9) === upper) bits &= ~1;
  bits = (bits + (bits & 1)) >> 1;
  if (bits >= (1 as u64) << 53) {
    bits = (1 as u64) << 52;
    exponent++;
  }
  bits = (bits & (((1 as u64) << 52) - 1)) | ((exponent as u64) << 52);
  store<u64>(out, negative ? bits | ((1 as u64) << 63) : bits);
  return true;
}

/** The upper 64 of the 128 bits of a product. */
function upperHalf(a: u64, b: u64): u64 {
  const mask: u64 = 0xffffffff;
  const low = (a & mask) * (b & mask);
  const middle = (a >> 32) * (b & mask) + (low >> 32);
  const other = (a & mask) * (b >> 32) + (middle & mask);
  return (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
}
