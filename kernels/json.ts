import {
  addText,
  BOOLEAN,
  COLUMN_BYTES,
  COUNT,
  DAY,
  DOUBLE,
  HELD,
  KIND,
  LAST,
  mark,
  NAME,
  NAME_LENGTH,
  nextValue,
  SHAPE,
  TIME,
  WHOLE,
} from './text/columns';
import { digits, hard, isWhole, readNumber, whole } from './text/number';
import { readTime } from './text/time';
import { afterWord, FALSE, NULL, TRUE } from './text/words';

const TAB: u32 = 9;
const NEWLINE: u32 = 10;
const RETURN: u32 = 13;
const SPACE: u32 = 32;
const QUOTE: u32 = 34;
const COMMA: u32 = 44;
const MINUS: u32 = 45;
const ZERO: u32 = 48;
const COLON: u32 = 58;
const LARGE_Z: u32 = 90;
const BACKSLASH: u32 = 92;
const OPEN: u32 = 123;
const CLOSE: u32 = 125;

/** More digits may not fit into 64 bits. */
const SAFE_DIGITS: i32 = 18;
const DAY_MICROSECONDS: i64 = 86_400_000_000;
const DATE_LENGTH: usize = 10;

/** As `readCsv` gives them. */
const DONE: u32 = 0;
const FULL: u32 = 1;
const ODD: u32 = 2;
const MOST_OTHERS: u32 = 4096;

/** Cells whose text somebody else must read, and where they are noted. */
let others: u32 = 0;
let notes: usize = 0;
let first: usize = 0;
/** Whether a dictionary is full. */
let full: bool = false;

/**
 * Reads the lines of `[from, to)`, an object each, into columns, as `readCsv` reads rows. An object is plain whose fields are columns, each once,
 * with values that these hold, without escapes; the times of a column are all written alike.
 */
export function readObjects(
  from: usize,
  to: usize,
  columns: usize,
  count: u32,
  row: u32,
  most: u32,
  state: usize,
): u32 {
  const end = columns + (count as usize) * COLUMN_BYTES;
  let at = from;
  let next = row;
  let result = DONE;
  others = 0;
  notes = state + 16;
  first = columns;
  full = false;
  while (at < to) {
    if (next === most || full || others > MOST_OTHERS) {
      result = FULL;
      break;
    }
    at = readObject(at, columns, end, next);
    if (at === 0) {
      result = ODD;
      break;
    }
    next++;
  }
  store<u32>(state, at as u32);
  store<u32>(state, next, 4);
  store<u32>(state, others, 8);
  return result;
}

/** Where the next line begins; 0 where this is no plain object. */
function readObject(start: usize, columns: usize, end: usize, row: u32): usize {
  if (load<u8>(start) !== OPEN) return 0;
  let at = start + 1;
  let seen: usize = 0;
  for (let likely = columns; ; likely += COLUMN_BYTES) {
    at = afterSpaces(at);
    if (load<u8>(at) !== QUOTE) return 0;
    let column = likely;
    let behind = likely < end ? afterName(at + 1, likely) : 0;
    if (behind === 0) {
      for (column = columns; column < end; column += COLUMN_BYTES) {
        behind = afterName(at + 1, column);
        if (behind !== 0) break;
      }
      if (behind === 0) return 0;
      likely = column;
    }
    if (load<u32>(column, LAST) === row + 1) return 0;
    store<u32>(column, row + 1, LAST);
    store<u32>(column, load<u32>(column, HELD) + 1, HELD);
    seen += COLUMN_BYTES;
    at = afterSpaces(behind);
    if (load<u8>(at) !== COLON) return 0;
    at = readValue(afterSpaces(at + 1), column, row);
    if (at === 0) return 0;
    at = afterSpaces(at);
    const after = load<u8>(at++);
    if (after === CLOSE) break;
    if (after !== COMMA) return 0;
  }
  if (seen < end - columns) {
    for (let column = columns; column < end; column += COLUMN_BYTES)
      if (load<u32>(column, LAST) !== row + 1) mark(column, row, 0);
  }
  at = afterSpaces(at);
  if (load<u8>(at) === RETURN) at++;
  return load<u8>(at) === NEWLINE ? at + 1 : 0;
}

