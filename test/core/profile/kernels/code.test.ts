import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { COMPILED, compileKernels } from '../../../../scripts/kernels/compile.js';

describe('the compiled kernels', () => {
  it('are those of the sources (run `npm run kernels` when they are not)', async () => {
    assert.equal(readFileSync(COMPILED, 'utf8'), await compileKernels());
  });
});
