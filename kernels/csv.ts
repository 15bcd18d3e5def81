import { NEWLINE, QUOTE, RETURN, SPACE, TAB } from './text/bytes';
import { addText, BOOLEAN, COLUMN_BYTES, DOUBLE, KIND, mark, nextValue, TIME, WHOLE } from './text/columns';
import { hard, readNumber } from './text/number';
import { begin, DONE, fill, FULL, isFull, note, ODD, scratch, stop } from './text/progress';
import { readTime } from './text/time';
import { addByte, afterWord, FALSE, NO_HASH, TRUE } from './text/words';

/** From here on doubles do not tell whole numbers apart. */
const FAR: f64 = 9007199254740992;

/**
 * Reads the rows of `[from, to)`, which ends with a line end, into columns, from row `row` on and `most` at most; see `text/progress.ts`. A row
 * is not plain with cells that its columns do not hold, other than as many as there are columns, or quotes that do not enclose a cell.
 */
export function readCsv(
  from: usize,
  to: usize,
  columns: usize,
  count: u32,
  delimiter: u32,
  returns: bool,
  row: u32,
  most: u32,
  state: usize,
): u32 {
  const end = columns + (count as usize) * COLUMN_BYTES;
  begin(columns, state);
  let at = from;
  let next = row;
  while (at < to && at !== 0 && !isFull(next, most)) {
    // A line without anything is no row.
    at =
      count === 1 && endsCell(at, false, delimiter) ? 0 : readRow(at, columns, end, delimiter, returns, next);
    next++;
  }
  stop(state, at, next);
  if (at === 0) return ODD;
  return at < to ? FULL : DONE;
}

/** Where the next line begins; 0 where this is no plain row. */
function readRow(start: usize, columns: usize, end: usize, delimiter: u32, returns: bool, row: u32): usize {
  let at = start;
  for (let column = columns; column < end; column += COLUMN_BYTES) {
    const quoted = load<u8>(at) === QUOTE;
    if (quoted) at++;
    if (endsCell(at, quoted, delimiter)) mark(column, row, 0);
    else {
      mark(column, row, 1);
      at = readCell(at, column, quoted, delimiter);
      if (at === 0) return 0;
    }
    if (quoted && load<u8>(at++) !== QUOTE) return 0;
    if (column + COLUMN_BYTES < end && load<u8>(at++) !== delimiter) return 0;
  }
  if (returns && load<u8>(at++) !== RETURN) return 0;
  return load<u8>(at) === NEWLINE ? at + 1 : 0;
}

/** Whether a cell is empty that begins here, or behind its quote. */
function endsCell(at: usize, quoted: bool, delimiter: u32): bool {
  const byte = load<u8>(at);
  return quoted
    ? byte === QUOTE && load<u8>(at, 1) !== QUOTE
    : byte === delimiter || byte === NEWLINE || byte === RETURN;
}

/** Where a cell ends; 0 where the column does not hold it. */
function readCell(start: usize, column: usize, quoted: bool, delimiter: u32): usize {
  const kind = load<u32>(column, KIND);
  if (kind === TIME) return readTime(start, true, nextValue(column, 3));
  if (kind === BOOLEAN) {
    const behind = afterWord(start, TRUE, 4, true);
    store<u8>(nextValue(column, 0), behind === 0 ? 0 : 1);
    return behind === 0 ? afterWord(start, FALSE, 5, true) : behind;
  }
  if (kind !== DOUBLE && kind !== WHOLE)
    return quoted ? readQuoted(start, column) : readWord(start, column, delimiter);
  const value = nextValue(column, 3);
  const at = readNumber(start, value);
  if (at === 0) return 0;
  if (kind === WHOLE) {
    const number = load<f64>(value);
    if (hard || !(abs(number) < FAR) || floor(number) !== number) return 0;
    store<i64>(value, number as i64);
  } else if (hard) note(column, start, at);
  return at;
}

function readWord(start: usize, column: usize, delimiter: u32): usize {
  let hash = NO_HASH;
  let at = start;
  for (let byte = load<u8>(at); byte !== delimiter; byte = load<u8>(++at)) {
    if (byte === QUOTE || (byte < SPACE && byte !== TAB)) break;
    hash = addByte(hash, byte);
  }
  if (addText(column, start, at, hash)) fill();
  return at;
}

/** A text up to its closing quote, in which two quotes stand for one. */
function readQuoted(start: usize, column: usize): usize {
  let hash = NO_HASH;
  let at = start;
  // Where the text goes on without its escapes; 0 while it has none.
  let copy: usize = 0;
  for (;;) {
    const byte = load<u8>(at);
    if (byte < SPACE && byte !== TAB) return 0;
    if (byte === QUOTE) {
      if (load<u8>(at, 1) !== QUOTE) break;
      if (copy === 0) {
        memory.copy(scratch, start, at - start);
        copy = scratch + (at - start);
      }
      at++;
    }
    hash = addByte(hash, byte);
    if (copy !== 0) store<u8>(copy++, byte);
    at++;
  }
  if (copy === 0 ? addText(column, start, at, hash) : addText(column, scratch, copy, hash)) fill();
  return at;
}
