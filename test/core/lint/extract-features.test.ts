import assert from 'node:assert/strict';
import { parseConfig, readConfig } from '../../../src/core/config/parse.js';
import { applyEdits } from '../../../src/core/lint/apply-edits.js';
import { extractFeatures } from '../../../src/core/lint/extract-features.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';

const LISTED = COMPLETE.replaceAll('of: features', 'of: [plan, tenure]').replace(
  / {2}features: .*\n/,
  '  # what it is told\n',
);
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('extract features', () => {
  it('moves an inline list to the log, once for all checks that have it', () => {
    const fix = extractFeatures(readConfig(LISTED, TEST_METRICS), lineOf(LISTED, 'metric: psi, of: ['));
    assert.ok(fix !== null);
    const after = applyEdits(LISTED, fix.edits);
    assert.match(after, /^ {2}features: \[plan, tenure\]$/m);
    assert.equal(after.match(/of: features/g)?.length, 2);
    assert.match(after, /# what it is told/);
    const { problems, monitor } = parseConfig(after, TEST_METRICS);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.deepEqual(monitor?.logs.features, ['plan', 'tenure']);
  });

  it('is not offered elsewhere, nor where another check would change its meaning', () => {
    assert.equal(extractFeatures(readConfig(LISTED, TEST_METRICS), lineOf(LISTED, 'metric: roc_auc')), null);
    const mixed = COMPLETE.replace('of: features', 'of: [plan, tenure]');
    assert.equal(extractFeatures(readConfig(mixed, TEST_METRICS), lineOf(mixed, 'metric: psi, of: [')), null);
    const all = COMPLETE.replace('of: features', 'of: [calls, plan, tenure]');
    const fix = extractFeatures(readConfig(all, TEST_METRICS), lineOf(all, 'metric: psi, of: ['));
    assert.equal(fix?.edits.length, 1);
    assert.equal(extractFeatures(readConfig('a: [', TEST_METRICS), 1), null);
  });
});
