import { MINUS, NEWLINE, QUOTE, RETURN, SPACE, ZERO } from './text/bytes';
import { COLUMN_BYTES, HELD, LAST, SHAPE } from './text/columns';
import { digits, hard, isWhole, readNumber, SAFE_DIGITS } from './text/number';
import { readTime } from './text/time';
import { afterWord, FALSE, TRUE } from './text/words';

/** What cells are, a bit each. */
const WHOLE: u32 = 1;
const FRACTION: u32 = 2;
const BOOLEAN: u32 = 4;
const TIME: u32 = 8;
const WORD: u32 = 16;
const UNSURE: u32 = 32;

/**
 * Tells what the cells of the rows in `[from, to)` are, of the first `most` at most: by column, the kinds that there are, the cells that are
 * not empty, and those that are words, besides what was told before. Gives the rows, or -1 where they are no rows of `count` cells, with
 * quotes around whole cells alone. `scratch`: room for a number.
 */
export function tellCsv(
  from: usize,
  to: usize,
  columns: usize,
  count: u32,
  delimiter: u32,
  returns: bool,
  most: u32,
  scratch: usize,
): i32 {
  const end = columns + (count as usize) * COLUMN_BYTES;
  let at = from;
  let row: u32 = 0;
  for (; row < most && at < to; row++) {
    for (let column = columns; column < end; column += COLUMN_BYTES) {
      const quoted = load<u8>(at) === QUOTE;
      if (quoted) at++;
      const start = at;
      let byte = load<u8>(at);
      while (quoted ? byte !== QUOTE : byte !== delimiter && byte !== NEWLINE && byte !== RETURN) {
        if (byte === NEWLINE || (!quoted && byte === QUOTE)) return -1;
        byte = load<u8>(++at);
      }
      if (at > start) {
        const kind = kindOf(start, at, scratch);
        store<u32>(column, load<u32>(column, SHAPE) | kind, SHAPE);
        store<u32>(column, load<u32>(column, HELD) + 1, HELD);
        if (kind === WORD) store<u32>(column, load<u32>(column, LAST) + 1, LAST);
      }
      if (quoted) at++;
      if (column + COLUMN_BYTES < end && load<u8>(at++) !== delimiter) return -1;
    }
    if (returns && load<u8>(at++) !== RETURN) return -1;
    if (load<u8>(at++) !== NEWLINE) return -1;
  }
  return row;
}

function kindOf(start: usize, end: usize, scratch: usize): u32 {
  if (afterWord(start, TRUE, 4, true) === end || afterWord(start, FALSE, 5, true) === end) return BOOLEAN;
  const byte = load<u8>(start);
  const letter = byte | SPACE;
  if (byte >= 128 || (letter >= 97 && letter <= 122)) return isNumberWord(start, end) ? UNSURE : WORD;
  if (readNumber(start, scratch) === end) {
    const sign: usize = byte === MINUS ? 1 : 0;
    // 007 is a code.
    const code = load<u8>(start + sign) === ZERO && load<u8>(start + sign, 1) - ZERO <= 9;
    if (hard || code || (isWhole && digits > SAFE_DIGITS)) return UNSURE;
    return isWhole ? WHOLE : FRACTION;
  }
  return readTime(start, true, scratch) === end ? TIME : UNSURE;
}

/** Whether a word stands for a number: nan, inf, infinity. */
function isNumberWord(start: usize, end: usize): bool {
  return (
    afterWord(start, 0x6e616e, 3, true) === end ||
    afterWord(start, 0x666e69, 3, true) === end ||
    (afterWord(start, 0x69666e69, 4, true) === start + 4 && afterWord(start + 4, 0x7974696e, 4, true) === end)
  );
}
