import type {
  CategoryLine,
  DistributionView,
  FeatureView,
  LedgerSection,
} from '../../src/core/report/charts/ledger.js';
import { linkButton } from '../shared/link-button.js';
import { h } from '../shared/dom.js';
import { accessiblePlot, chart, type Chart } from '../shared/embed.js';
import { verdictIcon } from '../shared/icons.js';
import { withMenu } from './chart-menu.js';
import { resultRow } from './ledger.js';

export interface DetailOptions {
  readonly model: string;
  readonly feature: Pick<FeatureView, 'name' | 'code' | 'verdict' | 'heading' | 'sentence'>;
  /** Its place among the features, from 1. */
  readonly position: number;
  readonly count: number;
  readonly onBack: () => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** The head of a column's page: where we are, what happened to it, in numbers. */
export function detailHead({ model, feature, position, count, onBack, onStep }: DetailOptions): HTMLElement {
  const key = (text: string): HTMLElement => h('kbd', {}, text);
  const step = (by: 1 | -1, text: string, words: string): HTMLElement =>
    h('button', { type: 'button', class: 'step', 'aria-label': words, onclick: () => onStep(by) }, text);
  return h(
    'header',
    {},
    h(
      'div',
      { class: 'crumbs' },
      h(
        'nav',
        { 'aria-label': 'Where you are' },
        linkButton(model, onBack),
        h('span', { class: 'muted', 'aria-hidden': 'true' }, ' › '),
        linkButton('Stability', onBack),
        h('span', { class: 'muted', 'aria-hidden': 'true' }, ' › '),
        h('bdi', { class: feature.code ? 'code' : '', 'aria-current': 'page' }, feature.name),
      ),
      h(
        'p',
        { class: 'muted num' },
        `${position} of ${count} `,
        step(-1, '[', 'Previous column'),
        step(1, ']', 'Next column'),
        ' previous, next ',
        key('Esc'),
        ' overview',
      ),
    ),
    h(
      'div',
      { class: 'verdict-area detail' },
      h('div', { class: 'verdict-sign' }, verdictIcon(feature.verdict, 28)),
      h(
        'div',
        { class: 'verdict-text' },
        h(
          'h1',
          { tabindex: -1 },
          h('bdi', { class: feature.code ? 'code' : '' }, feature.name),
          ` ${feature.heading}`,
        ),
        h('p', { class: 'prose' }, feature.sentence),
      ),
    ),
  );
}

/** The measures of a column by chunk, as a section of the ledger. */
export function overTime(feature: FeatureView): LedgerSection {
  return {
    id: 'stability',
    title: 'Over time',
    sentence: '',
    hint: 'Dotted: limits. Solid: alert. Outlined: warning. Dashed: not judged.',
    heat: null,
    plots: feature.over,
    lines: [],
  };
}

/** All standing results of a column. */
export function measuresSection(feature: FeatureView, onConfig: (line: number) => void): HTMLElement {
  return h(
    'section',
    { class: 'section measures', 'aria-labelledby': 'section-measures' },
    h('div', { class: 'section-head' }, h('h2', { id: 'section-measures' }, 'All measures')),
    ...feature.lines.map((line) => resultRow({ ...line, column: null }, { onConfig })),
  );
}

/** What changed: reference against current, drawn and in numbers. */
export function changeSection(feature: FeatureView, charts: Chart[]): HTMLElement {
  const { distribution } = feature;
  const element = h('section', { class: 'section change', 'aria-labelledby': 'section-change' });
  if (distribution === null) {
    element.append(
      h('h2', { id: 'section-change' }, 'What changed'),
      h(
        'p',
        { class: 'muted' },
        'There is no distribution to compare: no reference, or no rows with a value.',
      ),
    );
    return element;
  }
  element.append(
    h(
      'h2',
      { id: 'section-change' },
      distribution.kind === 'numeric' ? 'Distribution' : 'What changed, by part of the shift',
    ),
    legend(distribution),
    distribution.kind === 'numeric'
      ? numeric(feature, distribution, charts)
      : categorical(feature, distribution, charts),
  );
  return element;
}

function legend({ kind, reference, current }: DistributionView): HTMLElement {
  const [before, now] = kind === 'numeric' ? ['area', 'cur'] : ['tick', 'dot'];
  return h(
    'p',
    { class: 'legend num' },
    h('span', { class: 'muted' }, h('i', { class: `swatch ${before}` }), reference),
    h('span', {}, h('i', { class: `swatch ${now}` }), current),
  );
}

function numeric(
  { column, name }: FeatureView,
  distribution: DistributionView,
  charts: Chart[],
): HTMLElement {
  const shares = chart(() => distribution.shares.spec);
  charts.push(shares);
  const { ecdf, changes, quantiles } = distribution;
  const cumulative = ecdf === null ? null : chart(() => ecdf.spec);
  if (cumulative !== null) charts.push(cumulative);
  const moved = changes === null ? null : chart(() => changes.spec);
  if (moved !== null) charts.push(moved);
  return h(
    'div',
    { class: 'panels' },
    h(
      'div',
      { class: 'panel' },
      h('p', { class: 'muted small' }, 'Share of rows per bin of the reference'),
      withMenu(accessiblePlot(distribution.shares, shares), `shares/${column}`, `distribution of ${name}`),
    ),
    ecdf === null || cumulative === null
      ? null
      : h(
          'div',
          { class: 'panel' },
          h('p', { class: 'muted small' }, 'Cumulative share, and the widest gap'),
          withMenu(accessiblePlot(ecdf, cumulative), `ecdf/${column}`, `cumulative shares of ${name}`),
        ),
    changes === null || moved === null
      ? null
      : h(
          'div',
          { class: 'panel' },
          h(
            'p',
            { class: 'muted small apart' },
            h('span', {}, 'Points gained (right) or lost (left)'),
            h('span', {}, 'PSI part'),
          ),
          withMenu(accessiblePlot(changes, moved), `changes/${column}`, `changes of ${name}`),
        ),
    quantiles.length === 0
      ? null
      : h(
          'div',
          { class: 'panel' },
          h(
            'table',
            { class: 'numbers num' },
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                h('th', { scope: 'col' }, 'quantile'),
                h('th', { scope: 'col' }, 'reference'),
                h('th', { scope: 'col' }, 'now'),
              ),
            ),
            h(
              'tbody',
              {},
              ...quantiles.map((line) =>
                h(
                  'tr',
                  {},
                  h('th', { scope: 'row' }, line.name),
                  h('td', { class: 'muted' }, line.reference),
                  h('td', {}, h('b', {}, line.current)),
                ),
              ),
            ),
          ),
        ),
  );
}

