import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';
import { missingRole, total } from './role-column.js';

/** Share of rows that were logged after their chunk was over. */
export const lateShare = absoluteMetric({
  id: 'late_share',
  name: 'Late share',
  family: 'operations',
  needs: ['timestamp', 'logged'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition: 'share of the rows that were logged later than the end of their chunk and logs.grace (1h)',
  formula: 'late rows / rows with a logged time',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Logs that arrive in parts: a chunk that was judged too early changes afterwards.',
  avoid: 'Chunks by rows, which have no end in time.',
  compute: (input) => {
    const missing = missingRole(input, 'logged');
    if (missing !== null) return missing;
    if (input.monitor.every?.kind !== 'time') {
      return noValue('unknown', 'Only chunks of time have an end: set every, such as 1d.', {
        current: input.current.rows,
      });
    }
    return shareOf(
      total(input, (point) => point.late),
      total(input, (point) => point.withLogged),
      'rows that say when they were logged',
    );
  },
});
