import { frame, xOf, type ChartSpec, type Json } from './plot.js';
import { pointData, type SeriesPoint } from './series.js';
import { loudness, thinned } from './thin.js';
import { limitRules, yOf, yScale, type PlotLimits, type Unit } from './y-scale.js';

interface ValueBarsOptions {
  readonly points: readonly SeriesPoint[];
  readonly limits: PlotLimits;
  readonly unit: Unit;
  readonly height: number;
}

/** An amount by chunk as bars from zero, coloured by verdict, with the interval as a thin line and the limits. */
export function valueBars({ points, limits, unit, height }: ValueBarsOptions): ChartSpec {
  const scale = yScale({
    values: points
      .flatMap((point) => [point.value, point.interval?.[1] ?? null])
      .filter((value) => value !== null),
    limits,
    unit,
    height,
    zero: true,
  });
  const bar = (test: string, mark: Json & object): Json => ({
    transform: [
      { filter: `isValid(datum.value) && (${test})` },
      { calculate: 'datum.x0 + (datum.x1 - datum.x0) * 0.08', as: 'a' },
      { calculate: 'datum.x1 - (datum.x1 - datum.x0) * 0.08', as: 'b' },
      { calculate: '0', as: 'zero' },
    ],
    mark: { type: 'rect', clip: true, ...mark },
    encoding: { x: xOf('a'), x2: { field: 'b' }, y: yOf('zero', scale), y2: { field: 'value' } },
  });
  const layer: Json[] = [
    bar(
      "datum.judged && datum.verdict !== 'warn' && datum.verdict !== 'alert' && datum.verdict !== 'error'",
      { fill: 'var(--tm-ref-soft)' },
    ),
    bar("datum.judged && datum.verdict === 'warn'", { fill: 'var(--tm-h2)', stroke: 'var(--tm-warn)' }),
    bar("datum.judged && (datum.verdict === 'alert' || datum.verdict === 'error')", {
      fill: 'var(--tm-alert)',
    }),
    bar('!datum.judged', { fill: 'var(--tm-h0)', stroke: 'var(--tm-ref)', strokeDash: [2, 2] }),
    {
      transform: [{ filter: 'isValid(datum.lo)' }],
      mark: { type: 'rule', stroke: 'var(--tm-fg)', strokeWidth: 1, clip: true },
      encoding: { x: xOf('x'), y: yOf('lo', scale), y2: { field: 'hi' } },
    },
    ...limitRules(scale),
  ];
  return { ...frame({ height, layer }), data: { values: pointData(thinned(points, loudness)) } };
}