function categorical(
  { column, name }: FeatureView,
  distribution: DistributionView,
  charts: Chart[],
): HTMLElement {
  const own = chart(() => distribution.shares.spec);
  charts.push(own);
  const { rest, categories } = distribution;
  return h(
    'div',
    { class: 'dumbbells' },
    h(
      'div',
      { class: 'category-names' },
      h('div', { class: 'category-head' }),
      ...categories.map((line) =>
        h(
          'div',
          { class: 'code', title: line.label },
          h('bdi', {}, line.label === '' ? '(empty)' : line.label),
        ),
      ),
      rest === null ? null : h('div', { class: 'rest' }, rest.label),
    ),
    h(
      'div',
      { class: 'category-plot' },
      withMenu(accessiblePlot(distribution.shares, own), `shares/${column}`, `distribution of ${name}`),
    ),
    h(
      'div',
      { class: 'category-parts num', 'aria-hidden': 'true' },
      h(
        'div',
        { class: 'category-head muted' },
        h('span', {}, 'reference'),
        h('span', {}, 'now'),
        h('span', {}, 'points'),
        h('span', { class: 'part-head' }, 'PSI part'),
      ),
      ...categories.map((line) => partLine(line, '')),
      rest === null ? null : partLine(rest, 'rest'),
    ),
  );
}

function partLine(line: CategoryLine, cls: string): HTMLElement {
  const bar = h('i', { class: line.weight >= 0.2 && cls === '' ? 'loud' : '' });
  bar.style.width = `${Math.max(1, line.weight * 64)}px`;
  return h(
    'div',
    { class: cls },
    h('span', { class: 'muted' }, line.reference),
    h('span', {}, line.current),
    h('b', {}, line.points),
    h('span', { class: 'part-bar' }, bar, line.part),
  );
}
