import { workingRoom } from '../../../core/profile/working-room.js';
import type { TaskLabels } from './extra-task.js';
import type { Coded } from './task.js';

/** Classes below are looked up by their number. */
const SMALL = 64;

/** Reads the label of a row: what its expression gave, as its code or number; NaN without a label. */
export function labelReader(labels: TaskLabels): (value: number) => number {
  if (!('rows' in labels)) return codeReader(labels);
  const find = rowFinder(labels.rows);
  return (row) => {
    const at = find(row);
    return at < 0 ? NaN : (labels.labels[at] as number);
  };
}

/** Expression of what `labelReader` reads, DOUBLE. */
export function labelSql(labels: TaskLabels): string {
  return 'rows' in labels ? labels.row : labels.sql;
}

/** Position of a row among ascending row numbers, -1 where it is not there; one step for rows that ascend. */
export function rowFinder(rows: Float64Array): (row: number) => number {
  let cursor = 0;
  return (row) => {
    if (cursor > 0 && (rows[cursor - 1] as number) >= row) cursor = 0;
    if (cursor + 64 < rows.length && (rows[cursor + 64] as number) < row) {
      let high = rows.length;
      while (cursor < high) {
        const middle = (cursor + high) >>> 1;
        if ((rows[middle] as number) < row) cursor = middle + 1;
        else high = middle;
      }
    }
    while (cursor < rows.length && (rows[cursor] as number) < row) cursor++;
    return rows[cursor] === row ? cursor : -1;
  };
}

/** A column's value as its code among the classes; NaN for none. */
export function codeReader({ numbers }: Coded): (value: number) => number {
  if (numbers === null) return (value) => value;
  const codes = smallCodes(numbers);
  return (value) => {
    if (value !== value) return NaN;
    return value >= 0 && value < SMALL && value === Math.trunc(value)
      ? (codes[value] as number)
      : numbers.indexOf(value);
  };
}

/** The codes of 0, 1, 2, …, which classes mostly are: those are looked up. */
function smallCodes(numbers: readonly number[]): Float64Array {
  return Float64Array.from({ length: SMALL }, (_, value) => numbers.indexOf(value));
}

/** Reads many values at once, as a reader of one would; gives what they came to, until the next call. */
export type ReadMany = (values: Float64Array) => Float64Array;

/** The same as `codeReader`. */
export function codesReader(coded: Coded): ReadMany {
  const { numbers } = coded;
  if (numbers === null) return (values) => values;
  const isSmall = numbers.every((value) => !(value < 0 || value >= SMALL || value % 1 !== 0));
  if (!isSmall) return manyOf(codeReader(coded));
  const codes = smallCodes(numbers);
  let found = new Float64Array(0);
  return (values) => {
    const bytes = values.length * 8;
    const { run, buffer, at } = workingRoom(SMALL * 8 + 2 * bytes);
    const [own, out] = [at + SMALL * 8, at + SMALL * 8 + bytes];
    new Float64Array(buffer, at, SMALL).set(codes);
    new Float64Array(buffer, own, values.length).set(values);
    run.codesOf(own, values.length, at, out);
    if (found.length < values.length) found = new Float64Array(values.length);
    found.set(new Float64Array(buffer, out, values.length));
    return found.subarray(0, values.length);
  };
}

/** The same as `labelReader`. */
export function labelsReader(labels: TaskLabels): ReadMany {
  return 'rows' in labels ? manyOf(labelReader(labels)) : codesReader(labels);
}

function manyOf(read: (value: number) => number): ReadMany {
  let found = new Float64Array(0);
  return (values) => {
    if (found.length < values.length) found = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) found[i] = read(values[i] as number);
    return found.subarray(0, values.length);
  };
}
