import { CategoryCounts } from '../../profile/category-counts.js';
import type { CategoricalColumn } from '../../profile/profiles.js';
import { usable } from '../stability/compared.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';
import { watchedColumn } from './watched-column.js';

/** How many unseen values the explanation names. */
const NAMED = 3;

/** Share of current values of a categorical column that the reference never has. */
export const unseenShare = absoluteMetric({
  id: 'unseen_share',
  name: 'Unseen share',
  family: 'quality',
  subject: 'column',
  compares: true,
  kinds: ['categorical'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition:
    'share of the non-missing current values of a categorical column that the reference does not have',
  formula: 'rows with a value not in the reference / non-missing rows',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Categorical features: the model was never trained on these values.',
  avoid:
    'Columns of free text or of ids, where most values are new by nature: leave them out of the features.',
  definitions: {
    evidently: {
      definition:
        'Evidently’s share of values out of a list, which is the reference’s values: of the non-missing rows',
      formula: 'rows with a value not in the reference / non-missing rows',
      source: 'Evidently 0.7, metrics/column_statistics.py (OutListValueCount); interval: Wilson 1927',
      compute: shareUnseen,
    },
    nannyml: {
      definition:
        'NannyML’s unseen values rate: of all rows, a missing cell counting as a value (unseen where the reference has none missing)',
      formula: '(rows with a value not in the reference + rows missing, where no reference row is) / rows',
      source: 'NannyML 0.13, data_quality/unseen/calculator.py; interval: Wilson 1927',
      compute: shareUnseenByNannyml,
    },
  },
  compute: shareUnseen,
});

function shareUnseen(input: MetricInput): MetricValue {
  const watched = watchedColumn(input);
  if ('problem' in watched) return watched.problem;
  const reference = input.reference?.columns.get(input.column ?? '');
  if (reference === undefined) {
    return noValue(
      'error',
      `The reference has no column ${input.column}: nothing says which values are new.`,
      {
        current: input.current.rows,
      },
    );
  }
  if (watched.column.kind !== 'categorical' || reference.kind !== 'categorical') {
    return noValue('error', `unseen_share needs categories, and ${input.column} is numeric.`, {
      current: input.current.rows,
    });
  }
  const unseen = valuesNotIn(watched.column.counts, reference.counts);
  const rows = unseen.reduce((sum, [, count]) => sum + count, 0);
  const all = usable(watched.column);
  if (all === 0) {
    return noValue('error', `${input.column} has no usable value: all ${input.current.rows} are missing.`, {
      current: 0,
    });
  }
  const largest = unseen.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, NAMED);
  const because =
    unseen.length === 0
      ? null
      : `${unseen.length} ${unseen.length === 1 ? 'value is' : 'values are'} new, the most frequent ${largest.map(([value]) => value).join(', ')}.`;
  return { ...shareOf(rows, all, 'values', { because }), nReference: usable(reference) };
}

function valuesNotIn(
  counts: CategoricalColumn['counts'],
  known: CategoricalColumn['counts'],
): [string, number][] {
  return counts instanceof CategoryCounts && known instanceof CategoryCounts
    ? counts.without(known)
    : [...counts].filter(([value]) => !known.has(value));
}

function shareUnseenByNannyml(input: MetricInput): MetricValue {
  const share = shareUnseen(input);
  const column = input.current.columns.get(input.column ?? '');
  const missingBefore = input.reference?.columns.get(input.column ?? '')?.missing ?? 0;
  if (share.value === null || column === undefined) return share;
  const unseen = Math.round(share.value * share.nCurrent) + (missingBefore === 0 ? column.missing : 0);
  return {
    ...shareOf(unseen, input.current.rows, 'rows', { because: share.because ?? null }),
    nReference: share.nReference,
  };
}
