import type { LineColumn, TextEdit } from './finding.js';

/** The text after the edits; they must not overlap. Edits at one place apply in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = lineStarts(text);
  const offset = ({ line, column }: LineColumn): number => {
    const start = starts[line - 1] ?? text.length;
    return Math.min(text.length, start + column - 1);
  };
  const placed = edits.map((edit) => ({ from: offset(edit.start), to: offset(edit.end), text: edit.text }));
  placed.sort((a, b) => a.from - b.from);
  let result = '';
  let done = 0;
  for (const edit of placed) {
    result += text.slice(done, edit.from) + edit.text;
    done = edit.to;
  }
  return result + text.slice(done);
}

/** Offset of each line's first character; a byte order mark is no part of the first line. */
function lineStarts(text: string): number[] {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
