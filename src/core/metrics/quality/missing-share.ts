import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { shareOf } from '../share.js';
import { watchedColumn } from './watched-column.js';

/** Share of rows whose cell is null, empty or NaN. */
export const missingShare = absoluteMetric({
  id: 'missing_share',
  name: 'Missing share',
  family: 'quality',
  subject: 'column',
  kinds: ['numeric', 'categorical'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition: 'share of all rows whose cell is null, empty or NaN',
  formula: 'missing / rows',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Every feature: a join that broke upstream shows here first.',
  avoid:
    'Cells that hold a word for missing (“unknown”, −999): these are values. unseen_share and out_of_range_share see them.',
  definitions: {
    evidently: {
      definition: 'Evidently’s share of missing values: of all rows',
      formula: 'missing / rows',
      source: 'Evidently 0.7, metrics/column_statistics.py (MissingValueCount); interval: Wilson 1927',
      compute: shareMissing,
    },
    nannyml: {
      definition: 'NannyML’s missing values rate: of all rows',
      formula: 'missing / rows ± 3 √(p (1 − p) / rows), p = missing / rows in the reference, within 0..1',
      source:
        'NannyML 0.13, data_quality/missing/calculator.py, with its sampling error of the reference’s share',
      compute: shareMissingByNannyml,
    },
  },
  compute: shareMissing,
});

function shareMissing(input: MetricInput): MetricValue {
  const watched = watchedColumn(input);
  if ('problem' in watched) return watched.problem;
  return shareOf(watched.column.missing, input.current.rows, 'rows');
}

/** The share with NannyML's band of three sampling errors, which come from the reference. */
function shareMissingByNannyml(input: MetricInput): MetricValue {
  const share = shareMissing(input);
  const { reference } = input;
  const before = reference?.columns.get(input.column ?? '');
  if (share.value === null) return share;
  if (reference === null || before === undefined || reference.rows === 0)
    return { ...share, interval: null, because: 'There is no reference to take the sampling error from.' };
  const p = before.missing / reference.rows;
  const band = 3 * Math.sqrt((p * (1 - p)) / input.current.rows);
  return { ...share, interval: [Math.max(0, share.value - band), Math.min(1, share.value + band)] };
}
