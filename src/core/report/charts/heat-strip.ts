import { heatBuckets, worstClass } from './heat-buckets.js';
import { frame, short, xOf, type ChartSpec, type Json } from './plot.js';

/** How loud a cell is: under half the warning limit, up to it, beyond it, beyond the alert limit; or no verdict. */
export type HeatClass = 'quiet' | 'some' | 'warn' | 'alert' | 'unknown' | 'none';

/** What a strip draws of a row: one class and label for each chunk. */
export interface HeatStripRow {
  readonly name: string;
  /** Whether the name is a column, to be set in the editor's font. */
  readonly code: boolean;
  readonly cells: readonly { readonly cls: HeatClass; readonly label: string }[];
}

interface HeatStripOptions {
  readonly rows: readonly HeatStripRow[];
  /** Where the chunks lie, from 0 to 1. */
  readonly chunks: readonly { readonly x0: number; readonly x1: number }[];
  readonly width: number;
  readonly rowHeight: number;
  /** Room at the left; with names in it where they are drawn (files), else HTML shows them. */
  readonly left: number;
  readonly names: boolean;
  /** Room at the top, when another strip follows directly. */
  readonly top?: number;
}

export const BAR_HEIGHT: Readonly<Record<HeatClass, number>> = {
  alert: 1,
  warn: 0.6,
  some: 0.22,
  quiet: 0.22,
  unknown: 0.22,
  none: 0,
};

/** Narrower cells lose their text, and say by height what they said by text. */
export const LEAST_CELL = 20;

/** The heat strip: a rectangle for each feature and chunk, by verdict; its value as text from the warning up. */
export function heatStrip({
  rows,
  chunks,
  width,
  rowHeight,
  left,
  names,
  top = 0,
}: HeatStripOptions): ChartSpec {
  const buckets = heatBuckets(chunks, width);
  const cellWidth = Math.min(...buckets.map(({ x0, x1 }) => (x1 - x0) * width));
  const bars = cellWidth < LEAST_CELL;
  const gap = Math.min(1, cellWidth * 0.06) / width;
  const values = rows.flatMap((row, i) =>
    buckets.flatMap(({ first, last, x0, x1 }) => {
      const cells = row.cells.slice(first, last + 1);
      const cls = worstClass(cells.map((cell) => cell.cls));
      if (cls === 'none') return [];
      const bottom = i * rowHeight + rowHeight - (bars ? 4 : 1);
      const height = bars ? (rowHeight - 6) * BAR_HEIGHT[cls] : rowHeight - 2;
      return [
        {
          x0: short(x0 + gap / 2),
          x1: short(x1 - gap / 2),
          y0: short(bottom - height),
          y1: bottom,
          cls,
          label: bars ? '' : (cells[0]?.label ?? ''),
        },
      ];
    }),
  );
  const height = rows.length * rowHeight;
  const y = (field: string): Json => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false },
  });
  const layer: Json[] = [
    {
      transform: [{ filter: "datum.cls === 'unknown'" }],
      mark: {
        type: 'rect',
        cornerRadius: bars ? 0 : 1,
        fill: 'transparent',
        stroke: 'var(--tm-rule-strong)',
        strokeDash: [2, 2],
      },
      encoding: { x: xOf('x0'), x2: { field: 'x1' }, y: y('y0'), y2: { field: 'y1' } },
    },
    {
      transform: [{ filter: "datum.cls !== 'unknown'" }],
      mark: { type: 'rect', cornerRadius: bars ? 0 : 1 },
      encoding: {
        x: xOf('x0'),
        x2: { field: 'x1' },
        y: y('y0'),
        y2: { field: 'y1' },
        fill: {
          field: 'cls',
          type: 'nominal',
          legend: null,
          scale: {
            domain: ['quiet', 'some', 'warn', 'alert'],
            range: [
              'var(--tm-h0)',
              'var(--tm-h1)',
              bars ? 'var(--tm-warn)' : 'var(--tm-h2)',
              'var(--tm-alert)',
            ],
          },
        },
        stroke: {
          condition: [
            { test: "datum.cls === 'warn'", value: 'var(--tm-warn)' },
            { test: "datum.cls === 'quiet' || datum.cls === 'some'", value: 'var(--tm-cell-edge)' },
          ],
          value: null,
        },
      },
    },
    {
      transform: [
        { filter: "datum.label !== ''" },
        { calculate: '(datum.x0 + datum.x1) / 2', as: 'x' },
        { calculate: '(datum.y0 + datum.y1) / 2', as: 'y' },
      ],
      mark: { type: 'text', fontSize: cellWidth < 27 ? 10 : 11, baseline: 'middle', dy: 0.5 },
      encoding: {
        x: xOf('x'),
        y: y('y'),
        text: { field: 'label' },
        fill: { condition: { test: "datum.cls === 'alert'", value: 'var(--tm-bg)' }, value: 'var(--tm-fg)' },
      },
    },
    ...(names ? nameLayers(rows, rowHeight, left, y) : []),
  ];
  return { ...frame({ height, layer, width, left, top, bottom: 0 }), data: { values } };
}

function nameLayers(
  rows: readonly HeatStripRow[],
  rowHeight: number,
  left: number,
  y: (field: string) => Json,
): Json[] {
  return [true, false].map((code) => ({
    data: {
      values: rows.flatMap((row, i) =>
        row.code === code ? [{ name: row.name, y: (i + 0.5) * rowHeight }] : [],
      ),
    },
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'middle',
      fontSize: 12,
      fontWeight: code ? 600 : 400,
      font: code ? 'var(--tm-mono)' : 'var(--tm-font)',
      fill: 'var(--tm-fg)',
    },
    encoding: { x: { value: -left }, y: y('y'), text: { field: 'name' } },
  }));
}
