import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { missingRole, total } from './role-column.js';

/** Share of requests that timed out. */
export const timeoutRate = absoluteMetric({
  id: 'timeout_rate',
  name: 'Time-out rate',
  family: 'operations',
  needs: ['status'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition:
    'share of the rows with a status whose status is listed under logs.timeouts (408, 504, timeout)',
  formula: 'time-outs / rows with a status',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Overload: time-outs rise before other errors do.',
  avoid: 'Callers that give up before the service does: their time-outs are not in its log.',
  compute: (input) => {
    const missing = missingRole(input, 'status');
    if (missing !== null) return missing;
    return shareOf(
      total(input, (point) => point.timeouts),
      total(input, (point) => point.withStatus),
      'rows with a status',
    );
  },
});
