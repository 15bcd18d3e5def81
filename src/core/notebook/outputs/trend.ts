/** Size of a sparkline in pixels. */
export const TREND_WIDTH = 124;
export const TREND_HEIGHT = 18;

/** A sparkline: values in order, the last as a dot, gaps left open. */
export function trendPoints(values: readonly (number | null)[]): {
  readonly lines: readonly string[];
  readonly last: readonly [number, number] | null;
} {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { lines: [], last: null };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const at = (value: number, i: number): [number, number] => [
    2 + (i / Math.max(1, values.length - 1)) * (TREND_WIDTH - 4),
    high === low ? TREND_HEIGHT / 2 : 2 + (1 - (value - low) / (high - low)) * (TREND_HEIGHT - 4),
  ];
  const lines: string[] = [];
  let open: string[] = [];
  let last: [number, number] | null = null;
  values.forEach((value, i) => {
    if (value === null) {
      if (open.length > 1) lines.push(open.join(' '));
      open = [];
      return;
    }
    last = at(value, i);
    open.push(last.map((x) => x.toFixed(1)).join(','));
  });
  if (open.length > 1) lines.push(open.join(' '));
  return { lines, last };
}
