import { formatNumber } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { nextUp } from '../stability/bins.js';
import { comparedColumns } from '../stability/compared.js';
import { noValue } from '../values.js';

/** Share of current values outside the reference's range. */
export const outOfRangeShare = absoluteMetric({
  id: 'out_of_range_share',
  name: 'Out-of-range share',
  family: 'quality',
  subject: 'column',
  compares: true,
  kinds: ['numeric'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition:
    'share of the finite, non-missing current values that are below the smallest or above the largest value of the reference',
  formula: 'count(x < min_r or x > max_r) / finite, non-missing rows',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Numeric features: there the model extrapolates, and unit mistakes (cents for euros) show at once.',
  avoid: 'A reference that holds outliers of its own, whose range nothing leaves: set edges, or use psi.',
  compute: (input) => {
    const compared = comparedColumns(input);
    if ('problem' in compared) return compared.problem;
    const { reference, current } = compared;
    if (reference.kind !== 'numeric' || current.kind !== 'numeric') {
      return noValue('error', `out_of_range_share needs numbers, and ${input.column} has categories.`, {
        current: input.current.rows,
      });
    }
    const { min, max } = reference.values.moments;
    const [below = 0, , above = 0] = current.values.countsOn(
      Float64Array.from([-Infinity, min, nextUp(max), Infinity]),
    );
    const seen = `The reference goes from ${formatNumber(min)} to ${formatNumber(max)}`;
    const { moments } = current.values;
    const share = shareOf(below + above, current.values.count, 'values', {
      exact: current.values.exact,
      because:
        below + above === 0
          ? null
          : `${seen}; these rows go from ${formatNumber(moments.min)} to ${formatNumber(moments.max)}.`,
    });
    return { ...share, nReference: reference.values.count };
  },
});
