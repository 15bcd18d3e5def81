import { parse, View, type Spec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';

import { showTip } from '../shared/tip.js';
import { sortTables } from './sort.js';

/*
 * The script of an exported report: draws the charts again where they stand as pictures, with values under the pointer, and
 * lets tables be sorted. Nothing is loaded and nothing evaluated.
 */
const refuse = (): Promise<never> => Promise.reject(new Error('A chart may not load anything.'));

async function drawAll(): Promise<void> {
  const text = document.getElementById('charts')?.textContent ?? '[]';
  const specs = JSON.parse(text) as Spec[];
  for (const place of document.querySelectorAll<HTMLElement>('[data-chart]')) {
    const spec = specs[Number(place.dataset['chart'])];
    if (spec !== undefined) await draw(place, spec);
  }
}

async function draw(place: HTMLElement, spec: Spec): Promise<void> {
  const still = place.firstElementChild;
  const live = document.createElement('div');
  const view = new View(parse(spec, undefined, { ast: true }), {
    renderer: 'svg',
    container: live,
    hover: true,
    expr: expressionInterpreter,
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  } as unknown as ConstructorParameters<typeof View>[1]);
  view.tooltip((_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) =>
    showTip(place, event, value),
  );
  try {
    await view.runAsync();
  } catch {
    // The picture that stands there says the same.
    view.finalize();
    return;
  }
  live.setAttribute('aria-hidden', 'true');
  // Vega calls the box by a name of its own.
  still?.replaceWith(live);
}

sortTables();
void drawAll();
