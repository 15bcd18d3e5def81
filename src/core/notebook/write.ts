import { FENCE_WORDS, type CellKind, type ReportCell } from './document.js';

/** A piece as an editor has it: what it was in the file, where it comes from one, and what it says now. */
export interface EditedCell {
  readonly kind: CellKind;
  readonly value: string;
  /** The piece that it was read from; null for a new one. */
  readonly origin: Pick<ReportCell, 'kind' | 'gap' | 'source' | 'value' | 'closed'> | null;
}

/**
 * The text of edited pieces. What was not touched keeps its bytes; the rest is written with the file's own line ends, and
 * with a blank line where Markdown needs one.
 */
export function writeReport(cells: readonly EditedCell[], tail: string, eol: '\n' | '\r\n'): string {
  // Front matter stands first or is none.
  const ordered = [
    ...cells.filter(({ kind }) => kind === 'front'),
    ...cells.filter(({ kind }) => kind !== 'front'),
  ];
  let text = '';
  for (const [i, cell] of ordered.entries()) {
    const own = sourceOf(cell, eol, i === ordered.length - 1);
    if (own === '' && cell.origin === null) continue;
    text += gapOf(text, cell, ordered[i - 1] ?? null, eol) + own;
  }
  return text + tail;
}

/** Whether a value is still what the file said. */
export function isUnchanged({ kind, value, origin }: EditedCell): boolean {
  return origin !== null && origin.kind === kind && plainLines(value) === origin.value;
}

/**
 * Whether a piece would be written otherwise than it stands in the file, were it new: then an editor must remember how it
 * was. Most are written as we write them, and need no memory that a comparison of two versions would show.
 */
export function isUnusual(cell: ReportCell, first: boolean, eol: '\n' | '\r\n'): boolean {
  const { kind, value, gap, source } = cell;
  return gap !== (first ? '' : eol) || sourceOf({ kind, value, origin: null }, eol, false) !== source;
}

function sourceOf(cell: EditedCell, eol: string, last: boolean): string {
  const { kind, origin } = cell;
  if (origin !== null && isUnchanged(cell) && (origin.closed || last)) return origin.source;
  const value = plainLines(cell.value);
  const lines = value === '' ? [] : value.split('\n');
  if (kind === 'prose') return lines.length === 0 ? '' : `${lines.join(eol)}${eol}`;
  const byteOrderMark = origin?.source.startsWith('\uFEFF') === true ? '\uFEFF' : '';
  if (kind === 'front')
    return `${byteOrderMark}---${eol}${lines.map((line) => line + eol).join('')}---${eol}`;
  const known = origin?.kind === kind ? /^(`{3,}|~{3,})([^\r\n]*)/.exec(origin.source) : null;
  const mark = known?.[1] ?? '```';
  const info = known?.[2] ?? FENCE_WORDS[kind];
  const fence = mark.charAt(0).repeat(Math.max(mark.length, longestFence(value, mark.charAt(0)) + 1));
  return `${fence}${info}${eol}${lines.map((line) => line + eol).join('')}${fence}${eol}`;
}

/** The longest run of fence marks at the start of a line, 2 where there is none that matters. */
function longestFence(value: string, mark: string): number {
  const runs = value.split('\n').map((line) => /^ {0,3}([`~]*)/.exec(line)?.[1] ?? '');
  return Math.max(2, ...runs.filter((run) => run.startsWith(mark)).map((run) => run.length));
}

function gapOf(text: string, cell: EditedCell, before: EditedCell | null, eol: string): string {
  const gap = cell.origin?.gap ?? null;
  if (before === null) return gap ?? '';
  const ended = text === '' || /[\r\n]$/.test(text) ? '' : eol;
  const both = before.kind === 'prose' && cell.kind === 'prose';
  if (gap !== null && !(both && !/[\r\n]/.test(gap))) return ended + gap;
  return ended + eol;
}

function plainLines(value: string): string {
  return value.replace(/\r\n|\r/g, '\n');
}
