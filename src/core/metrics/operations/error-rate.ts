import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { missingRole, total } from './role-column.js';

/** Share of requests that failed. */
export const errorRate = absoluteMetric({
  id: 'error_rate',
  name: 'Error rate',
  family: 'operations',
  needs: ['status'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition: 'share of the rows with a status whose status is a number >= 500 or listed under logs.errors',
  formula: 'errors / rows with a status',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Every served model: is it up.',
  avoid: 'Answers that are wrong but sent with success: performance and quality see them.',
  compute: (input) => {
    const missing = missingRole(input, 'status');
    if (missing !== null) return missing;
    const errors = total(input, (point) => point.errors);
    const known = total(input, (point) => point.withStatus);
    return shareOf(errors, known, 'rows with a status');
  },
});
