import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { counted } from './role-column.js';

/** How old the latest row is. */
export const freshnessS = absoluteMetric({
  id: 'freshness_s',
  name: 'Freshness',
  family: 'operations',
  needs: ['timestamp'],
  worse: 'higher',
  range: [0, Infinity],
  unit: 'none',
  windowOnly: true,
  countsRows: true,
  definition: 'seconds from the latest timestamp of the log to --as-of; without --as-of unknown',
  formula: 'as_of − max(timestamp)',
  source: 'the log itself',
  use: 'A log that stopped coming, seen by a run with --as-of now.',
  avoid: 'Runs without --as-of: nothing else tells what time it is.',
  compute: (input) => {
    const { asOf, asOfAsked, currentLog } = input.facts;
    const current = input.current.rows;
    if (currentLog.time === null || asOf === null) {
      return noValue('unknown', 'The rows have no time: set logs.columns.timestamp.', { current });
    }
    if (!asOfAsked)
      return noValue('unknown', 'Nothing tells what time it is: pass --as-of now.', { current });
    const latest = currentLog.time.latestPlausible;
    if (latest > asOf) return noValue('unknown', 'The log goes on after --as-of.', { current });
    return counted((asOf - latest) / 1000, current);
  },
});
