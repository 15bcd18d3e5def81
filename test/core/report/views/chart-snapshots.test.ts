/** Every chart as it was when somebody last looked at it: `npm run charts` writes them anew. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { chartFiles, CHARTS, chartSamples } from './chart-samples.js';

const samples = chartSamples();

describe('charts as they were', () => {
  for (const [name, spec] of Object.entries(samples)) {
    it(name, async () => {
      const { json, svg } = await chartFiles(spec);
      const kept = (ending: string): string => readFileSync(path.join(CHARTS, `${name}.${ending}`), 'utf8');
      assert.equal(json, kept('json'), `the spec of ${name} is another: look at it, then npm run charts`);
      assert.equal(svg, kept('svg'), `the drawing of ${name} is another: look at it, then npm run charts`);
    });
  }

  it('are all that is kept, and all charts that there are', () => {
    const kept = new Set(readdirSync(CHARTS).map((file) => path.parse(file).name));
    assert.deepEqual([...kept].sort(), Object.keys(samples).sort());
    const charts = path.resolve(CHARTS, '../../../src/core/report/charts');
    const drawing = readdirSync(charts).filter((file) =>
      /return \{ \.\.\.frame\(|: ChartSpec \{/.test(readFileSync(path.join(charts, file), 'utf8')),
    );
    const known = Object.keys(samples).join(' ');
    // What draws no chart of its own, and what draws several under other names.
    const others = ['export-axis.ts', 'plot.ts', 'zoom.ts', 'service.ts', 'distribution-numeric.ts'];
    for (const file of drawing.filter((one) => !others.includes(one)))
      assert.ok(known.includes(path.parse(file).name), `${file} draws a chart that is not kept`);
  });
});
