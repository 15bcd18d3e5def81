import assert from 'node:assert/strict';

import { formatHtml } from '../../../../src/core/report/formats/html.js';
import type { Report } from '../../../../src/core/report/report.js';
import { renderSvg } from '../../../../src/runner/svg.js';
import { buildReport } from './report-builder.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

describe('HTML report', function () {
  this.timeout(20_000);

  it('is one file: no script, no address, no event handler', async () => {
    const page = await formatHtml(buildReport(), renderSvg);
    assert.doesNotMatch(page, /<script|<link|<iframe|@import|\surl\(|\son[a-z]+=/i);
    const addresses = page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '').match(/(https?:)?\/\/[a-z]/gi);
    assert.equal(addresses, null);
    assert.match(page, /Content-Security-Policy" content="default-src &#39;none&#39;/);
    assert.ok(page.length < 500_000);
  });

  it('keeps hostile names from being markup', async () => {
    const report = JSON.parse(JSON.stringify(buildReport({ features: [HOSTILE, 'hour'] }))) as Report;
    const odd: Report = {
      ...report,
      model: HOSTILE,
      owner: HOSTILE,
      versions: [{ version: HOSTILE, first: report.chunks[0]?.name ?? null, rows: 1 }],
      problems: [{ severity: 'warning', code: 'x', message: HOSTILE, path: HOSTILE, line: 3 }],
      results: report.results.map((one) => ({ ...one, explanation: HOSTILE, definition: HOSTILE })),
      distributions: report.distributions.map((one) => ({
        ...one,
        bins: one.bins.map((bin) => ({ ...bin, label: HOSTILE })),
      })),
      provenance: {
        ...report.provenance,
        config: HOSTILE,
        inputs: report.provenance.inputs.map((input) => ({ ...input, path: HOSTILE })),
      },
    };
    const page = await formatHtml(odd, renderSvg);
    assert.doesNotMatch(page, /<script|<img/i);
    assert.ok(page.includes('&lt;script&gt;'));
    for (const tag of page.match(/<[a-z][^>]*>/gi) ?? []) {
      assert.doesNotMatch(tag.replaceAll(/"[^"]*"/g, ''), /onerror/, tag.slice(0, 200));
    }
  });

  it('prints the numbers of the report', async () => {
    const page = await formatHtml(buildReport(), renderSvg);
    for (const text of [
      '0.371',
      '[0.361, 0.381]',
      '14\u202f661',
      '&gt; 0.25',
      'Keep this model',
      'psi',
      'roc_auc',
      '12 files',
      '3f9a1c07b2de3f9a',
    ]) {
      assert.ok(page.replaceAll('\u00a0', ' ').includes(text), text);
    }
    assert.equal((page.match(/scored-\d\d\.csv/g) ?? []).length, 3, 'long lists of files are folded');
  });

  it('copes with parts that are not there', async () => {
    for (const options of [
      { reference: false },
      { chunks: 0 },
      { chunks: 1 },
      { reference: false, labels: false, operations: false, chunks: 0 },
    ]) {
      const page = await formatHtml(buildReport(options), renderSvg);
      assert.match(page, /<h1>flight-delay<\/h1>/);
      assert.doesNotMatch(page, /undefined|NaN|\[object/);
    }
  });

  it('stays small for 60 features and 180 chunks', async () => {
    const report = buildReport({ features: Array.from({ length: 60 }, (_, i) => `f${i}`), chunks: 180 });
    const page = await formatHtml(report, renderSvg);
    assert.ok(page.length < 1_000_000, `${page.length} bytes`);
  });
});
