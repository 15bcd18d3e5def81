import type { WhereView } from '../../src/core/report/charts/ledger.js';
import { h } from '../shared/dom.js';
import { withMenu } from './chart-menu.js';
import { linkButton } from '../shared/link-button.js';
import { accessiblePlot, chart, type Chart } from '../shared/embed.js';

function segmentLink(segment: string, onSegment: (segment: string) => void): HTMLElement {
  const link = linkButton(segment, () => onSegment(segment));
  link.classList.add('code');
  link.setAttribute('aria-label', `Show ${segment}`);
  return link;
}

/** Where performance is worst: a line for each segment, its dot and interval, and the numbers beside. */
export function whereSection(
  views: readonly WhereView[],
  charts: Chart[],
  onSegment: (segment: string) => void,
): HTMLElement | null {
  if (views.length === 0) return null;
  return h(
    'section',
    { class: 'section where', 'aria-labelledby': 'section-where' },
    h('div', { class: 'section-head' }, h('h2', { id: 'section-where', tabindex: -1 }, 'Where')),
    ...views.map((view, i) => {
      const drawn = chart(() => view.plot.spec);
      charts.push(drawn);
      return h(
        'div',
        { class: 'where-metric' },
        h('p', {}, h('b', {}, `${view.title}. `), view.sentence),
        h(
          'p',
          { class: 'muted small' },
          'Line: all rows. Dot with 95 % interval: filled where it is surely worse, hollow where that cannot be told.',
        ),
        h(
          'div',
          { class: 'dumbbells' },
          h(
            'div',
            { class: 'category-names' },
            h('div', { class: 'category-head' }),
            ...view.lines.map(({ segment }) => h('div', { title: segment }, segmentLink(segment, onSegment))),
            view.rest === null ? null : h('div', { class: 'rest' }, view.rest),
          ),
          h(
            'div',
            { class: 'category-plot' },
            withMenu(accessiblePlot(view.plot, drawn), `where/${i}`, view.title),
          ),
          h(
            'div',
            { class: 'category-parts num', 'aria-hidden': 'true' },
            h(
              'div',
              { class: 'category-head muted' },
              h('span', {}, 'value'),
              h('span', {}, 'interval'),
              h('span', {}, 'rows'),
              h('span', {}, ''),
            ),
            ...view.lines.map(({ value, interval, rows }) =>
              h('div', {}, h('b', {}, value), h('span', { class: 'muted' }, interval), h('span', {}, rows)),
            ),
          ),
        ),
      );
    }),
  );
}
