import type { DashboardView, SegmentView } from '../../src/core/report/charts/ledger.js';
import { h } from '../shared/dom.js';
import { chevronIcon } from '../shared/icons.js';
import { linkButton } from '../shared/link-button.js';
import { resultRow } from './ledger.js';
import type { FromDashboard } from './protocol.js';

/** The rows that are shown: all, or those of one segment. */
export interface ShownRows {
  /** The segment; null = all rows, also where the report has not the one that was asked for. */
  readonly segment: string | null;
  /** Its results; null for all rows, and while they are on their way. */
  readonly view: SegmentView | null;
  /** What is said of it above the ledger; null where nothing is to be said. */
  readonly note: HTMLElement | null;
}

/** Which rows are shown, where a segment is asked for. */
export function shownRows(
  view: DashboardView,
  asked: string | null,
  get: (segment: string) => SegmentView | null,
  onAll: () => void,
): ShownRows {
  if (asked === null) return { segment: null, view: null, note: null };
  const name = h('bdi', { class: 'code' }, asked);
  if (!view.segments.includes(asked)) {
    const words = view.segments.length === 0 ? 'The report has no segments' : 'The report has no segment ';
    const what = view.segments.length === 0 ? [] : [name];
    return { segment: null, view: null, note: noteOf(words, ...what, ': all rows are shown.') };
  }
  const own = get(asked);
  const rest = own === null ? ' Getting its results.' : ` ${own.sentence} `;
  return {
    segment: asked,
    view: own,
    note: noteOf('Shown: ', name, '.', rest, linkButton('Show all rows', onAll)),
  };
}

function noteOf(...parts: readonly (string | Node)[]): HTMLElement {
  return h('p', { class: 'prose segment-note' }, ...parts);
}

/** What the report does not tell by segment. */
export function missingNote({ view }: ShownRows): HTMLElement | null {
  const missing = view?.missing ?? null;
  return missing === null ? null : h('p', { class: 'muted segment-missing' }, missing);
}

/** The way to another segment, in the filter line; null where the report has none. */
export function segmentChoice(
  { segments }: DashboardView,
  segment: string | null,
  send: (message: FromDashboard) => void,
): HTMLElement | null {
  if (segments.length === 0) return null;
  const text = segment ?? 'All rows';
  return h(
    'button',
    {
      type: 'button',
      class: 'choice',
      'aria-label': `Rows: ${text}. Choose a segment`,
      onclick: () => send({ type: 'chooseSegment' }),
    },
    h('bdi', {}, text),
    chevronIcon(),
  );
}

/** What the report holds of a column in the segment that is shown; the rest of its page is about all rows. */
export function segmentOfColumn(
  { segment, view }: ShownRows,
  column: string,
  onConfig: (line: number) => void,
): HTMLElement | null {
  if (segment === null || view === null) return null;
  const lines = view.sections.flatMap((section) => section.lines.filter((line) => line.column === column));
  return h(
    'section',
    { class: 'section measures', 'aria-labelledby': 'section-segment' },
    h(
      'div',
      { class: 'section-head' },
      h('h2', { id: 'section-segment' }, 'Where ', h('bdi', { class: 'code' }, segment)),
      h(
        'p',
        { class: 'muted' },
        lines.length === 0
          ? 'The report holds nothing of this column by segment: this page is about all rows.'
          : 'The rest of this page, and the rows behind it, are about all rows.',
      ),
    ),
    ...lines.map((line) => resultRow({ ...line, column: null }, { onConfig })),
  );
}
