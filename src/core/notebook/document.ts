/** What a piece of a report is. Metric, SQL and chart cells are fenced; prose is what stands between them. */
export type CellKind = 'front' | 'prose' | 'metric' | 'sql' | 'chart';

/** One piece of a report. `gap` and `source` are exact slices of the file. */
export interface ReportCell {
  readonly kind: CellKind;
  /** Blank lines before it. */
  readonly gap: string;
  /** Its text in the file, fences and last line end included. */
  readonly source: string;
  /** What is edited: without fences, lines ended by `\n`, no line end at the end. */
  readonly value: string;
  /** Line of the file, from 1, on which `value` begins. Columns are the same in both. */
  readonly line: number;
  /** Whether a fence was closed; always true of what has none. */
  readonly closed: boolean;
}

/** A report as text and as its pieces, which joined give the text again. */
export interface ReportDocument {
  readonly cells: readonly ReportCell[];
  /** Blank lines after the last cell. */
  readonly tail: string;
  /** How the file ends most of its lines. */
  readonly eol: '\n' | '\r\n';
}

/** First word of a fence's info string, and the kind of cell it opens. */
const FENCED: Readonly<Record<string, CellKind>> = { tidemark: 'metric', sql: 'sql', chart: 'chart' };

/** The word that opens a cell of this kind. */
export const FENCE_WORDS: Readonly<Record<'metric' | 'sql' | 'chart', string>> = {
  metric: 'tidemark',
  sql: 'sql',
  chart: 'chart',
};

interface Line {
  readonly text: string;
  readonly start: number;
  /** Offset behind its line end. */
  readonly end: number;
}

/**
 * Splits a report into its pieces. Any text is a report: what is no cell is prose, so nothing is ever lost. A cell is a
 * fence at the first column whose info string begins with `tidemark`, `sql` or `chart`; fences inside of other fences,
 * lists, quotes and HTML comments are prose.
 */
export function parseReport(text: string): ReportDocument {
  const lines = linesOf(text);
  const cells: ReportCell[] = [];
  let at = 0;
  /** First line of the prose that is being read; null where none is. */
  let prose: number | null = null;
  let gapStart = 0;

  const slice = (from: number, to: number): string =>
    text.slice(lines[from]?.start ?? text.length, to === 0 ? 0 : (lines[to - 1]?.end ?? text.length));
  const add = (
    kind: CellKind,
    from: number,
    to: number,
    inner: readonly [number, number],
    closed = true,
  ): void => {
    const source = slice(from, to);
    const value = lines
      .slice(inner[0], inner[1])
      .map((line) => line.text)
      .join('\n');
    cells.push({ kind, gap: slice(gapStart, from), source, value, line: inner[0] + 1, closed });
    gapStart = to;
  };
  const endProse = (to: number): void => {
    if (prose === null) return;
    let last = to;
    while (last > prose && isBlank(lines[last - 1])) last -= 1;
    add('prose', prose, last, [prose, last]);
    prose = null;
  };

  const front = frontMatterEnd(lines);
  if (front !== null) {
    add('front', 0, front + 1, [1, front]);
    at = front + 1;
  }
  while (at < lines.length) {
    const line = lines[at] as Line;
    const fence = fenceOf(line.text);
    const kind = fence === null || fence.indent > 0 ? undefined : FENCED[fence.word];
    if (fence !== null && kind !== undefined) {
      endProse(at);
      const close = closingLine(lines, at + 1, fence);
      const end = close === null ? lines.length : close + 1;
      add(kind, at, end, [at + 1, close ?? end], close !== null);
      at = end;
      continue;
    }
    if (prose === null && isBlank(line)) {
      at += 1;
      continue;
    }
    prose ??= at;
    if (fence !== null) at = (closingLine(lines, at + 1, fence) ?? lines.length - 1) + 1;
    else at = afterHtml(lines, at) ?? at + 1;
  }
  endProse(lines.length);
  return { cells, tail: slice(gapStart, lines.length), eol: eolOf(text) };
}

/** The text of a report: that of its pieces, joined. */
export function serialiseReport({ cells, tail }: Pick<ReportDocument, 'cells' | 'tail'>): string {
  return `${cells.map(({ gap, source }) => gap + source).join('')}${tail}`;
}

/** Lines of a text with their places; the last one may have no line end. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const ends = /\r\n|\n|\r/g;
  let start = 0;
  for (let match = ends.exec(text); match !== null; match = ends.exec(text)) {
    lines.push({ text: text.slice(start, match.index), start, end: ends.lastIndex });
    start = ends.lastIndex;
  }
  if (start < text.length) lines.push({ text: text.slice(start), start, end: text.length });
  return lines;
}

function isBlank(line: Line | undefined): boolean {
  return line !== undefined && /^[ \t]*$/.test(line.text);
}

/** Index of the line that closes the front matter; null where there is none. */
function frontMatterEnd(lines: readonly Line[]): number | null {
  const [first] = lines;
  if (first === undefined || !/^\uFEFF?---[ \t]*$/.test(first.text)) return null;
  const end = lines.findIndex((line, i) => i > 0 && /^(---|\.\.\.)[ \t]*$/.test(line.text));
  return end < 0 ? null : end;
}

interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly indent: number;
  /** First word of the info string. */
  readonly word: string;
}

/** The fence that a line opens (CommonMark 0.31, section 4.5); null where it opens none. */
function fenceOf(line: string): Fence | null {
  const match = /^( {0,3})(`{3,}|~{3,})[ \t]*(.*)$/s.exec(line);
  if (match === null) return null;
  const [, indent = '', marks = '', info = ''] = match;
  const mark = marks.charAt(0);
  if (mark === '`' && info.includes('`')) return null;
  return { mark, length: marks.length, indent: indent.length, word: /^[^\s{]*/.exec(info)?.[0] ?? '' };
}

/** Index of the line that closes a fence; null where it stays open. */
function closingLine(lines: readonly Line[], from: number, { mark, length }: Fence): number | null {
  for (let i = from; i < lines.length; i += 1) {
    const marks = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines[i]?.text ?? '')?.[1];
    if (marks?.startsWith(mark) === true && marks.length >= length) return i;
  }
  return null;
}

/** HTML blocks that blank lines do not end, and what does (CommonMark 0.31, section 4.6). */
const HTML_BLOCKS: readonly (readonly [RegExp, RegExp])[] = [
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<(pre|script|style|textarea)(\s|>|$)/i, /<\/(pre|script|style|textarea)>/i],
];

/** Index of the line after an HTML block that begins here; null where none does. */
function afterHtml(lines: readonly Line[], at: number): number | null {
  const block = HTML_BLOCKS.find(([open]) => open.test(lines[at]?.text ?? ''));
  if (block === undefined) return null;
  const end = lines.findIndex((line, i) => i >= at && block[1].test(line.text));
  return end < 0 ? lines.length : end + 1;
}

function eolOf(text: string): '\n' | '\r\n' {
  const windows = text.match(/\r\n/g)?.length ?? 0;
  const all = text.match(/\n/g)?.length ?? 0;
  return windows * 2 > all ? '\r\n' : '\n';
}
