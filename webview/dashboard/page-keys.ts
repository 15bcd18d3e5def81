import { toggleTables } from '../shared/value-table.js';
import type { Key } from './keys.js';
import type { FromDashboard } from './protocol.js';
import type { Selection } from './selection.js';

/** What keys ask of the page. */
interface Actions {
  readonly escape: () => void;
  readonly step: (by: 1 | -1) => void;
  readonly mark: () => void;
  /** Null where there are no segments. */
  readonly segment: (() => void) | null;
  readonly link: () => void;
  readonly rows: () => void;
  readonly check: () => void;
  readonly help: () => void;
}

/** The keys of the overview, and of the page of a column. */
export function pageKeys(selection: Selection, detail: boolean, act: Actions): Key[] {
  const { unit, chunks } = selection.axis;
  const last = chunks.length - 1;
  const go = (index: number): void => selection.go(index);
  return [
    { key: 'ArrowLeft', shift: false, words: `previous ${unit}`, run: () => go(selection.index - 1) },
    { key: 'ArrowRight', shift: false, words: `next ${unit}`, run: () => go(selection.index + 1) },
    { key: 'ArrowLeft', shift: true, words: 'previous version', run: () => selection.byVersion(-1) },
    { key: 'ArrowRight', shift: true, words: 'next version', run: () => selection.byVersion(1) },
    { key: 'Home', words: `first ${unit}`, run: () => go(0) },
    { key: 'End', words: `last ${unit}`, run: () => go(last) },
    {
      key: 'Escape',
      words: `show the whole time, then free the selection${detail ? ', then back to the overview' : ''}`,
      run: act.escape,
    },
    ...(detail
      ? [
          { key: '[', words: 'previous column', run: () => act.step(-1) },
          { key: ']', words: 'next column', run: () => act.step(1) },
        ]
      : []),
    ...(last > 0
      ? [{ key: 'z', words: 'begin a stretch of time, end it and show it alone', run: act.mark }]
      : []),
    ...(detail
      ? []
      : [
          { key: '/', words: 'find a column, where there are many', run: () => goTo('[data-find="column"]') },
        ]),
    ...(act.segment === null ? [] : [{ key: 's', words: 'choose a segment', run: act.segment }]),
    { key: 'l', words: 'copy a link to this view', run: act.link },
    { key: 'r', words: 'the rows behind', run: act.rows },
    { key: 'c', words: 'check now', run: act.check },
    { key: 't', words: 'tables instead of plots', run: toggleTables },
    { key: '?', words: 'these keys', run: act.help },
  ];
}

/** Puts the focus on a part of the page, where it is there. */
function goTo(selector: string): void {
  const part = document.querySelector<HTMLElement>(selector);
  part?.focus();
  part?.scrollIntoView({ block: 'nearest' });
}

/** Asks for the rows of the selected chunk: of the column whose page this is (`route`), or whose row has the focus. */
export function rowsAsked(selection: Selection, route: string | null): FromDashboard {
  const row = document.activeElement?.closest<HTMLElement>('[data-column], [data-row-of]');
  const focused = row?.dataset['column'] ?? row?.dataset['rowOf'] ?? null;
  const chunk = selection.axis.chunks[selection.index]?.name ?? null;
  return { type: 'rows', column: route ?? focused, chunk, line: null };
}
