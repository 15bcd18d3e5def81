import { h, place } from '../shared/dom.js';
import type { Selection } from './selection.js';

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
  for (const chunk of axis.chunks.filter((one) => !one.complete)) {
    const hatch = h('div', { class: 'hatch' });
    place(hatch, chunk.x0, chunk.x1);
    layer.append(hatch);
  }
  const frame = h('div', { class: 'frame' });
  layer.append(frame);
  selection.follow((index) => {
    const chunk = axis.chunks[index];
    if (chunk !== undefined) place(frame, chunk.x0, chunk.x1);
  });
  return layer;
}

/** Moves and pins the selection by pointer, wherever over the plots it is. */
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
  ledger.addEventListener('pointermove', (event) => {
    const index = indexAt(event);
    if (index !== null) selection.hover(index);
  });
  ledger.addEventListener('click', (event) => {
    if (
      event.target instanceof Element &&
      event.target.closest('button, a, vscode-button, .axis-head') !== null
    )
      return;
    const index = indexAt(event);
    if (index !== null) selection.toggle(index);
  });
}

const GUTTER = 44;

function plotBox(event: MouseEvent): DOMRect | null {
  const plot = event.target instanceof Element ? event.target.closest('.plot-box') : null;
  if (plot === null) return null;
  const box = plot.getBoundingClientRect();
  return new DOMRect(box.left + GUTTER, box.top, box.width - GUTTER, box.height);
}
