import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';

/** Share of rows that repeat an id. */
export const duplicateShare = absoluteMetric({
  id: 'duplicate_share',
  name: 'Duplicate share',
  family: 'quality',
  needs: ['id'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition:
    'share of the rows with an id that repeat an id of the same chunk (of the window, for the window)',
  formula: '(rows with an id − distinct ids) / rows with an id',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927; above the exact limit on a sample of the ids by hash',
  use: 'Logs written by retrying services: every repeat counts twice elsewhere.',
  avoid: 'Logs whose id names a user or a session, which repeats by nature: name the id of the request.',
  compute: (input) => {
    if (input.monitor.logs.columns.id === null) {
      return noValue('error', 'No column has the role id: set logs.columns.id.', {
        current: input.current.rows,
      });
    }
    if (input.ids === null) return noValue('unknown', 'There are no rows with an id.', { current: 0 });
    return shareOf(input.ids.rows - input.ids.distinct, input.ids.rows, 'rows with an id', {
      exact: input.ids.exact,
    });
  },
});
