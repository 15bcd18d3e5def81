import { formatShare } from '../words.js';
import { frame, short, xOf, type ChartSpec } from './plot.js';
import type { SeriesPoint } from './series.js';
import { thinned } from './thin.js';

/** The share of rows with a label, by chunk: filled where it holds, hollow with its number where it does not. */
export function coverageBars(points: readonly SeriesPoint[], height: number): ChartSpec {
  const wide = points.length <= 34;
  const known = points.filter((point) => point.value !== null);
  const values = thinned(known, (point) => (point.judged ? 0 : 1) - (point.value ?? 0)).map((point) => {
    const inset = (point.x1 - point.x0) * 0.06;
    const full =
      point.judged && point.verdict !== 'warn' && point.verdict !== 'alert' && point.verdict !== 'error';
    return {
      x0: short(point.x0 + inset),
      x1: short(point.x1 - inset),
      x: short((point.x0 + point.x1) / 2),
      value: short(point.value ?? 0),
      zero: 0,
      full,
      verdict: point.verdict,
      label: full || !wide ? '' : formatShare(point.value ?? 0),
    };
  });
  const y = (field: string) =>
    ({ field, type: 'quantitative', axis: null, scale: { domain: [0, 1], nice: false } }) as const;
  const spec = frame({
    height,
    top: 18,
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          x: xOf('x0'),
          x2: { field: 'x1' },
          y: y('zero'),
          y2: { field: 'value' },
          fill: { condition: { test: 'datum.full', value: 'var(--tm-ref-soft)' }, value: 'transparent' },
          stroke: {
            condition: [
              { test: 'datum.full', value: 'transparent' },
              { test: "datum.verdict === 'alert'", value: 'var(--tm-alert)' },
            ],
            value: 'var(--tm-cur)',
          },
        },
      },
      {
        mark: { type: 'text', baseline: 'bottom', dy: -3, fontSize: 11, fill: 'var(--tm-fg)' },
        encoding: { x: xOf('x'), y: y('value'), text: { field: 'label' } },
      },
    ],
  });
  return { ...spec, data: { values } };
}
