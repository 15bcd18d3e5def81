import type { ConfigProblem } from '../../../src/core/config/document.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import { TEST_METRICS } from './metrics-for-tests.js';

/** What the parser has against a text. */
export function problems(text: string): readonly ConfigProblem[] {
  return parseConfig(text, TEST_METRICS).problems;
}

/** The problems with the text they mark, as `line:column code [text]`. */
export function marks(text: string): string[] {
  return problems(text)
    .filter(({ code }) => code !== 'no-checks')
    .map(({ code, range }) => {
      const marked = text.slice(range.start.offset, range.end.offset);
      return `${range.start.line}:${range.start.column} ${code} [${marked}]`;
    });
}
