import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { indexText, PAGES, pageText } from '../src/core/lint/pages.js';

/* Writes docs/rules from the rules. Run it after changing one: `npx tsx scripts/docs-rules.ts`. */

const folder = fileURLToPath(new URL('../docs/rules/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const page of PAGES) writeFileSync(`${folder}${page.code}.md`, pageText(page));
writeFileSync(`${folder}README.md`, indexText());
console.log(`${PAGES.length} pages written to docs/rules`);
