import type { AxisMark, TimeAxis } from '../../src/core/report/charts/axis.js';
import { h, place } from '../shared/dom.js';
import { tagIcon } from '../shared/icons.js';
import { linkButton } from '../shared/link-button.js';
import { isShown, type Selection } from './selection.js';

/** The head of the ledger: the way back from a part of the axis (`onWhole`), months, reference, versions, the chunk that is not over, and the date of the reading. */
export function axisHead(selection: Selection, onWhole: (() => void) | null): HTMLElement {
  const { axis } = selection;
  const tag = h('span', { class: 'date-tag num', 'aria-hidden': 'true' });
  const title = h('b', {});
  const state = h('span', { class: 'muted' });
  selection.follow((index) => {
    const chunk = axis.chunks[index];
    if (chunk === undefined) return;
    place(tag, Math.max(0.02, Math.min(0.97, (chunk.x0 + chunk.x1) / 2)));
    tag.textContent = chunk.tag;
    title.textContent = chunk.title.charAt(0).toUpperCase() + chunk.title.slice(1);
    state.textContent = stateWords(selection);
  });
  const step = (by: number, label: string, text: string): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        class: 'step',
        'aria-label': label,
        onclick: () => selection.go(selection.index + by),
      },
      text,
    );
  return h(
    'div',
    { class: 'axis-head' },
    h('div', { class: 'axis-name' }, onWhole === null ? null : linkButton('Show the whole time', onWhole)),
    h('div', { class: 'axis-plot' }, flags(axis), marks(axis), tag),
    h(
      'div',
      { class: 'axis-reading' },
      h('div', {}, title, ' ', state),
      h('div', { class: 'steps' }, step(-1, `Previous ${axis.unit}`, '←'), step(1, `Next ${axis.unit}`, '→')),
    ),
  );
}

function stateWords({ axis, index, pinned }: Selection): string {
  const chunk = axis.chunks[index];
  const words = [
    pinned ? 'pinned' : null,
    chunk?.complete === false ? `${chunk.part ?? 'not over'}, not judged` : null,
    index === axis.standing && axis.kind !== 'window' && chunk?.complete !== false ? 'last complete' : null,
  ].filter((word) => word !== null);
  return words.join(', ');
}

function flags(axis: TimeAxis): HTMLElement {
  const row = h('div', { class: 'flags' });
  if (axis.reference !== null)
    row.append(placed(h('span', { class: 'muted' }, axis.reference.label), axis.reference.x0));
  for (const version of axis.versions) {
    row.append(
      placed(
        h('span', { class: 'flag', title: `Version ${version.label}` }, tagIcon(), version.label),
        version.x,
      ),
    );
  }
  const part = axis.chunks.find((chunk) => !chunk.complete && isShown(chunk));
  if (part?.part !== null && part !== undefined) {
    const note = h('span', { class: 'muted part' }, part.part);
    note.style.right = `${(1 - part.x1) * 100}%`;
    row.append(note);
  }
  return row;
}

/** Month labels at their places; the same row stands below plots in narrow views. */
export function marks(axis: { readonly marks: readonly AxisMark[] }): HTMLElement {
  const row = h('div', { class: 'time-marks num' });
  // A label at the very end would be cut.
  for (const mark of axis.marks.filter(({ x }) => x < 0.97))
    row.append(placed(h('span', { class: 'muted' }, mark.label), mark.x));
  return row;
}

function placed(element: HTMLElement, x: number): HTMLElement {
  place(element, x);
  return element;
}

/** Hides the labels that would stand on one another: the first stays, and a version goes before the reference. */
export function thinMarks(page: ParentNode): void {
  for (const row of page.querySelectorAll<HTMLElement>('.time-marks, .flags')) {
    const labels = [...row.querySelectorAll<HTMLElement>(':scope > span')];
    for (const label of labels) label.hidden = false;
    const isFlag = (label: HTMLElement): number => (label.classList.contains('flag') ? 0 : 1);
    const kept: DOMRect[] = [];
    for (const label of labels.sort((a, b) => isFlag(a) - isFlag(b))) {
      const box = label.getBoundingClientRect();
      label.hidden = kept.some((other) => box.left < other.right + 6 && other.left < box.right + 6);
      if (!label.hidden && box.width > 0) kept.push(box);
    }
  }
}
