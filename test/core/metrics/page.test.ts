import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { metricsPage } from '../../../src/core/metrics/page.js';
import { METRICS } from '../../../src/core/metrics/registry.js';

describe('the registry of metrics', () => {
  it('docs/metrics.md is what `npm run docs` writes', () => {
    assert.equal(readFileSync('docs/metrics.md', 'utf8'), metricsPage(METRICS));
  });
  it('ids are unique, and every metric says what it means and where it comes from', () => {
    assert.equal(new Set(METRICS.map((metric) => metric.id)).size, METRICS.length);
    for (const metric of METRICS) {
      for (const text of [metric.definition, metric.formula, metric.source, metric.use])
        assert.ok(text.length > 5, metric.id);
      assert.equal(metric.subject === 'column', metric.kinds.length > 0, metric.id);
    }
  });
});
