import type { ColumnProfile } from '../../profile/profiles.js';
import { absoluteMetric } from '../describe.js';
import { comparedColumns, usable } from '../stability/compared.js';

/** Whether a column that varied has one value left. */
export const constant = absoluteMetric({
  id: 'constant',
  name: 'Constant',
  family: 'quality',
  subject: 'column',
  compares: true,
  kinds: ['numeric', 'categorical'],
  worse: 'higher',
  range: [0, 1],
  unit: 'none',
  defaults: { warn: { kind: 'none' }, alert: { kind: 'value', value: 0 } },
  definition:
    '1 where the finite, non-missing current values are all the same and the reference’s are not, else 0',
  formula: 'distinct values now = 1 and distinct values of the reference > 1',
  source: 'definitions of Tidemark, section 7',
  use: 'Every feature: a sensor that hangs, a join that gives every row the default.',
  avoid: 'Rare flags in small chunks, which may well be all zero by chance: raise min_rows there.',
  compute: (input) => {
    const compared = comparedColumns(input);
    if ('problem' in compared) return compared.problem;
    const { reference, current } = compared;
    const only = onlyValue(current);
    const stuck = only !== null && onlyValue(reference) === null;
    return {
      value: stuck ? 1 : 0,
      interval: null,
      pValue: null,
      nReference: usable(reference),
      nCurrent: usable(current),
      exact: true,
      ...(stuck ? { because: `Every row has ${only}.` } : {}),
    };
  },
});

/** The one distinct value of a column that has values; null where it has more. */
function onlyValue(column: ColumnProfile): string | null {
  if (column.kind === 'numeric') {
    const { min, max } = column.values.moments;
    return min === max ? String(min) : null;
  }
  const [first, second] = column.counts.keys();
  return first !== undefined && second === undefined ? first : null;
}
