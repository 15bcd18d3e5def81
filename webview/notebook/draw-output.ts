import type { CellOutput, ChartOutput } from '../../src/core/notebook/outputs/output.js';
import type { ChartSpec } from '../../src/core/report/charts/plot.js';
import { VERDICT_WORDS } from '../../src/core/report/view.js';
import { h } from '../shared/dom.js';
import { verdictIcon } from '../shared/icons.js';
import { showTip } from '../shared/tip.js';
import type { FromRenderer } from './protocol.js';
import { drawTable } from './table.js';

/** What outputs are drawn with. */
export interface OutputTools {
  /** Null where the editor does not listen. */
  readonly post: ((message: FromRenderer) => void) | null;
  /** Takes what must be ended when the output goes. */
  readonly onEnd: (dispose: () => void) => void;
}

/** Draws one output into an element. */
export async function drawOutput(root: HTMLElement, output: CellOutput, tools: OutputTools): Promise<void> {
  switch (output.kind) {
    case 'verdict':
      root.append(
        h(
          'div',
          { class: 'verdict' },
          verdictIcon(output.verdict, 18),
          h('p', {}, h('b', {}, output.heading)),
          h('p', { class: 'sentence' }, output.sentence),
        ),
        h(
          'ul',
          { class: 'families' },
          ...output.families.map(({ title, verdict, because }) =>
            h('li', {}, verdictIcon(verdict), h('b', {}, title), h('span', {}, because)),
          ),
        ),
      );
      return;
    case 'text':
      root.append(h('p', { class: output.muted ? 'text muted' : 'text' }, output.text));
      return;
    case 'lines':
      root.append(
        h(
          'ul',
          { class: 'lines' },
          ...output.lines.map(({ verdict, text }) =>
            h('li', {}, verdictIcon(verdict), h('span', {}, `${VERDICT_WORDS[verdict]}: ${text}`)),
          ),
        ),
      );
      return;
    case 'table':
      drawTable(root, output, tools);
      return;
    case 'chart':
      await drawChart(root, output, tools);
      return;
    case 'error': {
      const place = output.place === null ? '' : `Line ${output.place.line}, column ${output.place.column}: `;
      root.append(
        h(
          'div',
          { class: 'failed', role: 'note' },
          verdictIcon('error'),
          h('p', {}, h('b', {}, 'This cell failed. '), `${place}${output.message}`),
        ),
      );
    }
  }
}

let figures = 0;

async function drawChart(root: HTMLElement, output: ChartOutput, tools: OutputTools): Promise<void> {
  const id = `tm-values-${++figures}`;
  // Vega names the element that it draws into itself: the words are those of the box around it.
  const inner = h('div', { 'aria-hidden': 'true' });
  const box = h(
    'div',
    { class: 'drawing', role: 'img', 'aria-label': output.alt, 'aria-describedby': id },
    inner,
  );
  const values = h(
    'div',
    { class: 'visually-hidden', id },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...output.table.head.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...output.table.rows.map((row) => h('tr', {}, ...row.map((text) => h('td', {}, text))))),
    ),
  );
  if (output.title !== '') root.append(h('p', { class: 'title' }, output.title));
  if (output.subtitle !== '') root.append(h('p', { class: 'sub' }, output.subtitle));
  root.append(box, values);
  try {
    // Vega is most of the code: it comes with the first chart.
    const { draw } = await import('../shared/draw.js');
    const drawn = await draw(inner, output.spec as ChartSpec, null, (event, value) =>
      showTip(box, event, value),
    );
    tools.onEnd(drawn.finalize);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    box.replaceChildren(h('p', { class: 'text' }, `This chart cannot be drawn: ${message}. ${output.alt}`));
  }
}
