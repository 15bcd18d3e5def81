import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { missingRole, total } from './role-column.js';

/** Share of requests that were served. */
export const availability = absoluteMetric({
  id: 'availability',
  name: 'Availability',
  family: 'operations',
  needs: ['status'],
  worse: 'lower',
  range: [0, 1],
  unit: 'share',
  definition: '1 − error_rate: share of the rows with a status whose status is no error',
  formula: '1 − errors / rows with a status',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Promises to callers are made in it: 99.9 %.',
  avoid: 'A service that is down and logs nothing, whose missing rows it does not see: requests.',
  compute: (input) => {
    const missing = missingRole(input, 'status');
    if (missing !== null) return missing;
    const known = total(input, (point) => point.withStatus);
    return shareOf(known - total(input, (point) => point.errors), known, 'rows with a status');
  },
});
