import type { Report } from './report.js';

/** Characters after which a line ends: few enough to be read within a millisecond or two. */
const LINE_LENGTH = 1 << 16;

/**
 * A report as lines of JSON, so that whoever reads them one at a time holds no loop for long, however many columns there
 * are. The first line is the report with its lists empty; each line after it is the name of a list and some of its entries.
 */
export function* linesOf(report: Report): Generator<string> {
  const lists = Object.entries(report).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  yield JSON.stringify({ ...report, ...Object.fromEntries(lists.map(([name]) => [name, []])) });
  for (const [name, entries] of lists) {
    let texts: string[] = [];
    let length = 0;
    for (const entry of entries) {
      const text = JSON.stringify(entry);
      texts.push(text);
      length += text.length;
      if (length < LINE_LENGTH) continue;
      yield lineOf(name, texts);
      texts = [];
      length = 0;
    }
    if (texts.length > 0) yield lineOf(name, texts);
  }
}

function lineOf(name: string, entries: readonly string[]): string {
  return `[${JSON.stringify(name)},[${entries.join()}]]`;
}

/** Puts a report together from its lines. */
export class ReportReader {
  #report: Record<string, unknown> | null = null;

  /** Takes the next line. Throws SyntaxError where it is none of a report. */
  take(line: string): void {
    const parsed: unknown = JSON.parse(line);
    if (this.#report === null) {
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw noLine();
      this.#report = { ...parsed };
      return;
    }
    if (!Array.isArray(parsed)) throw noLine();
    const [name, entries] = parsed as unknown[];
    const list = typeof name === 'string' ? this.#report[name] : null;
    if (!Array.isArray(list) || !Array.isArray(entries)) throw noLine();
    for (const entry of entries) list.push(entry);
  }

  /** The report, once all lines were taken. Throws SyntaxError where there was none. */
  whole(): Report {
    if (this.#report === null) throw noLine();
    return this.#report as unknown as Report;
  }
}

function noLine(): SyntaxError {
  return new SyntaxError('This is no line of a report.');
}
