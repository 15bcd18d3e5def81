/** A rising function through points, straight between them and level outside. */
export interface Isotonic {
  at(x: number): number;
}

/**
 * Isotonic regression by pooling adjacent violators (Barlow et al. 1972): the rising values nearest to `y`, weighted, at
 * ascending `x`; between points it is interpolated, as scikit-learn's `IsotonicRegression(out_of_bounds="clip")` does.
 */
export function isotonic(x: ArrayLike<number>, y: ArrayLike<number>, weights: ArrayLike<number>): Isotonic {
  const points: number[] = [];
  const values: number[] = [];
  const sizes: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const weight = weights[i] as number;
    if (!(weight > 0)) continue;
    points.push(x[i] as number);
    values.push(y[i] as number);
    sizes.push(weight);
    ends.push(points.length);
    while (values.length > 1 && (values.at(-2) as number) >= (values.at(-1) as number)) {
      const [value, size, end] = [values.pop() as number, sizes.pop() as number, ends.pop() as number];
      const last = values.length - 1;
      const whole = (sizes[last] as number) + size;
      values[last] = ((values[last] as number) * (sizes[last] as number) + value * size) / whole;
      sizes[last] = whole;
      ends[last] = end;
    }
  }
  const fitted = new Float64Array(points.length);
  let from = 0;
  for (const [block, end] of ends.entries()) {
    fitted.fill(values[block] as number, from, end);
    from = end;
  }
  return { at: (at) => interpolate(points, fitted, at) };
}

function interpolate(points: readonly number[], fitted: Float64Array, x: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  const above = fitted[Math.min(low, points.length - 1)] as number;
  if (low === 0 || low === points.length || points[low] === x) return above;
  const [a, b] = [points[low - 1] as number, points[low] as number];
  const below = fitted[low - 1] as number;
  return below + ((above - below) * (x - a)) / (b - a);
}
