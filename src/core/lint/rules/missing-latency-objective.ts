import { fixes, type LintContext, type Rule } from '../rule.js';
import type { TextEdit } from '../finding.js';
import { columnLike, firstLimit, LATENCY_NAME } from '../suggest.js';
import { yamlText } from '../../config/words.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

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
  check: (context) => {
    const { draft, survey } = context;
    if (draft.checks.some(({ metric }) => metric.startsWith('latency_'))) return [];
    const named = draft.logs.columns.latency_ms;
    const found = named ?? columnLike(survey.current, LATENCY_NAME, draft);
    const place = { path: ['checks', 'operations'], key: true };
    if (found === null) {
      return [
        {
          ...place,
          severity: 'info',
          message:
            'Nothing watches how fast the model answers, and no column of the log has the latency. If it answers requests, log the milliseconds and name the column under `logs.columns.latency_ms`.',
        },
      ];
    }
    return [
      {
        ...place,
        message: `Nothing watches how fast ${draft.model} answers, though the log has it (\`${found}\`). Add \`{ metric: latency_p95_ms }\` with your limit under \`checks.operations\`.`,
        fixes: fixes('Add `latency_p95_ms` with a first limit', edits(context, named, found)),
      },
    ];
  },
};

function edits(context: LintContext, named: string | null, found: string): TextEdit[] | null {
  const { tree } = context;
  const role = named === null ? addAt(tree, ['logs', 'columns', 'latency_ms'], yamlText(found)) : [];
  const limit = firstLimit('latency_p95_ms', context) ?? 'none';
  const check = addAt(tree, ['checks', 'operations'], [`{ metric: latency_p95_ms, alert: ${limit} }`]);
  return role === null || check === null ? null : [...role, ...check];
}
