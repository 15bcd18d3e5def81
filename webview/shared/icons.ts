import { VERDICT_SHAPES } from '../../src/core/report/charts/verdict-shapes.js';
import { svg } from './dom.js';

type Verdict = keyof typeof VERDICT_SHAPES;

/** The sign of a verdict; its word stands beside it. */
export function verdictIcon(verdict: Verdict, size = 16): SVGElement {
  const { circle, d } = VERDICT_SHAPES[verdict];
  const parts = [svg('path', { d })];
  if (circle) parts.unshift(svg('circle', { cx: '8', cy: '8', r: '6.4' }));
  return icon(`verdict-icon ${verdict}`, size, parts);
}

/** A tag, before the name of a version. */
export function tagIcon(): SVGElement {
  return icon('tag-icon', 12, [svg('path', { d: 'M2 2.5h5.6l6 6-5.1 5.1-6.5-6.2zM5.2 5.4v.1' })]);
}

/** A choice opens below. */
export function chevronIcon(): SVGElement {
  return icon('chevron-icon', 12, [svg('path', { d: 'M4 6.5l4 4 4-4' })]);
}

function icon(name: string, size: number, parts: readonly SVGElement[]): SVGElement {
  return svg(
    'svg',
    {
      class: name,
      'aria-hidden': 'true',
      width: String(size),
      height: String(size),
      viewBox: '0 0 16 16',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '1.2',
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    ...parts,
  );
}