/** Where a value ends; 0 where the column does not hold it. */
function readValue(start: usize, column: usize, row: u32): usize {
  const byte = load<u8>(start);
  const kind = load<u32>(column, KIND);
  if (byte === 0x6e) {
    mark(column, row, 0);
    return afterWord(start, NULL, 4, false);
  }
  mark(column, row, 1);
  if (byte === QUOTE) return readString(start + 1, column, kind);
  if (kind === BOOLEAN) {
    const behind = afterWord(start, TRUE, 4, false);
    store<u8>(nextValue(column, 0), behind === 0 ? 0 : 1);
    return behind === 0 ? afterWord(start, FALSE, 5, false) : behind;
  }
  if (kind !== DOUBLE && kind !== WHOLE) return 0;
  const value = nextValue(column, 3);
  const at = readNumber(start, value);
  if (at === 0) return 0;
  const negative = byte === MINUS;
  const leading = load<u8>(negative ? start + 1 : start) === ZERO;
  // 01 is no number; -0 is no whole number everywhere.
  if (leading && load<u8>(start + (negative ? 2 : 1)) - ZERO <= 9) return 0;
  if (isWhole && (digits > SAFE_DIGITS || (leading && negative))) return 0;
  if (kind === WHOLE) {
    if (!isWhole) return 0;
    store<i64>(value, whole);
  } else if (hard) {
    const other = notes + ((others++ as usize) << 4);
    store<u32>(other, ((column - first) / COLUMN_BYTES) as u32);
    store<u32>(other, load<u32>(column, COUNT) - 1, 4);
    store<u32>(other, start as u32, 8);
    store<u32>(other, (at - start) as u32, 12);
  }
  return at;
}

/** The same of a string, whose text starts here. */
function readString(start: usize, column: usize, kind: u32): usize {
  if (kind === TIME || kind === DAY) {
    const value = kind === DAY ? nextValue(column, 2) : nextValue(column, 3);
    const at = readTime(start, false, value);
    if (at === 0 || load<u8>(at) !== QUOTE) return 0;
    const length = at - start;
    if (kind === DAY) {
      if (length !== DATE_LENGTH) return 0;
      store<i32>(value, (load<i64>(value) / DAY_MICROSECONDS) as i32);
    }
    const between = length > DATE_LENGTH ? load<u8>(start + DATE_LENGTH) : 0;
    const shape = ((length as u32) << 9) | (between << 1) | (load<u8>(at - 1) === LARGE_Z ? 1 : 0);
    const known = load<u32>(column, SHAPE);
    if (known === 0) store<u32>(column, shape, SHAPE);
    else if (known !== shape) return 0;
    return at + 1;
  }
  if (kind === DOUBLE || kind === WHOLE || kind === BOOLEAN) return 0;
  let hash: u32 = 2166136261;
  let at = start;
  for (let text = load<u8>(at); text !== QUOTE; text = load<u8>(++at)) {
    if (text < SPACE || text === BACKSLASH) return 0;
    hash = (hash ^ text) * 16777619;
  }
  if (addText(column, start, at, hash)) full = true;
  return at + 1;
}

function afterSpaces(start: usize): usize {
  let at = start;
  while (load<u8>(at) === SPACE || load<u8>(at) === TAB) at++;
  return at;
}

/** Behind the closing quote of a name if it is that of this column; 0 if not. */
function afterName(at: usize, column: usize): usize {
  const name = load<u32>(column, NAME);
  const length = load<u32>(column, NAME_LENGTH) as usize;
  let i: usize = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(at + i) !== load<u64>(name + i)) return 0;
  for (; i < length; i++) if (load<u8>(at + i) !== load<u8>(name + i)) return 0;
  return load<u8>(at + length) === QUOTE ? at + length + 1 : 0;
}
