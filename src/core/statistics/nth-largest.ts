/**
 * The `n`-th largest of some numbers, none of them NaN, `n` from 1 to as many as there are; leaves them in another order. It takes a few looks at
 * each (quickselect; Hoare 1961), where sorting takes many.
 */
export function nthLargest(values: Float64Array, n: number): number {
  const place = values.length - n;
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = middleOf(
      values[low] as number,
      values[(low + high) >>> 1] as number,
      values[high] as number,
    );
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const value = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = value;
    }
    // Between the two ends all are the pivot.
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place] as number;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
