import type { DashboardView, ProblemLine } from '../../src/core/report/charts/ledger.js';
import { button } from '../shared/controls.js';
import { linkButton } from '../shared/link-button.js';
import { h } from '../shared/dom.js';
import { verdictIcon } from '../shared/icons.js';
import type { FromDashboard } from './protocol.js';

export interface OverviewOptions {
  readonly view: DashboardView;
  readonly send: (message: FromDashboard) => void;
  readonly onOpen: (column: string) => void;
  /** Whether a check is running: it has its own button then. */
  readonly running: boolean;
  /** Whether the view is of a check that is not done. */
  readonly partial: boolean;
}

/** What a check had read when it was stopped. */
export function stopped(view: DashboardView): DashboardView {
  return {
    ...view,
    verdict: {
      verdict: 'unknown',
      heading: 'The check was stopped',
      sentence: 'Nothing is judged. What was read until then is shown.',
    },
  };
}

/** The head of the overview: verdict, why, next, buttons; the families at the right. */
export function verdictHead({ view, send, onOpen, running, partial }: OverviewOptions): HTMLElement {
  const { verdict, heading, sentence } = view.verdict;
  return h(
    'header',
    { class: 'verdict-area' },
    h('div', { class: 'verdict-sign' }, verdictIcon(verdict, 28)),
    h(
      'div',
      { class: 'verdict-text' },
      h('h1', { tabindex: -1 }, heading),
      h('p', { class: 'prose' }, sentence),
      view.waits === null ? null : h('p', { class: 'prose muted waits' }, view.waits),
      view.next.length === 0 ? null : nextLine(view, onOpen),
      h(
        'div',
        { class: 'buttons' },
        running
          ? partial
            ? button('Cancel', { onClick: () => send({ type: 'cancel' }) })
            : null
          : button('Check now', { primary: true, onClick: () => send({ type: 'check' }) }),
        button('Show config', { onClick: () => send({ type: 'openConfig' }) }),
        partial ? null : button('Save report as HTML', { onClick: () => send({ type: 'saveHtml' }) }),
      ),
    ),
    h(
      'ul',
      { class: 'families', 'aria-label': 'Verdict by family' },
      ...view.families.map((family) =>
        h(
          'li',
          {},
          verdictIcon(family.verdict, 16),
          h('span', { class: 'family' }, family.title),
          h('span', { class: 'because' }, family.because),
        ),
      ),
    ),
  );
}

/** The sentence with the first things to look at; each opens its page. */
function nextLine(view: DashboardView, onOpen: (column: string) => void): HTMLElement {
  const line = h('p', { class: 'prose next' }, 'Next: see what changed in ');
  view.next.forEach((column, i) => {
    if (i > 0) line.append(i === view.next.length - 1 ? ' and ' : ', ');
    const feature = view.columns.find((one) => one.column === column);
    const link = linkButton(feature?.name ?? column, () => onOpen(column));
    if (feature?.code !== false) link.classList.add('code');
    line.append(link);
  });
  line.append('.');
  return line;
}

/** What is shown, and how old it is; `rows` is the way to choose the rows that are shown, where there is a choice. */
export function factLine(view: DashboardView, age: HTMLElement, rows: HTMLElement | null): HTMLElement {
  const [all = '', ...filters] = view.filters;
  return h(
    'div',
    { class: 'facts' },
    h(
      'ul',
      { class: 'filters', 'aria-label': 'What is shown' },
      rows === null ? h('li', {}, all) : h('li', { class: 'chosen' }, rows),
      ...filters.map((text) => h('li', {}, text)),
    ),
    h('p', { class: 'muted num' }, `${view.facts.join('  ·  ')}  ·  `, age),
  );
}

/** What was odd but stopped nothing, below everything else. */
export function problemSection(
  problems: readonly ProblemLine[],
  send: (message: FromDashboard) => void,
): HTMLElement | null {
  if (problems.length === 0) return null;
  return h(
    'section',
    { class: 'problems', 'aria-labelledby': 'section-problems' },
    h('h2', { id: 'section-problems' }, 'What was odd'),
    h(
      'ul',
      {},
      ...problems.map(({ severity, message, path, line }) => {
        const link =
          path === null
            ? null
            : linkButton(line === null ? path : `${path}:${line}`, () =>
                send({ type: 'openFile', path, ...(line === null ? {} : { line }) }),
              );
        return h(
          'li',
          {},
          verdictIcon(severity === 'error' ? 'error' : severity === 'warning' ? 'warn' : 'info', 16),
          h(
            'span',
            {},
            h('span', { class: 'visually-hidden' }, `${severity}: `),
            message,
            link === null ? null : ' ',
            link,
          ),
        );
      }),
    ),
  );
}
