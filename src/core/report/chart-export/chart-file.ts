import { withLightPalette } from '../charts/palette.js';
import { labelled } from '../formats/html/drawn.js';
import { Markup } from '../formats/html/escape.js';

/** A drawn chart as a file: in the light palette, with its alternative text. */
export function chartFile(svg: string, alt: string): string {
  return labelled(new Markup(withLightPalette(svg)), alt).html;
}
