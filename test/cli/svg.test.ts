import assert from 'node:assert/strict';

import { distributionChanges } from '../../src/core/report/charts/distribution-numeric.js';
import type { Distribution } from '../../src/core/report/report.js';
import { renderSvg } from '../../src/runner/svg.js';
import { textWidth } from '../../src/runner/text-width.js';

function changes(label: string): Promise<string> {
  const bin = { label, low: 0, high: 1, reference: 0.4, current: 0.6, part: 0.1 };
  const distribution = { bins: [bin] } as unknown as Distribution;
  return renderSvg(distributionChanges(distribution, 348, 22));
}

describe('charts as SVG', () => {
  it('have labels that fit as they are, and cut those that do not', async () => {
    assert.match(await changes('[41.55, 44.76)'), />\[41\.55, 44\.76\)</);
    assert.match(await changes('[-1000.25, 1000.75)'), />\[−1000\.25[^<]*…</);
  });

  it('take texts for as wide as interface fonts draw them', () => {
    // Adobe's metrics of Helvetica, 11 px; two letters as wide as they are high.
    for (const [text, width] of [
      ['[41.55, 44.76)', 67.9],
      ['week of May', 61.7],
      ['東京', 22],
    ] as const) {
      const estimate = textWidth(text, 11, false);
      assert.ok(estimate >= width && estimate < 1.25 * width, `${text}: ${estimate}`);
    }
    assert.ok(textWidth('origin', 11, true) > textWidth('origin', 11, false));
  });
});
