import { formatInstant } from '../../report/instants.js';
import { absoluteMetric } from '../describe.js';
import { minutesOf } from './minute-series.js';
import { counted } from './role-column.js';

/** Requests per second in the busiest minute. */
export const peakPerS = absoluteMetric({
  id: 'peak_per_s',
  name: 'Peak throughput',
  family: 'operations',
  needs: ['timestamp'],
  reads: ['minutes'],
  worse: 'higher',
  range: [0, Infinity],
  unit: 'none',
  countsRows: true,
  definition: 'rows of the busiest minute (of the clock), per second of it',
  formula: 'max over minutes of rows / 60',
  source: 'the log itself',
  use: 'Capacity: what the service must bear at its worst.',
  avoid: 'Bursts shorter than a minute, which the minute evens out.',
  compute: (input) => {
    const found = minutesOf(input);
    if ('problem' in found) return found.problem;
    const { minutes, requests } = found.own;
    let busiest = 0;
    for (let i = 1; i < minutes.length; i++) {
      if ((requests[i] as number) > (requests[busiest] as number)) busiest = i;
    }
    const at = formatInstant((minutes[busiest] as number) * 60_000);
    return {
      ...counted((requests[busiest] as number) / 60, input.current.rows),
      because: `The busiest minute begins at ${at}.`,
    };
  },
});
