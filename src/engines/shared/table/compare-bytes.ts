/** Orders texts by their UTF-8 bytes, as DuckDB does. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  // Only where a surrogate decides do code units and bytes disagree.
  for (let i = 0; ; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    if (Number.isNaN(x)) return -1;
    if (Number.isNaN(y)) return 1;
    const [high, low] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return high === low ? x - y : high ? (y >= 0xe000 ? 1 : x - y) : x >= 0xe000 ? -1 : x - y;
  }
}

/** Code units from the surrogates on, the only ones whose order can be another than that of bytes. */
const LATE = /[\ud800-\uffff]/;

/** The same order for some texts, by the engine's own comparison where that is alike. */
export function byteOrder(texts: readonly string[]): (a: string, b: string) => number {
  return texts.some((text) => LATE.test(text)) ? compareBytes : compareUnits;
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
