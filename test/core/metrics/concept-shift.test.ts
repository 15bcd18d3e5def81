import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { conceptShift } from '../../../src/core/metrics/stability/concept-shift.js';
import type { LabelledProfile } from '../../../src/core/profile/profiles.js';
import type { JudgeSpec } from '../../../src/engines/shared/tasks/task.js';
import { close } from '../../close.js';
import { labelledInput, labelledProfile } from '../../labelled.js';

interface Rows {
  readonly label: number[];
  readonly said: number[];
  readonly score?: number[];
}

/** Recorded by test/oracle/concept_shift.py from scikit-learn and scipy (versions inside). */
const { cases } = JSON.parse(readFileSync('test/oracle/concept_shift.json', 'utf8')) as {
  cases: {
    name: string;
    kind: 'log loss' | 'wrong' | 'absolute error';
    reference: Rows;
    current: Rows;
    value: number;
    interval: [number, number];
    p: number;
  }[];
};

const BINARY: JudgeSpec = { task: 'binary', classes: ['0', '1'], positive: 1, threshold: null };

function compared(reference: LabelledProfile | null, current: LabelledProfile) {
  const input = labelledInput(current);
  return conceptShift.compute({
    ...input,
    reference: reference === null ? null : { ...input.current, rows: reference.rows, labelled: reference },
  });
}

describe('concept_shift', () => {
  for (const { name, kind, reference, current, value, interval, p } of cases) {
    it(`is what scikit-learn’s losses and scipy’s test say: ${name}`, () => {
      const profile = ({ label, said, score }: Rows): LabelledProfile =>
        labelledProfile(kind === 'absolute error' ? { task: 'regression' } : BINARY, {
          label,
          said,
          ...(kind === 'log loss' && score !== undefined ? { scores: [score] } : {}),
        });
      const found = compared(profile(reference), profile(current));
      close(found.value ?? NaN, value, 1e-12);
      close(found.pValue ?? NaN, p, 1e-10);
      close(found.interval?.[0] ?? NaN, interval[0], 1e-10);
      close(found.interval?.[1] ?? NaN, interval[1], 1e-10);
      assert.equal(found.nReference, reference.label.length);
      assert.equal(found.nCurrent, current.label.length);
    });
  }

  const right = labelledProfile(BINARY, { label: [0, 1, 1, 0], said: [0, 1, 1, 0] });

  it('cannot be relative to a loss of nothing', () => {
    const found = compared(right, right);
    assert.equal(found.value, null);
    assert.equal(found.verdict, 'unknown');
    assert.match(found.because ?? '', /reference is 0/);
  });

  it('is an error where the reference has no labels', () => {
    assert.equal(compared(null, right).verdict, 'error');
  });
});
