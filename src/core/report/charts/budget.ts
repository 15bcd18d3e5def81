import { frame, short, xOf, type ChartSpec, type Json } from './plot.js';
import type { SeriesPoint } from './series.js';
import { thinned } from './thin.js';
import { limitRules, yOf, yScale, type PlotLimits } from './y-scale.js';

/** What is left of an error budget, by chunk: steps from zero, in the alert colour once it is spent. */
export function budgetChart(points: readonly SeriesPoint[], limits: PlotLimits, height: number): ChartSpec {
  const known = points.filter((point) => point.value !== null);
  const values = thinned(known, ({ value }) => -(value ?? 0)).map(({ x0, x1, value, judged }) => ({
    x0: short(x0),
    x1: short(x1),
    zero: 0,
    value,
    state: (value ?? 0) < 0 ? 'spent' : judged ? 'left' : 'open',
  }));
  const scale = yScale({
    values: [1, ...values.map(({ value }) => value).filter((value) => value !== null)],
    limits,
    unit: 'share',
    height,
    zero: true,
  });
  const steps = (state: string, mark: Json & object): Json => ({
    transform: [{ filter: `datum.state === '${state}'` }],
    mark: { type: 'rect', clip: true, ...mark },
    encoding: { x: xOf('x0'), x2: { field: 'x1' }, y: yOf('zero', scale), y2: { field: 'value' } },
  });
  const layer: Json[] = [
    steps('left', { fill: 'var(--tm-ref-soft)' }),
    steps('open', { fill: 'var(--tm-h0)', stroke: 'var(--tm-ref)', strokeDash: [2, 2] }),
    steps('spent', { fill: 'var(--tm-alert)' }),
    {
      mark: { type: 'rule', stroke: 'var(--tm-ref)', strokeWidth: 1.5, clip: true },
      encoding: { x: xOf('x0'), x2: { field: 'x1' }, y: yOf('value', scale) },
    },
    ...limitRules(scale),
  ];
  return { ...frame({ height, layer }), data: { values } };
}
