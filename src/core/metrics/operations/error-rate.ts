import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';

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
    const { status } = input.monitor.logs.columns;
    if (status === null) {
      return noValue('error', 'No column has the role status: set logs.columns.status.', {
        current: input.current.rows,
      });
    }
    if (!input.facts.currentLog.columns.some((column) => column.name === status)) {
      return noValue('error', `The column ${status} (status) is gone: no current log has it.`, {
        current: 0,
      });
    }
    let errors = 0;
    let known = 0;
    for (const point of input.current.operations) {
      errors += point.errors;
      known += point.withStatus;
    }
    return shareOf(errors, known, 'rows with a status');
  },
});
