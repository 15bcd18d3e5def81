/** What specs are made of: plain data, so that they travel to a webview and into a file. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A Vega-Lite spec with its data inline and its colours as tokens (`var(--tm-…)`). */
export interface ChartSpec {
  readonly width: number;
  readonly height: number;
  readonly layer: readonly Json[];
  readonly [key: string]: Json;
}

/** A chart with what is read instead of it. */
export interface Plot {
  readonly spec: ChartSpec;
  /** One sentence with the numbers that matter. */
  readonly alt: string;
  readonly table: PlotTable;
}

/** The values behind a chart, as text. */
export interface PlotTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Width of the plots until the view that shows them says its own. */
const PLOT_WIDTH = 846;

/** Room for the y axis at the left of every plot, so that all plots share x to the pixel. */
export const GUTTER = 44;

interface Frame {
  readonly height: number;
  readonly layer: readonly Json[];
  readonly width?: number;
  readonly left?: number;
  readonly right?: number;
  readonly top?: number;
  readonly bottom?: number;
}

/** The frame that every chart shares: fixed size, no background, quiet axes. */
export function frame({
  height,
  layer,
  width = PLOT_WIDTH,
  left = GUTTER,
  right = 0,
  top = 4,
  bottom = 4,
}: Frame): ChartSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    autosize: { type: 'none' },
    background: 'transparent',
    padding: { left, right, top, bottom },
    width,
    height,
    layer,
    config: {
      // The alternative text is the view's; Vega's own would announce every mark.
      aria: false,
      font: 'var(--tm-font)',
      view: { stroke: null },
      axis: {
        domain: false,
        ticks: false,
        grid: true,
        gridColor: 'var(--tm-rule)',
        labelColor: 'var(--tm-muted)',
        labelFontSize: 11,
        labelPadding: 8,
        title: null,
      },
    },
  };
}

/** The x encoding of everything on the time axis: positions from 0 to 1 (see `axis.ts`). */
export function xOf(field: string): Json {
  return { field, type: 'quantitative', axis: null, scale: { domain: [0, 1], nice: false, zero: false } };
}

/** A number for a spec: six digits are more than a screen has pixels. */
export function short(x: number): number {
  return Number(x.toPrecision(6));
}
