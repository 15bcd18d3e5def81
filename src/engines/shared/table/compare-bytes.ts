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
