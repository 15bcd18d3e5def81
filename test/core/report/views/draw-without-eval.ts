import { renderSvg } from '../../../../src/runner/svg.js';
import { buildReport } from './report-builder.js';
import { specsOf } from './specs-of.js';

// Run with --disallow-code-generation-from-strings: says how many charts were drawn.
const drawn = [];
for (const spec of specsOf(buildReport())) drawn.push(await renderSvg(spec));
console.log(
  JSON.stringify({
    drawn: drawn.length,
    marks: drawn.every((svg) => svg.includes('<path') || svg.includes('<text')),
  }),
);
