import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { watchedColumn } from './watched-column.js';

/** Share of rows whose cell is null, empty or NaN. */
export const missingShare = absoluteMetric({
  id: 'missing_share',
  name: 'Missing share',
  family: 'quality',
  subject: 'column',
  kinds: ['numeric', 'categorical'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition: 'share of all rows whose cell is null, empty or NaN',
  formula: 'missing / rows',
  source: 'interval: Wilson 1927',
  use: 'Every feature: a join that broke upstream shows here first.',
  compute: (input) => {
    const watched = watchedColumn(input);
    if ('problem' in watched) return watched.problem;
    return shareOf(watched.column.missing, input.current.rows, 'rows');
  },
});
