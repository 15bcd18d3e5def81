import type { ColumnProfile } from '../../../profile/profiles.js';
import { chiSquaredUpperTail } from '../../../statistics/chi-squared.js';
import { cramersV } from '../../../statistics/cramers-v.js';
import type { MetricInput, MetricValue, MetricVariant, VariantDescription } from '../../metric.js';
import { noValue } from '../../values.js';
import type { Binned } from '../bins.js';
import { chanceKey } from '../chance.js';
import { comparedColumns } from '../compared.js';
import { evidentlyCategories } from './evidently-bins.js';
import { nannymlCategories } from './nannyml-bins.js';

/** The value that the reference lacks, where that makes the statistic infinite. */
interface Chi2 {
  readonly statistic: number;
  readonly unseen: string | null;
}

/** Pearson's test of the current counts against the reference's as if those were the truth. */
export const evidentlyChi2: MetricVariant = chi2Variant(
  {
    definition:
      'Evidently’s χ² of the current counts against the reference’s, taken as exact; the p-value is the drift score that Evidently prints; the limits apply to cramers_v',
    formula:
      'Σ (cᵢ − eᵢ)² / eᵢ, eᵢ = rᵢ n_c / n_r, k − 1 degrees of freedom; infinite where the reference lacks a value',
    source: 'Evidently 0.7, legacy/calculations/stattests/chisquare_stattest.py; scipy.stats.chisquare',
  },
  evidentlyCategories,
  ({ bins, reference, current, nReference, nCurrent }) => {
    const unseen = bins.find((_, i) => reference[i] === 0)?.label ?? null;
    const statistic = current.reduce((sum, rows, i) => {
      const expected = ((reference[i] as number) * nCurrent) / nReference;
      return sum + (rows - expected) ** 2 / expected;
    }, 0);
    return { statistic, unseen };
  },
);

/** The test of the 2×k table of all categories. */
export const nannymlChi2: MetricVariant = chi2Variant(
  {
    definition:
      'NannyML’s χ² of the rows by category and side, corrected by Yates for two categories; the limits apply to cramers_v',
    formula:
      'Σ (|observed − expected| − y)² / expected, y = min(½, |observed − expected|) for two categories, else 0',
    source: 'NannyML 0.13, drift/univariate/methods.py; scipy.stats.chi2_contingency',
  },
  nannymlCategories,
  ({ bins, reference, current, nReference, nCurrent }) => {
    const yates = bins.length === 2 ? 0.5 : 0;
    const part = (observed: number, expected: number): number => {
      const gap = Math.abs(observed - expected);
      return (gap - Math.min(yates, gap)) ** 2 / expected;
    };
    const all = nReference + nCurrent;
    const statistic = current.reduce((sum, rows, i) => {
      const before = reference[i] as number;
      const margin = (before + rows) / all;
      return sum + part(before, margin * nReference) + part(rows, margin * nCurrent);
    }, 0);
    return { statistic, unseen: null };
  },
);

function chi2Variant(
  words: VariantDescription,
  bin: (reference: ColumnProfile, current: ColumnProfile) => Binned | { because: string } | null,
  test: (binned: Binned) => Chi2,
): MetricVariant {
  const compute = (input: MetricInput): MetricValue => {
    const compared = comparedColumns(input);
    if ('problem' in compared) return compared.problem;
    const binned = bin(compared.reference, compared.current);
    if (binned === null || 'because' in binned) {
      const because = binned?.because ?? `${input.column} is of another kind in the reference.`;
      return noValue('error', because, { current: input.current.rows });
    }
    const { statistic, unseen } = test(binned);
    const degrees = binned.bins.length - 1;
    const key = chanceKey(binned);
    return {
      value: unseen === null ? statistic : null,
      size: cramersV(key.statistic, key.degreesOfFreedom, key.n),
      interval: null,
      // Of one category there is no test: nothing differs.
      pValue: unseen === null ? (degrees < 1 ? 1 : chiSquaredUpperTail(statistic, degrees)) : 0,
      nReference: binned.nReference,
      nCurrent: binned.nCurrent,
      exact: binned.exact,
      ...(unseen === null
        ? {}
        : { because: `The reference has no ${unseen}, which makes χ² infinite and its p-value 0.` }),
    };
  };
  return { ...words, compute };
}
