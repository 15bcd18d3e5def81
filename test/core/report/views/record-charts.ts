/**
 * Writes spec and drawing of every chart, to be looked at and committed after a chart was changed on purpose.
 *
 *   npm run charts
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { chartFiles, CHARTS, chartSamples } from './chart-samples.js';

rmSync(CHARTS, { recursive: true, force: true });
mkdirSync(CHARTS, { recursive: true });
for (const [name, spec] of Object.entries(chartSamples())) {
  const { json, svg } = await chartFiles(spec);
  writeFileSync(path.join(CHARTS, `${name}.json`), json);
  writeFileSync(path.join(CHARTS, `${name}.svg`), svg);
  console.log(path.relative(process.cwd(), path.join(CHARTS, `${name}.svg`)));
}
