import { durationMs } from '../../config/duration.js';
import { formatShare } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { between, sloOf } from './error-counts.js';
import { counted } from './role-column.js';

const MINUTE = 60_000;

/** How much of the errors that a promise allows is left. */
export const sloBudgetLeft = absoluteMetric({
  id: 'slo_budget_left',
  name: 'Error budget left',
  family: 'operations',
  needs: ['timestamp', 'status'],
  reads: ['minutes'],
  worse: 'lower',
  range: [-Infinity, 1],
  unit: 'share',
  defaults: { warn: { kind: 'none' }, alert: { kind: 'value', value: 0 } },
  definition:
    'share of the errors allowed by slo.objective that is left at the end of the chunk, over slo.window up to then (to the minute); below 0 the promise is broken',
  formula: '1 − errors / ((1 − objective) · rows with a status)',
  source: 'Beyer et al., The Site Reliability Workbook, chapter 2',
  use: 'A promise to users over weeks: how much may still go wrong.',
  avoid:
    'Acute trouble, which it shows late: burn_rate. Few requests, where one error is the budget of days.',
  compute: (input) => {
    const found = sloOf(input);
    if ('problem' in found) return found.problem;
    const { slo, own, counts } = found;
    const last = (own.minutes.at(-1) as number) + 1;
    const end = input.period === null ? last : Math.ceil(input.period.end / MINUTE);
    const from = end - durationMs(slo.window) / MINUTE;
    const { errors, events } = between(counts, from, end);
    if (events === 0) {
      return noValue('unknown', 'There are no rows with a status in slo.window.', {
        current: input.current.rows,
      });
    }
    const known = (end - (counts.minutes[0] as number)) / (end - from);
    return {
      ...counted(1 - errors / ((1 - slo.objective) * events), events),
      ...(known < 1
        ? { because: `The log reaches back over ${formatShare(known)} of slo.window only.` }
        : {}),
    };
  },
});
