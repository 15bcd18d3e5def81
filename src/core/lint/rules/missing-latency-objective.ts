import type { Rule } from '../rule.js';
import { LATENCY_NAME } from '../suggest.js';
import { COMPLETE, completeBut } from './example.js';
import { serviceGap } from './service-gap.js';

/** No check says how fast the model has to answer. */
export const missingLatencyObjective: Rule = {
  code: 'missing-latency-objective',
  id: 'TM301',
  severity: 'warning',
  title: 'No check says how fast the model has to answer',
  why: 'A right answer that comes too late is of no use, and no metric of the data notices it.',
  triggers: completeBut('    - { metric: latency_p95_ms, alert: { above: 200 } }\n', ''),
  passes: COMPLETE,
  fix: 'Adds the 95 % quantile of the latency with a limit to start from, and names its column.',
  gap: 'operations',
  check: (context) =>
    serviceGap(
      {
        metric: 'latency_p95_ms',
        role: 'latency_ms',
        name: LATENCY_NAME,
        isWatched: ({ metric }) => metric.startsWith('latency_'),
        withoutColumn:
          'Nothing watches how fast the model answers, and no column of the log has the latency. If it answers requests, log the milliseconds and name the column under `logs.columns.latency_ms`.',
        withColumn: (model, column) =>
          `Nothing watches how fast ${model} answers, though the log has it (\`${column}\`). Add \`{ metric: latency_p95_ms }\` with your limit under \`checks.operations\`.`,
      },
      context,
    ),
};
