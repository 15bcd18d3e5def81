import { binLabel } from '../metrics/stability/bins.js';
import type { RowsBin } from '../profile/rows.js';
import { timeAxis } from '../report/charts/axis.js';
import type { Report } from '../report/report.js';
import { plural, withMinus } from '../report/words.js';
import type { RowsQuestion } from './question.js';

/** Which rows these are, in words: `origin = LAX, week of 18 June`. */
export function rowsWords(report: Report, { side, chunk, column, bin }: RowsQuestion): string {
  const what = column === null || bin.kind === 'all' ? 'all rows' : binWords(column, bin);
  return `${what}, ${sideWords(report, side, chunk)}`;
}

function sideWords(report: Report, side: RowsQuestion['side'], chunk: string | null): string {
  const title = timeAxis(report).chunks.find((one) => one.name === chunk)?.title;
  if (side === 'reference') return chunk === null ? 'reference' : `reference, ${chunk}`;
  return chunk === null ? 'whole window' : (title ?? chunk);
}

function binWords(column: string, bin: RowsBin): string {
  switch (bin.kind) {
    case 'all':
      return 'all rows';
    case 'missing':
      return `${column} is missing`;
    case 'infinite':
      return `${column} is infinite`;
    case 'range': {
      const label = withMinus(binLabel(bin.low ?? -Infinity, bin.high ?? Infinity));
      return `${column} ${/^[<≥]/.test(label) ? label : label.startsWith('[') ? `in ${label}` : `= ${label}`}`;
    }
    case 'value':
      return `${column} = ${bin.value === '' ? '(empty)' : bin.value}`;
    case 'other':
      return `${column} is a rare value of the reference`;
    case 'unseen':
      return `${column} is a value that the reference does not have`;
    case 'rest':
      return `${column} is none of the ${plural(bin.but.length, 'value')} listed`;
  }
}

/** What the report counted, where that differs from what the log has: why, or that it must not be. */
export function countedWords(
  counted: { readonly rows: number; readonly exact: boolean } | null,
  found: number,
): string | null {
  if (counted === null || counted.rows === found) return null;
  const difference = plural(Math.abs(counted.rows - found), 'row');
  return counted.exact
    ? `The report counted ${plural(counted.rows, 'row')} here, ${difference} ${counted.rows > found ? 'more' : 'fewer'}. This should not be: check the model again, and report it if it stays.`
    : `The report tells ${plural(counted.rows, 'row')}, ${difference} ${counted.rows > found ? 'more' : 'fewer'}: with this many rows it counts in sketches, which are off by some rows at the edges of a bin. This count is exact.`;
}
