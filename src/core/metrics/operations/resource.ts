import { formatCount } from '../../report/words.js';
import { mergeAll } from '../../profile/merge-parts.js';
import { sampleVariance } from '../../profile/moments.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import type { Metric } from '../metric.js';
import { noValue } from '../values.js';
import { counted } from './role-column.js';

/** How much of a resource the requests use: of the columns with the role `resource` whose name has this word. */
export function resourceUse(resource: 'cpu' | 'memory', of: 'mean' | 'max'): Metric {
  const word = resource === 'cpu' ? 'cpu' : 'mem';
  const name = resource === 'cpu' ? 'CPU' : 'Memory';
  return absoluteMetric({
    id: `${resource}_${of}`,
    name: `${name}, ${of === 'mean' ? 'mean' : 'largest'}`,
    family: 'operations',
    needs: ['resource'],
    worse: 'higher',
    range: [-Infinity, Infinity],
    unit: 'none',
    definition: `${of === 'mean' ? 'mean' : 'largest value'} of the column with the role resource whose name contains ${word}, over the rows that have one, in its unit`,
    formula: `${of}(${resource})`,
    interval: of === 'mean' ? 'normal' : 'none',
    source: of === 'mean' ? 'the log itself; interval: normal' : 'the log itself',
    use:
      of === 'mean'
        ? 'Capacity: whether a request uses more than it did.'
        : 'Limits: how near the service comes to being stopped.',
    avoid: of === 'mean' ? `Short peaks: ${resource}_max.` : `One odd row decides it: ${resource}_mean.`,
    compute: (input) => {
      const { rows, operations } = input.current;
      const columns = input.monitor.logs.columns.resource.filter((column) =>
        column.toLowerCase().includes(word),
      );
      const [column] = columns;
      if (column === undefined || columns.length > 1) {
        return noValue(
          'error',
          column === undefined
            ? `No column with the role resource has ${word} in its name: set logs.columns.resource.`
            : `Several columns with the role resource have ${word} in their names: ${columns.join(', ')}. Name one.`,
          { current: rows },
        );
      }
      if (rows === 0) return noValue('unknown', 'There are no rows in this chunk.', { current: 0 });
      const use = mergeAll(
        operations.map((point) => point.resources.get(column)).filter((moments) => moments !== undefined),
      );
      if (use === null || use.count === 0) {
        return noValue(
          'error',
          `${column} has no usable value: none of ${formatCount(rows)} rows has a number.`,
          { current: 0 },
        );
      }
      if (of === 'max') return counted(use.max, use.count);
      const error = Math.sqrt(sampleVariance(use) / use.count);
      return {
        ...counted(use.mean, use.count),
        interval: normalInterval(use.mean, error, [-Infinity, Infinity]),
      };
    },
  });
}
