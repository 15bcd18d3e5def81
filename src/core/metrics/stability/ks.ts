import type { Steps } from '../../profile/numeric-profile.js';
import { kolmogorovUpperTail } from '../../statistics/kolmogorov.js';
import type { Metric } from '../metric.js';
import { noValue } from '../values.js';
import { comparedColumns } from './compared.js';

/** Two-sample Kolmogorov-Smirnov statistic on the values, no bins. */
export const ks: Metric = {
  id: 'ks',
  name: 'Kolmogorov-Smirnov distance',
  family: 'stability',
  subject: 'column',
  kinds: ['numeric'],
  tasks: null,
  needs: [],
  worse: 'higher',
  range: [0, 1],
  unit: 'none',
  defaults: { warn: { kind: 'value', value: 0.1 }, alert: { kind: 'value', value: 0.2 } },
  judged: 'two-keys',
  windowOnly: false,
  always: false,
  definition:
    'largest gap between the cumulative distributions of reference and current, on the values themselves',
  formula: 'sup |F_r(x) − F_c(x)|',
  source:
    'scipy.stats.ks_2samp (statistic); p: Kolmogorov tail at (√e + 0.12 + 0.11/√e)·D, e = n_r n_c/(n_r + n_c) (Stephens 1970)',
  use: 'Numeric columns, when a shift of the whole distribution matters more than its tails.',
  compute: (input) => {
    const compared = comparedColumns(input);
    if ('problem' in compared) return compared.problem;
    const { reference, current } = compared;
    if (reference.kind !== 'numeric' || current.kind !== 'numeric') {
      return noValue('error', `ks needs numbers, and ${input.column} is ${reference.kind}.`, {
        current: input.current.rows,
      });
    }
    const nReference = reference.values.count;
    const nCurrent = current.values.count;
    const distance = largestGap(reference.values.steps(), current.values.steps());
    const effective = (nReference * nCurrent) / (nReference + nCurrent);
    const root = Math.sqrt(effective);
    return {
      value: distance,
      interval: null,
      pValue: kolmogorovUpperTail((root + 0.12 + 0.11 / root) * distance),
      nReference,
      nCurrent,
      exact: reference.values.exact && current.values.exact,
    };
  },
};

/** Largest absolute difference of two step functions, each scaled to end at 1. */
export function largestGap(a: Steps, b: Steps): number {
  const totalA = a.cumulative.at(-1) ?? NaN;
  const totalB = b.cumulative.at(-1) ?? NaN;
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.at.length && j < b.at.length) {
    const x = Math.min(a.at[i] as number, b.at[j] as number);
    if (a.at[i] === x) i++;
    if (b.at[j] === x) j++;
    const shareA = i === 0 ? 0 : (a.cumulative[i - 1] as number) / totalA;
    const shareB = j === 0 ? 0 : (b.cumulative[j - 1] as number) / totalB;
    largest = Math.max(largest, Math.abs(shareA - shareB));
  }
  return largest;
}
