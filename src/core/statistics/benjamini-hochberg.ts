/**
 * Adjusted p-values that bound the false discovery rate (Benjamini and Hochberg 1995): `q[i]` is the smallest
 * rate at which test `i` is among the discoveries. Same order as `p`.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value);
  const q = new Array<number>(p.length);
  let least = 1;
  for (const [position, { value, index }] of order.entries()) {
    least = Math.min(least, (value * p.length) / (p.length - position));
    q[index] = least;
  }
  return q;
}
