import type { TopLevelSpec } from 'vega-lite';

import type { ChartSpec } from '../core/report/charts/plot.js';
import { textWidth } from './text-width.js';

/**
 * Draws a chart as SVG, without a canvas and without evaluating code. Vega is loaded at the first call: most
 * runs draw nothing.
 */
export async function renderSvg(spec: ChartSpec): Promise<string> {
  const [{ compile }, vega, { expressionInterpreter }] = await Promise.all([
    import('vega-lite'),
    import('vega'),
    import('vega-interpreter'),
  ]);
  measureLikeAPage(vega);
  const compiled = compile(spec as unknown as TopLevelSpec, { logger: vega.logger(vega.Error) });
  // Vega counts the ids of clips and gradients through the whole process: a chart is to be the same whenever it is drawn.
  vega.resetSVGDefIds();
  const runtime = vega.parse(compiled.spec, undefined, { ast: true });
  const view = new vega.View(runtime, {
    renderer: 'none',
    expr: expressionInterpreter,
    loader: closedLoader(),
  });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** A Vega-Lite spec as the Vega spec that a page draws without Vega-Lite. */
export async function compileChart(spec: ChartSpec): Promise<object> {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  return compile(spec as unknown as TopLevelSpec, { logger: vega.logger(vega.Error) }).spec;
}

/** What of a drawn text its width depends on. */
interface DrawnText {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
  /** Where it is cut, px; 0 = nowhere. */
  readonly limit?: number;
}

/** Without a canvas Vega takes all letters for wide ones, and cuts labels that fit. Its types do not know of this. */
function measureLikeAPage(vega: object): void {
  const { textMetrics } = vega as { textMetrics: { width: (item: DrawnText, text: unknown) => number } };
  textMetrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, text) => {
    const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    const width = textWidth(String(text ?? ''), fontSize, bold);
    return limit > 0 ? Math.min(width, limit) : width;
  };
}

/** Data is inline: whatever a spec asks for from elsewhere is refused. */
function closedLoader() {
  const refuse = (): Promise<never> => Promise.reject(new Error('A chart may not load anything.'));
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {}, fileAccess: false };
}
