import { shareMetric } from './binary-counts.js';

/** Share of the positive rows that are predicted negative. */
export const fnr = shareMetric({
  id: 'fnr',
  name: 'False negative rate',
  worse: 'higher',
  definition: 'share of the positive rows that are predicted negative',
  formula: 'fn / (fn + tp)',
  source: '1 − recall',
  use: 'How often a positive is missed.',
  avoid: 'False alarms, which it does not see: fpr.',
  part: ({ fn }) => fn,
  whole: ({ fn, tp }) => fn + tp,
  what: 'positive rows',
});
