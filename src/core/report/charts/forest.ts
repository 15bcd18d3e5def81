import { frame, short, type ChartSpec, type Json } from './plot.js';
import { namedTicks, niceTicks } from './y-scale.js';

/** One line of a forest chart: a value with its interval. */
export interface ForestLine {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** Whether all of the interval is on the worse side of the value of all rows. */
  readonly apart: boolean;
}

/** Room for the axis above the lines. */
const TOP = 24;

/**
 * Dots with their intervals, one line below the other, on a common axis; a grey rule is the value of all rows. Filled:
 * surely worse than it; hollow: cannot be told from it, or better.
 */
export function forest(
  lines: readonly ForestLine[],
  all: number | null,
  format: (value: number) => string,
  width: number,
  rowHeight: number,
): ChartSpec {
  const height = Math.max(1, lines.length) * rowHeight;
  const numbers = [
    ...lines.flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
    ...(all === null ? [] : [all]),
  ];
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const margin = (high - low) * 0.06 || Math.abs(high) * 0.06 || 1;
  const domain: [number, number] = [low - margin, high + margin];
  const values = lines.map(({ value, interval, apart }, i) => ({
    y: (i + 0.5) * rowHeight,
    value: short(value),
    low: short(interval?.[0] ?? value),
    high: short(interval?.[1] ?? value),
    apart,
  }));
  const ticks = niceTicks(domain, Math.max(2, Math.min(6, Math.floor(width / 90)))).map((value) => ({
    value,
    label: format(value),
  }));
  const x = (field: string): Json => ({
    field,
    type: 'quantitative',
    axis: { orient: 'top', grid: true, ...namedTicks(ticks) },
    scale: { domain, nice: false, zero: false },
  });
  const y: Json = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false },
  };
  const layer: Json[] = [
    ...(all === null
      ? []
      : [
          {
            data: { values: [{ all: short(all) }] },
            mark: { type: 'rule', stroke: 'var(--tm-ref)', strokeWidth: 1.5 },
            encoding: { x: x('all') },
          },
        ]),
    {
      mark: { type: 'rule', stroke: 'var(--tm-cur)', strokeWidth: 2 },
      encoding: { x: x('low'), x2: { field: 'high' }, y },
    },
    {
      mark: { type: 'point', filled: true, opacity: 1, size: 56, stroke: 'var(--tm-cur)', strokeWidth: 1.5 },
      encoding: {
        x: x('value'),
        y,
        fill: { condition: { test: 'datum.apart', value: 'var(--tm-cur)' }, value: 'var(--tm-bg)' },
      },
    },
  ];
  return { ...frame({ width, height, layer, left: 12, right: 16, top: TOP, bottom: 2 }), data: { values } };
}
