import {
  BACKSLASH,
  CLOSE,
  COLON,
  COMMA,
  LARGE_Z,
  MINUS,
  NEWLINE,
  OPEN,
  QUOTE,
  RETURN,
  SPACE,
  TAB,
  ZERO,
} from './text/bytes';
import {
  addText,
  BOOLEAN,
  COLUMN_BYTES,
  DAY,
  DOUBLE,
  HELD,
  IS_UUID,
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
import { digits, hard, isWhole, readNumber, SAFE_DIGITS, whole } from './text/number';
import { escaped, hexDigit, readEscape } from './text/escapes';
import { begin, DONE, fill, FULL, isFull, note, ODD, scratch, stop } from './text/progress';
import { readTime } from './text/time';
import { addByte, afterWord, FALSE, NO_HASH, NULL, TRUE } from './text/words';

const DAY_MICROSECONDS: i64 = 86_400_000_000;
const DATE_LENGTH: usize = 10;
const UUID_LENGTH: usize = 36;

/**
 * Reads the lines of `[from, to)`, an object each, into columns, as `readCsv` reads rows. An object is plain whose fields are columns, each once,
 * with values that these hold; the times of a column are all written alike.
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
  begin(columns, state);
  let at = from;
  let next = row;
  while (at < to && at !== 0 && !isFull(next, most)) at = readObject(at, columns, end, next++);
  stop(state, at, next);
  if (at === 0) return ODD;
  return at < to ? FULL : DONE;
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
  } else if (hard) note(column, start, at);
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
  if (load<u32>(column, IS_UUID) !== 0 && !isUuid(start)) return 0;
  let hash = NO_HASH;
  let at = start;
  // Where the text goes on without its escapes; 0 while it has none.
  let copy: usize = 0;
  for (let byte = load<u8>(at); byte !== QUOTE; byte = load<u8>(at)) {
    if (byte < SPACE) return 0;
    if (byte === BACKSLASH) {
      if (copy === 0) {
        memory.copy(scratch, start, at - start);
        copy = scratch + (at - start);
      }
      const from = copy;
      at = readEscape(at + 1, from);
      if (at === 0) return 0;
      copy = escaped;
      for (let i = from; i < copy; i++) hash = addByte(hash, load<u8>(i));
      continue;
    }
    hash = addByte(hash, byte);
    if (copy !== 0) store<u8>(copy++, byte);
    at++;
  }
  if (copy === 0 ? addText(column, start, at, hash) : addText(column, scratch, copy, hash)) fill();
  return at + 1;
}

/** Whether a string is a UUID in small letters. */
function isUuid(start: usize): bool {
  for (let i: usize = 0; i < UUID_LENGTH; i++) {
    const byte = load<u8>(start + i);
    const hyphen = i === 8 || i === 13 || i === 18 || i === 23;
    if (hyphen ? byte !== MINUS : hexDigit(byte) > 15 || (byte >= 65 && byte <= 70)) return false;
  }
  return load<u8>(start + UUID_LENGTH) === QUOTE;
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
