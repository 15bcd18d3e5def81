import type { ChartSpec, Plot } from '../../src/core/report/charts/plot.js';
import { h } from './dom.js';
import { valueTable } from './value-table.js';
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
  let wanted = 0;
  let last = 0;
  let closed = false;
  let near = false;
  const drawNow = async (): Promise<void> => {
    if (closed || !near || wanted === last) return;
    const width = wanted;
    last = width;
    const spec = specAt(width);
    const { draw } = await loadEngine();
    await ownTurn();
    if (closed || last !== width) return;
    const { left, right } = framing(spec);
    drawn?.finalize();
    drawn = await draw(element, spec, Math.max(10, width - left - right));
  };
  // Of a long page only the charts near what is in sight are drawn.
  const observer = new IntersectionObserver(
    (entries) => {
      near ||= entries.some(({ isIntersecting }) => isIntersecting);
      if (near) observer.disconnect();
      void drawNow();
    },
    { rootMargin: '200px 0px' },
  );
  observer.observe(element);
  return {
    element,
    draw: async (width) => {
      if (width <= 0 || width === wanted || closed) return;
      wanted = width;
      element.style.height = `${fullHeight(specAt(width))}px`;
      await drawNow();
    },
    finalize: () => {
      closed = true;
      observer.disconnect();
      drawn?.finalize();
      drawn = null;
    },
  };
}

/** Each chart is a task of its own: the page answers in between. */
let turn: Promise<void> = Promise.resolve();
function ownTurn(): Promise<void> {
  turn = turn.then(() => new Promise((resolve) => window.setTimeout(resolve)));
  return turn;
}

/** A plot's chart with what is read instead of it: its sentence, and its values as a table. */
export function accessiblePlot(plot: Plot, own: Chart): HTMLElement {
  const id = `table-${++tables}`;
  const image = h('div', { role: 'img', 'aria-label': plot.alt, 'aria-describedby': id }, own.element);
  return h('div', { class: 'plot-box' }, image, valueTable(plot, id));
}

let tables = 0;
