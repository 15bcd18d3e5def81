import { COLON, LARGE_T, LARGE_Z, MINUS, PLUS, POINT, SPACE, ZERO } from './bytes';

const SECOND: i64 = 1_000_000;

/**
 * Reads a date, or a date and time of ISO 8601, in UTC unless it says by how much it is ahead of it, which it may do where `zones` is set,
 * and writes its microseconds since 1970 to `out`. Gives where its text ends, or 0 where there is none that exists. Bytes behind must be
 * readable.
 */
export function readTime(start: usize, zones: bool, out: usize): usize {
  const year = twoDigits(start) * 100 + twoDigits(start + 2);
  const month = twoDigits(start + 5);
  const day = twoDigits(start + 8);
  if (load<u8>(start, 4) !== MINUS || load<u8>(start, 7) !== MINUS) return 0;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return 0;
  let microseconds = daysBefore(year, month, day) * 86_400 * SECOND;
  let at = start + 10;
  const between = load<u8>(at);
  if (between === LARGE_T || (between === SPACE && load<u8>(at, 1) - ZERO <= 9)) {
    const hour = twoDigits(at + 1);
    const minute = twoDigits(at + 4);
    const second = twoDigits(at + 7);
    if (load<u8>(at, 3) !== COLON || load<u8>(at, 6) !== COLON) return 0;
    if ((hour as u32) > 23 || (minute as u32) > 59 || (second as u32) > 59) return 0;
    microseconds += (((hour * 60 + minute) * 60 + second) as i64) * SECOND;
    at += 9;
    if (load<u8>(at) === POINT) {
      const fraction = ++at;
      let unit = SECOND;
      for (let digit = load<u8>(at) - ZERO; digit <= 9; digit = load<u8>(++at) - ZERO) {
        unit /= 10;
        microseconds += unit * digit;
      }
      if (at === fraction || unit === 0) return 0;
    }
    const sign = load<u8>(at);
    if (sign === LARGE_Z) at++;
    else if (zones && (sign === PLUS || sign === MINUS)) {
      const hours = twoDigits(at + 1);
      const minutes = twoDigits(at + 4);
      if (load<u8>(at, 3) !== COLON || (hours as u32) > 14 || (minutes as u32) > 59) return 0;
      const ahead = ((hours * 60 + minutes) as i64) * 60 * SECOND;
      microseconds += sign === PLUS ? -ahead : ahead;
      at += 6;
    }
  }
  store<i64>(out, microseconds);
  return at;
}

/** A number of two digits; far below 0 where there is none. */
function twoDigits(at: usize): i32 {
  const tens = load<u8>(at) - ZERO;
  const ones = load<u8>(at, 1) - ZERO;
  return tens <= 9 && ones <= 9 ? ((tens * 10 + ones) as i32) : -100_000;
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01: years begin in March, so that a leap day ends one. */
function daysBefore(year: i32, month: i32, day: i32): i64 {
  const late = month > 2;
  const years = late ? year : year - 1;
  const months = late ? month - 3 : month + 9;
  const inYear = (153 * months + 2) / 5 + day - 1;
  return (years * 365 + years / 4 - years / 100 + years / 400 + inYear - 719_468) as i64;
}
