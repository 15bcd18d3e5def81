import type { Position, Range } from '../config/document.js';
import type { ReportCell } from './document.js';

/** A place in the file of a report; lines and columns count from 1. */
export interface CellPlace {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a report, at its place in the file. */
export interface CellProblem {
  /** Index of the cell. */
  readonly cell: number;
  readonly severity: 'error' | 'warning';
  /** A word: `unknown-key`, `unknown-metric`, `refused-sql`. */
  readonly code: string;
  /** What is wrong, why, what to write. */
  readonly message: string;
  readonly start: CellPlace;
  readonly end: CellPlace;
  /** Text to put in the problem's place. */
  readonly replacement?: string;
}

/** A problem within a cell's value; lines and columns of `range` count from 1 in it. */
export interface ValueProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: CellPlace; readonly end: CellPlace };
  readonly replacement?: string;
}

/** A place in a cell's value as a place in the file. */
export function placeInFile(cell: Pick<ReportCell, 'line'>, { line, column }: CellPlace): CellPlace {
  return { line: line + cell.line - 1, column };
}

/** A problem of a cell's value as one of the file. */
export function problemInFile(
  cell: Pick<ReportCell, 'line'>,
  index: number,
  problem: ValueProblem,
): CellProblem {
  const { range, ...rest } = problem;
  return { ...rest, cell: index, start: placeInFile(cell, range.start), end: placeInFile(cell, range.end) };
}

/** Lines and columns of a stretch of text, by offsets. */
export function rangeOf(text: string, start: number, end: number): ValueProblem['range'] {
  return { start: placeOf(text, start), end: placeOf(text, Math.max(end, start + 1)) };
}

function placeOf(text: string, offset: number): CellPlace {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** A range of the YAML reader without its offsets. */
export function plainRange({ start, end }: Range): ValueProblem['range'] {
  const plain = ({ line, column }: Position): CellPlace => ({ line, column });
  return { start: plain(start), end: plain(end) };
}
