import assert from 'node:assert/strict';

import { nearest, wordDistance } from '../../../src/core/config/words.js';
import { METRICS } from '../../../src/core/metrics/registry.js';

describe('the nearest word', () => {
  const metric = (word: string): string | null =>
    nearest(
      word,
      METRICS.map(({ id }) => id),
    );

  it('has one letter in three that differs at most', () => {
    assert.equal(metric('roc_auk'), 'roc_auc');
    assert.equal(metric('ROC-AUC'), 'roc_auc');
    assert.equal(metric('mising_shar'), 'missing_share');
    assert.equal(metric('xyz'), null);
  });

  it('may have two neighbours that changed places, which is one letter', () => {
    assert.equal(metric('pis'), 'psi');
    assert.equal(metric('spi'), 'psi');
    assert.equal(wordDistance('accuracy', 'acucracy'), 1);
    assert.equal(wordDistance('ab', 'cd'), 2);
    assert.equal(wordDistance('psi', 'sip'), 2);
  });
});
