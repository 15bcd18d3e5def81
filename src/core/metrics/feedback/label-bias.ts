import type { ScoreCoverage } from '../../profile/extra/feedback.js';
import { mergeNumeric } from '../../profile/merge-parts.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type { NumericColumn } from '../../profile/profiles.js';
import { formatNumber } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import type { MetricValue } from '../metric.js';
import { noLabels, notLabelled } from '../performance/labelled.js';
import { binColumns, type Binned } from '../stability/bins.js';
import { contributions, sumOf } from '../stability/binned-metric.js';
import { chanceKey } from '../stability/chance.js';
import { psiInterval, psiPart } from '../stability/psi.js';
import { noValue } from '../values.js';

/** Whether the rows that get a label score like those that get none. */
export const labelBias = absoluteMetric({
  id: 'label_bias',
  name: 'Label bias',
  family: 'feedback',
  needs: ['label'],
  reads: ['coverage'],
  worse: 'higher',
  range: [0, Infinity],
  unit: 'none',
  defaults: { warn: { kind: 'value', value: 0.1 }, alert: { kind: 'value', value: 0.25 } },
  definition:
    'PSI of the score (regression: the prediction) between the labelled and the unlabelled rows of mature chunks, in bins between the tenths of both together; of several scores the largest',
  formula: 'Σ (lᵢ − uᵢ) ln(lᵢ / uᵢ), shares below 0.0001 raised to it',
  interval: 'that of psi',
  source: 'Siddiqi 2006; interval after Yurdakul and Naranjo 2020',
  use: 'Before performance is believed: it speaks for the labelled rows only.',
  avoid: 'Labels that come for all rows, only later: it waits for mature chunks.',
  compute: (input) => {
    const current = input.current.rows;
    const none = noLabels(input);
    if (none !== null) return none;
    const coverage = input.current.extra?.coverage ?? null;
    if (coverage === null || (input.current.labelled?.rows ?? 0) === 0) return notLabelled(input);
    if (coverage.length === 0) {
      return noValue(
        'error',
        'No column has the score: set logs.columns.score, or prediction in regression.',
        {
          current,
        },
      );
    }
    const values = coverage.map(biasOf);
    const known = values.filter(({ value }) => value !== null);
    const largest = known.reduce<MetricValue | null>(
      (most, value) => (most === null || (value.value ?? 0) > (most.value ?? 0) ? value : most),
      null,
    );
    return largest ?? (values[0] as MetricValue);
  },
});

function biasOf({ column, labelled, unlabelled }: ScoreCoverage): MetricValue {
  const [n, others] = [labelled.count, unlabelled.count];
  if (n === 0) return noValue('unknown', `No row with a label has a ${column}.`, { current: 0 });
  const exact = labelled.exact && unlabelled.exact;
  const rows = { pValue: null, nCurrent: n, exact };
  if (others === 0) {
    return { ...rows, value: 0, interval: null, nReference: null, because: 'Every row has a label.' };
  }
  const binned = binBoth(labelled, unlabelled);
  const parts = contributions(binned, psiPart);
  const value = sumOf(parts.parts);
  const means = [labelled, unlabelled].map(({ moments }) => formatNumber(moments.mean));
  return {
    ...rows,
    value,
    interval: psiInterval(value, binned, chanceKey(binned)),
    nReference: others,
    because: `The mean ${column} is ${means[0]} with a label and ${means[1]} without.`,
  };
}

/** Both on bins between the tenths of all rows: neither side decides alone where the edges are. */
function binBoth(labelled: NumericProfile, unlabelled: NumericProfile): Binned {
  const column = (values: NumericProfile): NumericColumn => ({
    kind: 'numeric',
    missing: 0,
    nonFinite: 0,
    values,
  });
  const all = mergeNumeric([labelled, unlabelled]) ?? labelled;
  const binned = binColumns(column(all), column(labelled), null);
  const current = binned?.current ?? new Float64Array(0);
  return {
    words: '',
    bins: [],
    ...binned,
    reference: current.map((rows, i) => (binned?.reference[i] ?? 0) - rows),
    current,
    nReference: unlabelled.count,
    nCurrent: labelled.count,
    exact: all.exact,
  };
}
