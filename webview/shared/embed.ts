import type { ChartSpec, Plot } from '../../src/core/report/charts/plot.js';
import { h } from './dom.js';
import type * as Engine from './draw.js';

/** A chart in the page: it draws itself when Vega is there, and follows its element's width. */
export interface Chart {
  readonly element: HTMLElement;
  /** Draws at a width, or anew at another; the spec may depend on the width. */
  readonly draw: (width: number) => Promise<void>;
  readonly finalize: () => void;
}

let engine: Promise<typeof Engine> | null = null;

/** Vega is most of the code and none of the first paint: it comes when the first chart asks. */
function loadEngine(): Promise<typeof Engine> {
  engine ??= import('./draw.js');
  return engine;
}

/** Widths of a spec's frame at the left and the right of the plot. */
export function framing(spec: ChartSpec): { left: number; right: number } {
  const padding = spec['padding'] as Readonly<Record<string, number>>;
  return { left: padding['left'] ?? 0, right: padding['right'] ?? 0 };
}

/** Height of a spec with its frame: the place is kept before the chart is there. */
export function fullHeight(spec: ChartSpec): number {
  const padding = spec['padding'] as Readonly<Record<string, number>>;
  return spec.height + (padding['top'] ?? 0) + (padding['bottom'] ?? 0);
}

/** A chart whose spec is made for the width at which it is drawn. */
export function chart(specAt: (width: number) => ChartSpec): Chart {
  const element = h('div', { class: 'chart', 'aria-hidden': 'true' });
  let drawn: Engine.Drawn | null = null;
  let last = 0;
  let closed = false;
  return {
    element,
    draw: async (width) => {
      if (width <= 0 || width === last || closed) return;
      last = width;
      const spec = specAt(width);
      element.style.height = `${fullHeight(spec)}px`;
      const { draw } = await loadEngine();
      if (closed || last !== width) return;
      const { left, right } = framing(spec);
      drawn?.finalize();
      drawn = await draw(element, spec, Math.max(10, width - left - right));
    },
    finalize: () => {
      closed = true;
      drawn?.finalize();
      drawn = null;
    },
  };
}

/** A plot's chart with what is read instead of it: its sentence, and its values as a table. */
export function accessiblePlot(plot: Plot, own: Chart): HTMLElement {
  const id = `table-${++tables}`;
  const image = h('div', { role: 'img', 'aria-label': plot.alt, 'aria-describedby': id }, own.element);
  return h('div', { class: 'plot-box' }, image, valueTable(plot, id));
}

let tables = 0;

function valueTable({ table, alt }: Plot, id: string): HTMLElement {
  const head = h('tr', {}, ...table.head.map((text) => h('th', { scope: 'col' }, text)));
  const rows = table.rows.map((row) =>
    h('tr', {}, ...row.map((text, i) => (i === 0 ? h('th', { scope: 'row' }, text) : h('td', {}, text)))),
  );
  const caption = h('caption', {}, alt);
  const own = h('table', {}, caption, h('thead', {}, head), h('tbody', {}, ...rows));
  // A table keeps its own height whatever it is told: the box around it hides it.
  return h('div', { class: 'visually-hidden values', id }, own);
}
