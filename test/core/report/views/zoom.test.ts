/** A part of the time axis, in every row alike. */
import assert from 'node:assert/strict';

import { timeAxis } from '../../../../src/core/report/charts/axis.js';
import { zoomAxis, zoomSpec, zoomTo } from '../../../../src/core/report/charts/zoom.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { buildReport } from './report-builder.js';

const report = buildReport();
const axis = timeAxis(report);
const names = axis.chunks.map(({ name }) => name as string);
const range = [names[2] as string, names[5] as string] as const;

describe('a part of the time axis', () => {
  it('is the chunks from one to another, and nothing where they are not there or all are meant', () => {
    const part = zoomTo(axis, range);
    assert.deepEqual(part, [axis.chunks[2]?.x0, axis.chunks[5]?.x1]);
    assert.equal(zoomTo(axis, null), null);
    assert.equal(zoomTo(axis, ['2099-01-01T00:00:00Z', range[1]]), null);
    assert.equal(zoomTo(axis, [range[1], range[0]]), null);
  });

  it('fills the axis, and every chunk keeps its index', () => {
    const part = zoomTo(axis, range);
    assert.ok(part);
    const zoomed = zoomAxis(axis, part);
    assert.equal(zoomed.chunks.length, axis.chunks.length);
    assert.ok(Math.abs((zoomed.chunks[2]?.x0 ?? NaN) - 0) < 1e-12);
    assert.ok(Math.abs((zoomed.chunks[5]?.x1 ?? NaN) - 1) < 1e-12);
    assert.ok((zoomed.chunks[1]?.x1 ?? NaN) <= 1e-12 && (zoomed.chunks[6]?.x0 ?? 1) >= 1 - 1e-12);
    assert.ok(zoomed.standing >= 2 && zoomed.standing <= 5);
    assert.ok(zoomed.marks.length > 0 && zoomed.marks.every(({ x }) => x >= 0 && x <= 1));
    assert.ok(zoomed.versions.every(({ x }) => x >= 0 && x <= 1));
    assert.equal(zoomed.span?.[0], Date.parse(range[0]));
  });

  it('is drawn by every plot, marks cut at its ends', () => {
    const part = zoomTo(axis, range);
    assert.ok(part);
    const plots = dashboardView(report).sections.flatMap((section) => section.plots);
    assert.ok(plots.length > 3);
    for (const { plot } of plots) {
      const text = JSON.stringify(zoomSpec(plot.spec, part).layer);
      assert.doesNotMatch(text, /"x":\{[^}]*"domain":\[0,1\]/);
      assert.ok(text.includes(`"domain":${JSON.stringify(part)}`));
    }
  });
});
