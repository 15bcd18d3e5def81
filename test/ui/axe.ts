import fs from 'node:fs';
import { createRequire } from 'node:module';

/** Axe as a script that a page can run. */
export const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Its rules of what another theme may break. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
