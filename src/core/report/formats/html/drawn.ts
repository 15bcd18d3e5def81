import type { ChartSpec } from '../../charts/plot.js';
import { escapeHtml, Markup } from './escape.js';

/** Draws a spec in the light palette. */
export type Draw = (spec: ChartSpec) => Promise<Markup>;

/** Gives a drawn chart its alternative text. */
export function labelled(svg: Markup, alt: string): Markup {
  return new Markup(svg.html.replace(/^[^<]*<svg/, () => `<svg role="img" aria-label="${escapeHtml(alt)}"`));
}
