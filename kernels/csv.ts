import {
  BOOLEAN,
  COLUMN_BYTES,
  DOUBLE,
  KIND,
  TIME,
  WHOLE,
  addText,
  mark,
  nextValue,
  COUNT,
} from './text/columns';
import { hard, readNumber } from './text/number';
import { readTime } from './text/time';
import { afterWord, FALSE, TRUE } from './text/words';

const NEWLINE: u32 = 10;
const RETURN: u32 = 13;
const QUOTE: u32 = 34;
const SPACE: u32 = 32;
const TAB: u32 = 9;

/** From here on doubles do not tell whole numbers apart. */
const FAR: f64 = 9007199254740992;

/** What `readCsv` gives, besides the rows it took: all was read; the rows or a dictionary are full; a row is not plain. */
const DONE: u32 = 0;
const FULL: u32 = 1;
const ODD: u32 = 2;

/**
 * Reads the rows of `[from, to)`, which ends with a line end, into columns, from row `row` on and `most` at most. `state`: words of 32 bits
 * where it stopped, the next row, and the number of cells whose text somebody else must read; those are written behind: column, value, address
 * and length each. A row that is not plain has cells that its columns do not hold, other than as many as there are columns, or quotes that do not
 * enclose a cell as a whole.
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
  let at = from;
  let next = row;
  let others: u32 = 0;
  let full = false;
  let result = DONE;
  while (at < to) {
    if (next === most || full || others > 4096) {
      result = FULL;
      break;
    }
    for (let column = columns; column < end; column += COLUMN_BYTES) {
      const last = column + COLUMN_BYTES === end;
      const quoted = load<u8>(at) === QUOTE;
      if (quoted) at++;
      const start = at;
      const kind = load<u32>(column, KIND);
      if (endsCell(at, quoted, delimiter)) {
        // A line without anything is no row.
        if (count === 1) {
          at = 0;
          break;
        }
        mark(column, next, 0);
      } else {
        mark(column, next, 1);
        if (kind === DOUBLE || kind === WHOLE) {
          const value = nextValue(column, 3);
          at = readNumber(at, value);
          if (at === 0) break;
          if (hard) {
            const other = state + 16 + ((others++ as usize) << 4);
            store<u32>(other, ((column - columns) / COLUMN_BYTES) as u32);
            store<u32>(other, load<u32>(column, COUNT) - 1, 4);
            store<u32>(other, start as u32, 8);
            store<u32>(other, (at - start) as u32, 12);
          }
          if (kind === WHOLE) {
            const number = load<f64>(value);
            if (hard || !(abs(number) < FAR) || floor(number) !== number) {
              at = 0;
              break;
            }
            store<i64>(value, number as i64);
          }
        } else if (kind === TIME) {
          at = readTime(at, true, nextValue(column, 3));
          if (at === 0) break;
        } else if (kind === BOOLEAN) {
          const behind = afterWord(at, TRUE, 4, true);
          store<u8>(nextValue(column, 0), behind === 0 ? 0 : 1);
          at = behind === 0 ? afterWord(at, FALSE, 5, true) : behind;
          if (at === 0) break;
        } else {
          let hash: u32 = 2166136261;
          if (quoted) {
            for (let text = load<u8>(at); text !== QUOTE; text = load<u8>(++at)) {
              if (text < SPACE && text !== TAB) {
                at = 0;
                break;
              }
              hash = (hash ^ text) * 16777619;
            }
            if (at === 0) break;
          } else {
            for (let text = load<u8>(at); text !== delimiter; text = load<u8>(++at)) {
              if (text < SPACE || text === QUOTE) {
                if (text === TAB) {
                  hash = (hash ^ text) * 16777619;
                  continue;
                }
                break;
              }
              hash = (hash ^ text) * 16777619;
            }
          }
          if (addText(column, start, at, hash)) full = true;
        }
      }
      if (quoted && load<u8>(at++) !== QUOTE) {
        at = 0;
        break;
      }
      if (!last) {
        if (load<u8>(at++) !== delimiter) {
          at = 0;
          break;
        }
      }
    }
    if (at === 0) {
      result = ODD;
      break;
    }
    if (returns && load<u8>(at++) !== RETURN) {
      result = ODD;
      break;
    }
    if (load<u8>(at++) !== NEWLINE) {
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

/** Whether a cell is empty that begins here, or behind its quote. */
function endsCell(at: usize, quoted: bool, delimiter: u32): bool {
  const byte = load<u8>(at);
  return quoted ? byte === QUOTE : byte === delimiter || byte === NEWLINE || byte === RETURN;
}
