import { formatCount } from '../../report/words.js';
import { mergeAll } from '../../profile/merge-parts.js';
import { sampleVariance, type Moments } from '../../profile/moments.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { counted, missingRole } from './role-column.js';

const SHARED = {
  family: 'operations',
  needs: ['cost'],
  worse: 'higher',
  range: [-Infinity, Infinity],
  unit: 'none',
} as const;

/** What all requests cost together. */
export const costTotal = absoluteMetric({
  ...SHARED,
  id: 'cost_total',
  name: 'Total cost',
  definition: 'sum of the cost over the rows that have one, in the column’s unit',
  formula: 'Σ cost',
  source: 'the log itself',
  use: 'Budgets.',
  avoid: 'Traffic that grows: cost_per_1k tells whether a request costs more.',
  compute: (input) => {
    const found = costOf(input);
    return 'problem' in found ? found.problem : counted(found.cost.mean * found.cost.count, found.cost.count);
  },
});

/** What a thousand requests cost. */
export const costPer1k = absoluteMetric({
  ...SHARED,
  id: 'cost_per_1k',
  name: 'Cost per 1 000 requests',
  definition: 'mean cost of the rows that have one, times 1 000, in the column’s unit',
  formula: '1000 · mean(cost)',
  interval: 'normal',
  source: 'the log itself; interval: normal',
  use: 'Whether a request costs more than it did: longer prompts, a dearer model.',
  avoid: 'Budgets: cost_total.',
  compute: (input) => {
    const found = costOf(input);
    if ('problem' in found) return found.problem;
    const { mean, count } = found.cost;
    const error = 1000 * Math.sqrt(sampleVariance(found.cost) / count);
    return { ...counted(1000 * mean, count), interval: normalInterval(1000 * mean, error, SHARED.range) };
  },
});

function costOf(input: MetricInput): { readonly cost: Moments } | { readonly problem: MetricValue } {
  const problem = missingRole(input, 'cost');
  if (problem !== null) return { problem };
  const { rows, operations } = input.current;
  const cost = mergeAll(operations.map((point) => point.cost).filter((moments) => moments !== null));
  if (rows === 0) return { problem: noValue('unknown', 'There are no rows in this chunk.', { current: 0 }) };
  if (cost === null || cost.count === 0) {
    const column = input.monitor.logs.columns.cost;
    return {
      problem: noValue(
        'error',
        `${column} has no usable value: none of ${formatCount(rows)} rows has a number.`,
        { current: 0 },
      ),
    };
  }
  return { cost };
}
