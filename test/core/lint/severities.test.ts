import assert from 'node:assert/strict';
import { readLevels, withLevels } from '../../../src/core/lint/severities.js';
import { completeBut } from '../../../src/core/lint/rules/example.js';
import { lint } from './lint-for-tests.js';

describe('levels of rules', () => {
  it('make a rule louder, quieter or silent', async () => {
    const { findings } = await lint(
      completeBut('    - { metric: psi, of: score, warn: 0.1, alert: 0.25 }\n', ''),
    );
    const level = (written: unknown): string | undefined =>
      withLevels(findings, readLevels(written)).find(({ code }) => code === 'missing-prediction-drift')
        ?.severity;
    assert.equal(level({}), 'warning');
    assert.equal(level({ 'missing-prediction-drift': 'error' }), 'error');
    assert.equal(level({ 'missing-prediction-drift': 'off' }), undefined);
    assert.equal(level({ 'missing-prediction-drift': 'loud' }), 'warning');
    for (const written of [null, 'off', ['off'], { __proto__: 'off' }])
      assert.equal(level(written), 'warning');
  });
});
