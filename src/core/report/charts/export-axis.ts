import type { TimeAxis } from './axis.js';
import { xOf, type ChartSpec, type Json } from './plot.js';

/** Room above a chart for the names of the versions. */
const FLAG_HEIGHT = 16;

/**
 * The chart as it stands in a file: the time axis, which the dashboard draws over all plots, is drawn in it.
 * `flags` names the versions above the chart; without it their lines only are drawn.
 */
export function withTimeAxis(spec: ChartSpec, axis: TimeAxis, flags = false): ChartSpec {
  const padding = spec['padding'] as Readonly<Record<string, number>>;
  // At the left edge a line would be taken for an axis.
  const versions = axis.versions.map(({ x, label }) => ({ x, label }));
  const lines = versions.filter(({ x }) => x > 0.005);
  const layer: Json[] = [
    ...spec.layer,
    {
      data: { values: axis.marks.filter(({ x }) => x < 0.96).map(({ x, label }) => ({ x, label })) },
      mark: { type: 'text', align: 'left', baseline: 'top', dy: 6, fontSize: 11, fill: 'var(--tm-muted)' },
      encoding: { x: xOf('x'), y: { value: spec.height }, text: { field: 'label' } },
    },
    {
      data: { values: lines },
      mark: { type: 'rule', stroke: 'var(--tm-rule-strong)' },
      encoding: { x: xOf('x') },
    },
  ];
  if (flags) {
    layer.push({
      data: { values: versions.filter(({ x }) => x < 0.96) },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'bottom',
        dy: -4,
        dx: 2,
        fontSize: 11,
        fill: 'var(--tm-fg)',
      },
      encoding: { x: xOf('x'), y: { value: 0 }, text: { field: 'label' } },
    });
  }
  const top = (padding['top'] ?? 0) + (flags ? FLAG_HEIGHT : 0);
  return { ...spec, layer, padding: { ...padding, top, bottom: 24 } };
}
