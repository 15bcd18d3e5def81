const PLAIN = /^-?\d+(\.\d+)?$/;
const WRITTEN = /^[$€£]?\s?-?\d{1,3}(?:[ .,'’]?\d{3})*(?:[.,]\d+)?\s?[%$€£]?$/;

/**
 * Whether texts are numbers as people write them, of which no log format makes numbers: `12,50`, `1 200`, `$9.99`, `3 %`.
 * False where none is.
 */
export function areWrittenNumbers(texts: readonly string[]): boolean {
  return (
    texts.some((text) => !PLAIN.test(text)) && texts.every((text) => PLAIN.test(text) || WRITTEN.test(text))
  );
}
