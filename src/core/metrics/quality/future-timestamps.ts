import { formatInstant } from '../../report/instants.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';

/** Rows whose time is implausibly later than the rest of their log. */
export const futureTimestamps = absoluteMetric({
  id: 'future_timestamps',
  name: 'Future timestamps',
  family: 'quality',
  worse: 'higher',
  range: [0, Infinity],
  unit: 'rows',
  judged: 'own',
  windowOnly: true,
  always: true,
  defaults: { warn: { kind: 'none' }, alert: { kind: 'value', value: 0 } },
  definition:
    'rows more than one chunk later than the 99.9 % quantile of their log’s times; they are in no other number',
  formula: 'count(time > q99.9 + one chunk)',
  source: 'definitions of Tidemark, section 1',
  use: 'Always on: one clock in the year 2099 would otherwise end every window there.',
  avoid: 'For rows that are late: late_share looks at them.',
  compute: (input) => {
    const rows = input.current.rows;
    const log = input.facts.currentLog;
    if (log.time === null) {
      return noValue('info', 'No times: set logs.columns.timestamp to have them checked.', { current: rows });
    }
    const { max, latestPlausible } = log.time;
    const excluded = input.facts.excluded.find((side) => side.side === 'current')?.afterAsOf ?? 0;
    const implausible = max > latestPlausible;
    return {
      value: implausible ? excluded : 0,
      interval: null,
      pValue: null,
      nReference: null,
      nCurrent: log.rows,
      exact: true,
      verdict: implausible ? 'alert' : 'pass',
      ...(implausible
        ? {
            because: `${excluded} ${excluded === 1 ? 'row is' : 'rows are'} later than ${formatInstant(latestPlausible)} by more than a chunk, the latest at ${formatInstant(max)}; they are left out. Mend the clock, or pass --as-of.`,
          }
        : {}),
    };
  },
});
