import { absoluteMetric } from '../describe.js';

/** Number of predictions served. */
export const requests = absoluteMetric({
  id: 'requests',
  name: 'Number of requests',
  family: 'operations',
  worse: 'lower',
  range: [0, Infinity],
  unit: 'rows',
  definition: 'rows of the log in the chunk',
  formula: 'count of rows',
  source: 'the log itself',
  use: 'Silence: a service that stopped being asked, or stopped logging.',
  avoid: 'Traffic with seasons, where one limit fits no hour: row_count_change compares with the reference.',
  compute: (input) => ({
    value: input.current.rows,
    interval: null,
    pValue: null,
    nReference: null,
    nCurrent: input.current.rows,
    exact: true,
  }),
});
