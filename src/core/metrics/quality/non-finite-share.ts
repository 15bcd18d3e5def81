import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { watchedColumn } from './watched-column.js';

/** Share of rows whose cell is an infinity. */
export const nonFiniteShare = absoluteMetric({
  id: 'non_finite_share',
  name: 'Non-finite share',
  family: 'quality',
  subject: 'column',
  kinds: ['numeric'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition: 'share of all rows whose cell is +Inf or −Inf; such cells are in no distribution',
  formula: 'non-finite / rows',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Numeric features made by divisions and logarithms, which go to infinity without a word.',
  avoid: 'For NaN and empty cells: these are missing, and missing_share counts them.',
  compute: (input) => {
    const watched = watchedColumn(input);
    if ('problem' in watched) return watched.problem;
    const { column } = watched;
    return shareOf(column.kind === 'numeric' ? column.nonFinite : 0, input.current.rows, 'rows');
  },
});
