import embed, { type Result, type VisualizationSpec } from 'vega-embed';

import type { ChartSpec } from '../../src/core/report/charts/plot.js';

/** A drawn chart. */
export interface Drawn {
  readonly resize: (width: number) => void;
  readonly finalize: () => void;
}

/** Data is inline: a spec that asks for more gets nothing. */
const refuse = (): Promise<never> => Promise.reject(new Error('A chart may not load anything.'));
const closedLoader = {
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
  options: {},
  fileAccess: false,
};

/** Told of the mark under the pointer: what it has to say, or nothing. */
export type TipHandler = (event: MouseEvent, value: unknown) => void;

/** Draws a spec into an element as SVG, with no evaluation and nothing written into the page's styles. */
export async function draw(
  element: HTMLElement,
  spec: ChartSpec,
  width: number | null,
  onTip: TipHandler | null = null,
): Promise<Drawn> {
  const sized = width === null ? spec : { ...spec, width };
  const result: Result = await embed(element, sized as unknown as VisualizationSpec, {
    mode: 'vega-lite',
    ast: true,
    renderer: 'svg',
    actions: false,
    defaultStyle: false,
    tooltip: onTip === null ? false : (_handler, event, _item, value) => onTip(event, value),
    hover: false,
    loader: closedLoader,
    logLevel: 1,
  });
  return {
    resize: (next) => void result.view.width(next).runAsync(),
    finalize: () => result.finalize(),
  };
}
