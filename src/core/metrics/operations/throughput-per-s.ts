import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { counted } from './role-column.js';

/** Requests per second. */
export const throughputPerS = absoluteMetric({
  id: 'throughput_per_s',
  name: 'Throughput',
  family: 'operations',
  needs: ['timestamp'],
  worse: 'lower',
  range: [0, Infinity],
  unit: 'none',
  countsRows: true,
  definition: 'rows of the chunk per second of it, up to as_of where it is not over',
  formula: 'rows / seconds',
  source: 'the log itself',
  use: 'Traffic in the unit that capacity is planned in.',
  avoid: 'Bursts, which a mean over a day hides.',
  compute: (input) => {
    const { rows } = input.current;
    const seconds = input.period === null ? 0 : (input.period.end - input.period.start) / 1000;
    if (!(seconds > 0)) {
      return noValue('unknown', 'The rows have no time, or all the same: set logs.columns.timestamp.', {
        current: rows,
      });
    }
    return counted(rows / seconds, rows);
  },
});
