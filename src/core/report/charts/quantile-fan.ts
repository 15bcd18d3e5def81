import type { AxisChunk } from './axis.js';
import { frame, short, xOf, type ChartSpec, type Json } from './plot.js';
import { yOf, yScale } from './y-scale.js';

/** Quantiles of one chunk: 10, 25, 50, 75 and 90 %; null where it has no values. */
export type FanQuantiles = readonly [number, number, number, number, number] | null;

/** Values over time: the area from 10 to 90 %, the one from 25 to 75 %, the median, and the reference's median as a rule. */
export function quantileFan(
  chunks: readonly AxisChunk[],
  quantiles: readonly FanQuantiles[],
  reference: number | null,
  height: number,
): ChartSpec {
  const scale = yScale({
    values: [...quantiles.flatMap((own) => own ?? []), ...(reference === null ? [] : [reference])],
    limits: { warn: null, alert: null },
    unit: 'none',
    height,
    zero: false,
  });
  const values = chunks.map((chunk, i) => {
    const [p10, p25, p50, p75, p90] = quantiles[i] ?? [null, null, null, null, null];
    const shortOr = (value: number | null): number | null => (value === null ? null : short(value));
    return {
      x: short((chunk.x0 + chunk.x1) / 2),
      p10: shortOr(p10),
      p25: shortOr(p25),
      p50: shortOr(p50),
      p75: shortOr(p75),
      p90: shortOr(p90),
    };
  });
  const band = (low: string, high: string, opacity: number): Json => ({
    mark: { type: 'area', fill: 'var(--tm-cur)', opacity, clip: true, invalid: 'break-paths-show-domains' },
    encoding: { x: xOf('x'), y: yOf(low, scale), y2: { field: high } },
  });
  const layer: Json[] = [
    band('p10', 'p90', 0.18),
    band('p25', 'p75', 0.26),
    ...(reference === null
      ? []
      : [
          {
            data: { values: [{ y: short(reference) }] },
            mark: { type: 'rule', stroke: 'var(--tm-ref)', strokeWidth: 1, clip: true },
            encoding: { y: yOf('y', scale) },
          },
        ]),
    {
      mark: {
        type: 'line',
        stroke: 'var(--tm-cur)',
        strokeWidth: 2,
        clip: true,
        invalid: 'break-paths-show-domains',
      },
      encoding: { x: xOf('x'), y: yOf('p50', scale) },
    },
    {
      // A chunk between two without values would else be nowhere.
      transform: [{ filter: 'isValid(datum.p50)' }],
      mark: {
        type: 'point',
        filled: true,
        fill: 'var(--tm-cur)',
        opacity: 1,
        size: chunks.length > 70 ? 0 : 14,
      },
      encoding: { x: xOf('x'), y: yOf('p50', scale) },
    },
  ];
  return { ...frame({ height, layer }), data: { values } };
}
