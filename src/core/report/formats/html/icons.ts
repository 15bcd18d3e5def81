import { VERDICT_SHAPES } from '../../charts/verdict-shapes.js';
import type { Verdict } from '../../report.js';
import { Markup } from './escape.js';

/** The sign of a verdict: always beside its word, so hidden from those who hear the page. */
export function verdictIcon(verdict: Verdict, size = 15): Markup {
  const { circle, d } = VERDICT_SHAPES[verdict];
  const ring = circle ? '<circle cx="8" cy="8" r="6.4"/>' : '';
  return new Markup(
    `<svg class="icon ${verdict}" aria-hidden="true" width="${size}" height="${size}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.25" stroke-linecap="round" stroke-linejoin="round">${ring}<path d="${d}"/></svg>`,
  );
}
