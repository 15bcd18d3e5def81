import { mergeNumeric } from '../../profile/merge.js';
import { absoluteMetric } from '../describe.js';
import type { Metric } from '../metric.js';
import { noValue } from '../values.js';

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
      const column = input.monitor.logs.columns.latency_ms;
      if (column === null) {
        return noValue('error', 'No column has the role latency_ms: set logs.columns.latency_ms.', {
          current: input.current.rows,
        });
      }
      if (!input.facts.currentLog.columns.some((found) => found.name === column)) {
        return noValue('error', `The column ${column} (latency_ms) is gone: no current log has it.`, {
          current: 0,
        });
      }
      const profile = mergeNumeric(
        input.current.operations.map((point) => point.latency).filter((latency) => latency !== null),
      );
      if (input.current.rows === 0)
        return noValue('unknown', 'There are no rows in this chunk.', { current: 0 });
      if (profile === null || profile.count === 0) {
        return noValue('error', `${column} has no usable value: all ${input.current.rows} are missing.`, {
          current: 0,
        });
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
