import type { Json } from '../../report/charts/plot.js';
import type { ChartCell } from '../chart-cell.js';
import type { ChartOutput, TableOutput } from './output.js';

const WIDTH = 640;
const HEIGHT = 240;
const MOST_TABLE_ROWS = 200;

/** The looks of a chart that says nothing of them itself: quiet axes, our colours, the theme's font. */
const CONFIG: Readonly<Record<string, Json>> = {
  aria: false,
  font: 'var(--tm-font)',
  background: 'transparent',
  view: { stroke: null },
  mark: { color: 'var(--tm-cur)' },
  rule: { color: 'var(--tm-ref)' },
  text: { color: 'var(--tm-fg)' },
  arc: { fill: 'var(--tm-cur)' },
  axis: {
    domain: false,
    ticks: false,
    gridColor: 'var(--tm-rule)',
    labelColor: 'var(--tm-muted)',
    titleColor: 'var(--tm-muted)',
    titleFontWeight: 400,
    labelFontSize: 11,
    titleFontSize: 12,
    labelPadding: 6,
  },
  axisDiscrete: { grid: false },
  legend: { labelColor: 'var(--tm-fg)', titleColor: 'var(--tm-muted)', titleFontWeight: 400 },
  header: { labelColor: 'var(--tm-fg)', titleColor: 'var(--tm-muted)' },
  title: { color: 'var(--tm-fg)', subtitleColor: 'var(--tm-muted)' },
  range: {
    category: [
      'var(--tm-cur)',
      'var(--tm-est)',
      'var(--tm-ref)',
      'var(--tm-warn)',
      'var(--tm-pass)',
      'var(--tm-alert)',
    ],
    heatmap: ['var(--tm-h0)', 'var(--tm-cur)'],
    ramp: ['var(--tm-h0)', 'var(--tm-cur)'],
    ordinal: ['var(--tm-cur-soft)', 'var(--tm-cur)'],
  },
};

/** A chart over the rows of a table. */
export function userChart(cell: ChartCell, table: TableOutput): ChartOutput {
  const names = table.columns.map(({ name }) => name);
  const values = table.rows.map((row) =>
    Object.fromEntries(names.map((name, i) => [name, (row[i]?.value ?? null) as Json])),
  );
  const single = ['facet', 'hconcat', 'vconcat', 'concat', 'repeat'].every((key) => !(key in cell.spec));
  const { config, ...spec } = cell.spec;
  const own =
    typeof config === 'object' && config !== null && !Array.isArray(config)
      ? (config as Record<string, Json>)
      : {};
  const cut =
    table.total === null || table.total > table.rows.length
      ? ` Drawn from the first ${table.rows.length} rows.`
      : '';
  return {
    kind: 'chart',
    title: cell.title ?? '',
    subtitle: `${cell.subtitle ?? ''}${cut}`.trim(),
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      ...(single ? { width: WIDTH, height: HEIGHT, autosize: { type: 'fit', contains: 'padding' } } : {}),
      ...spec,
      background: 'transparent',
      data: { values },
      config: { ...CONFIG, ...own },
    },
    alt: `${cell.title ?? 'Chart'}: ${table.rows.length} rows of ${cell.data} (${names.join(', ')}).`,
    table: {
      head: names,
      rows: table.rows.slice(0, MOST_TABLE_ROWS).map((row) => row.map(({ text }) => text)),
    },
  };
}
