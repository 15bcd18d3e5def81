import { formatCount } from '../../report/words.js';
import { mergeNumeric } from '../../profile/merge-parts.js';
import type { OperationsPoint } from '../../profile/profiles.js';
import { remember } from '../../profile/remember.js';
import { absoluteMetric } from '../describe.js';
import type { Metric } from '../metric.js';
import { noValue } from '../values.js';
import { missingRole } from './role-column.js';

/** A percentile of the time to answer, in milliseconds. */
export function latencyPercentile(percent: number): Metric {
  return absoluteMetric({
    id: `latency_p${percent}_ms`,
    name: `Latency p${percent}`,
    family: 'operations',
    needs: ['latency_ms'],
    worse: 'higher',
    range: [0, Infinity],
    unit: 'ms',
    definition: `the ${percent} % quantile (type 7) of the latency over the rows that have one, in milliseconds`,
    formula: `quantile(latency, ${percent / 100})`,
    source: 'numpy.quantile(method="linear"); Hyndman and Fan 1996, type 7',
    use:
      percent === 50
        ? 'What a typical caller waits.'
        : 'What the slow end of the callers waits: the usual objective.',
    avoid: 'Chunks of few rows: a p99 of fewer than some hundred rows is their largest value.',
    compute: (input) => {
      const missing = missingRole(input, 'latency_ms');
      if (missing !== null) return missing;
      const profile = latencyOf(input.current.operations);
      if (input.current.rows === 0)
        return noValue('unknown', 'There are no rows in this chunk.', { current: 0 });
      if (profile === null || profile.count === 0) {
        return noValue(
          'error',
          `${input.monitor.logs.columns.latency_ms} has no usable value: none of ${formatCount(input.current.rows)} rows has a number.`,
          {
            current: 0,
          },
        );
      }
      return {
        value: profile.quantile(percent / 100),
        interval: null,
        pValue: null,
        nReference: null,
        nCurrent: profile.count,
        exact: profile.exact,
      };
    },
  });
}

/** The latencies of all intervals: each percentile asks for them. */
const latencyOf = remember((operations: readonly OperationsPoint[]) =>
  mergeNumeric(operations.map((point) => point.latency).filter((latency) => latency !== null)),
);
