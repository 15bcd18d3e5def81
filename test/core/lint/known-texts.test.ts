import assert from 'node:assert/strict';

import { KnownTexts } from '../../../src/core/lint/known-texts.js';
import { lintConfig } from '../../../src/core/lint/lint-config.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';
import { memoryHost } from './memory-host.js';

const config = (model: string): string => `version: 1\nmodel: ${model}\nlogs:\n  current: log.csv\n`;

describe('known texts', () => {
  it('are read once, as long as they are asked for', () => {
    const known = new KnownTexts(TEST_METRICS);
    const first = known.read(config('first'));
    for (let i = 0; i < 40; i++) {
      known.read(config(`other-${i}`));
      assert.equal(known.read(config('first')), first);
    }
  });

  it('are let go when others were asked for, or when they are large', () => {
    const known = new KnownTexts(TEST_METRICS);
    const first = known.read(config('first'));
    for (let i = 0; i < 20; i++) known.read(config(`other-${i}`));
    assert.notEqual(known.read(config('first')), first);
    const large = `${config('large')}${'# it goes on\n'.repeat(15_000)}`;
    const read = known.read(large);
    assert.equal(known.read(large), read);
    known.read(large.replace('large', 'other'));
    assert.notEqual(known.read(large), read);
  });

  it('change nothing in what is found', async () => {
    const known = new KnownTexts(TEST_METRICS);
    const text = `${config('churn')}  columns: { timestamp: at }\nowner: your-team\nhook: \${{ TOKEN }}\n`;
    const fresh = await lintConfig(text, 'tidemark.yaml', memoryHost({}), TEST_METRICS);
    assert.ok(fresh.findings.length > 3);
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(await lintConfig(text, 'tidemark.yaml', memoryHost({}), TEST_METRICS, known), fresh);
    }
  });
});
