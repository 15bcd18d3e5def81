import { h, place } from '../shared/dom.js';
import { isShown, type Selection } from './selection.js';

/** One layer over all plots of the ledger: reference band, versions, the chunk that is not over, the selection. */
export function overlay(selection: Selection): HTMLElement {
  const { axis } = selection;
  const layer = h('div', { class: 'overlay', 'aria-hidden': 'true' });
  if (axis.reference !== null) {
    const band = h('div', { class: 'reference-band' });
    place(band, axis.reference.x0, axis.reference.x1);
    layer.append(band);
  }
  for (const version of axis.versions) {
    const line = h('div', { class: 'version-line' });
    place(line, version.x);
    layer.append(line);
  }
  for (const chunk of axis.chunks.filter((one) => !one.complete && isShown(one))) {
    const hatch = h('div', { class: 'hatch' });
    place(hatch, chunk.x0, chunk.x1);
    layer.append(hatch);
  }
  const frame = h('div', { class: 'frame' });
  const stretch = h('div', { class: 'stretch', hidden: true });
  layer.append(stretch, frame);
  selection.follow((index) => {
    const chunk = axis.chunks[index];
    if (chunk !== undefined) place(frame, chunk.x0, chunk.x1);
    const begun = axis.chunks[selection.anchor ?? -1];
    stretch.hidden = begun === undefined;
    if (begun !== undefined && chunk !== undefined)
      place(stretch, Math.min(begun.x0, chunk.x0), Math.max(begun.x1, chunk.x1));
  });
  return layer;
}

/** Moves and pins the selection by pointer, wherever over the plots it is; drawn over them it takes a stretch of time. */
export function followPointer(ledger: HTMLElement, layer: HTMLElement, selection: Selection): void {
  const indexAt = (event: PointerEvent | MouseEvent): number | null => {
    const own = event.target instanceof Element ? event.target.closest('.heat-cells') : null;
    const box = (own ?? layer).getBoundingClientRect();
    // The layer has no size in narrow views: each plot is its own axis there.
    const plot = box.width > 0 ? box : plotBox(event);
    if (plot === null || plot.width === 0) return null;
    const x = (event.clientX - plot.left) / plot.width;
    return x < 0 || x > 1 ? null : selection.at(x);
  };
  let begun: { readonly index: number; readonly x: number; drawn: boolean } | null = null;
  ledger.addEventListener('pointerdown', (event) => {
    const index = event.button === 0 && !isControl(event) ? indexAt(event) : null;
    begun = index === null ? null : { index, x: event.clientX, drawn: false };
  });
  ledger.addEventListener('pointermove', (event) => {
    const index = indexAt(event);
    if (index === null) return;
    if (begun === null || (event.buttons & 1) === 0) {
      selection.hover(index);
      return;
    }
    begun.drawn ||= Math.abs(event.clientX - begun.x) > LEAST_DRAG;
    if (!begun.drawn) return;
    selection.drag(begun.index, index, false);
    // What is drawn over the plots is a stretch of time, and no text.
    document.getSelection()?.removeAllRanges();
  });
  ledger.addEventListener('click', (event) => {
    const was = begun;
    begun = null;
    if (isControl(event)) return;
    const index = indexAt(event);
    if (was?.drawn === true) selection.drag(was.index, index ?? selection.index, true);
    else if (index !== null) selection.toggle(index);
  });
}

/** Shorter ways of a pressed pointer are a click, px. */
const LEAST_DRAG = 6;

function isControl(event: MouseEvent): boolean {
  return (
    event.target instanceof Element &&
    event.target.closest('button, a, vscode-button, .axis-head, .heat-tools') !== null
  );
}

const GUTTER = 44;

function plotBox(event: MouseEvent): DOMRect | null {
  const plot = event.target instanceof Element ? event.target.closest('.plot-box') : null;
  if (plot === null) return null;
  const box = plot.getBoundingClientRect();
  return new DOMRect(box.left + GUTTER, box.top, box.width - GUTTER, box.height);
}
