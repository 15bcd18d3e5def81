import type { Distribution } from '../report.js';
import { formatNumber, formatShare, withMinus } from '../words.js';
import { frame, short, type ChartSpec, type Json } from './plot.js';
import { namedTicks, yOf, yScale } from './y-scale.js';

const NONE = { warn: null, alert: null };

/**
 * A numeric column on the bins of the reference: its share of rows as a filled step area, the current one as a
 * step line. Bins are equally wide, named by their edges: their height is what a shift is measured on.
 */
export function distributionSteps(distribution: Distribution, width: number, height: number): ChartSpec {
  const { bins } = distribution;
  const scale = yScale({
    values: bins.flatMap((bin) => [bin.reference, bin.current]),
    limits: NONE,
    unit: 'share',
    height,
    zero: true,
  });
  const values = [...bins, ...bins.slice(-1)].map((bin, i) => ({
    x: i,
    reference: short(bin.reference),
    current: short(bin.current),
  }));
  const edges = bins.flatMap((bin, i) =>
    i === 0 || bin.low === null ? [] : [{ value: i, label: formatNumber(bin.low) }],
  );
  const x = (field: string): Json => ({
    field,
    type: 'quantitative',
    axis: { orient: 'bottom', grid: false, ...namedTicks(edges) },
    scale: { domain: [0, Math.max(1, bins.length)], nice: false, zero: false },
  });
  const layer: Json[] = [
    {
      mark: {
        type: 'area',
        interpolate: 'step-after',
        fill: 'var(--tm-ref-soft)',
        line: { stroke: 'var(--tm-ref)', strokeWidth: 1, interpolate: 'step-after' },
      },
      encoding: { x: x('x'), y: yOf('reference', scale) },
    },
    {
      mark: { type: 'line', interpolate: 'step-after', stroke: 'var(--tm-cur)', strokeWidth: 2 },
      encoding: { x: x('x'), y: yOf('current', scale) },
    },
  ];
  return { ...frame({ width, height, layer, bottom: 22, top: 8, right: 8 }), data: { values } };
}

/** Points of share that each bin gained or lost, the larger the louder. */
export function distributionChanges(distribution: Distribution, width: number, rowHeight: number): ChartSpec {
  const { bins } = distribution;
  const left = 108;
  const right = 52;
  const largest = Math.max(0.001, ...bins.map((bin) => Math.abs(bin.current - bin.reference)));
  const total = bins.reduce((sum, bin) => sum + bin.part, 0);
  const height = bins.length * rowHeight;
  const values = bins.map((bin, i) => ({
    label: withMinus(bin.label),
    change: short(bin.current - bin.reference),
    zero: 0,
    y0: i * rowHeight + 4,
    y1: (i + 1) * rowHeight - 4,
    y: (i + 0.5) * rowHeight,
    loud: total > 0 && bin.part / total >= 0.2,
    part: bin.part < 0.0005 ? '0.000' : bin.part.toFixed(3),
  }));
  const x = (field: string): Json => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [-largest * 1.05, largest * 1.05], nice: false },
  });
  const y = (field: string): Json => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false },
  });
  const text = (align: string, at: Json, field: string): Json => ({
    mark: { type: 'text', align, baseline: 'middle', fontSize: 11, fill: 'var(--tm-fg)', limit: left - 8 },
    encoding: { x: { value: at }, y: y('y'), text: { field } },
  });
  const layer: Json[] = [
    {
      mark: { type: 'rect' },
      encoding: {
        x: x('zero'),
        x2: { field: 'change' },
        y: y('y0'),
        y2: { field: 'y1' },
        fill: { condition: { test: 'datum.loud', value: 'var(--tm-cur)' }, value: 'var(--tm-ref)' },
      },
    },
    {
      data: { values: [{ x: 0 }] },
      mark: { type: 'rule', stroke: 'var(--tm-rule-strong)' },
      encoding: { x: x('x') },
    },
    text('right', -8, 'label'),
    text('right', { expr: `width + ${right - 4}` }, 'part'),
  ];
  return { ...frame({ width: width - left - right, height, layer, left, right }), data: { values } };
}

/** What a numeric distribution says in a sentence. */
export function numericAlt(name: string, distribution: Distribution, now: string): string {
  const { quantiles, bins } = distribution;
  const moved = [...bins].sort(
    (a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference),
  )[0];
  const median =
    quantiles === null || quantiles.reference[2] === undefined || quantiles.current[2] === undefined
      ? ''
      : `: median ${formatNumber(quantiles.current[2])} in the ${now}, ${formatNumber(quantiles.reference[2])} in the reference`;
  const widest =
    moved === undefined
      ? ''
      : `; the bin ${withMinus(moved.label)} went from ${formatShare(moved.reference)} to ${formatShare(moved.current)}`;
  return `${name}${median}${widest}.`;
}
