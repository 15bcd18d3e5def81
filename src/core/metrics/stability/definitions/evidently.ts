import { exactKs } from '../../../statistics/kolmogorov-smirnov-exact.js';
import { kolmogorovOneSample } from '../../../statistics/kolmogorov-one-sample.js';
import { largestGap } from '../../../statistics/merged-steps.js';
import { areaBetween } from '../area-between.js';
import { binnedVariant, sumOf } from '../binned-metric.js';
import { numericVariant } from '../numeric-metric.js';
import {
  EVIDENTLY_BINS,
  evidentlyBins,
  evidentlyCategories,
  evidentlyHellingerBins,
} from './evidently-bins.js';

const FILE = 'Evidently 0.7, legacy/calculations/stattests';

/** Shares of 0 as Evidently fills them: 0.0001, or a millionth of the smallest where that is no larger. */
function filled(shares: readonly number[]): number[] {
  const least = Math.min(...shares.filter((share) => share > 0));
  const fill = least <= 0.0001 ? least / 1e6 : 0.0001;
  return shares.map((share) => (share === 0 ? fill : share));
}

function scaled(shares: readonly number[]): number[] {
  const sum = sumOf(shares);
  return shares.map((share) => share / sum);
}

export const evidentlyPsi = binnedVariant(
  {
    definition: `Evidently’s population stability index: ${EVIDENTLY_BINS}`,
    formula:
      'Σ (pᵢ − qᵢ) ln(pᵢ / qᵢ), a share of 0 taken as 0.0001 (a millionth of the smallest share, where that is at most 0.0001)',
    source: `${FILE}/psi.py and utils.py; chance key: Pearson’s χ² on the same bins`,
  },
  {
    bin: evidentlyBins,
    shares: filled,
    part: (p, q) => (p - q) * Math.log(p / q),
    finish: sumOf,
  },
);

export const evidentlyKl = binnedVariant(
  {
    definition: `Evidently’s Kullback-Leibler divergence: ${EVIDENTLY_BINS}`,
    formula: 'Σ pᵢ ln(pᵢ / qᵢ), shares of 0 filled as for its psi, then divided by their sum',
    source: `${FILE}/kl_div.py and utils.py; chance key: Pearson’s χ² on the same bins`,
  },
  {
    bin: evidentlyBins,
    shares: (shares) => scaled(filled(shares)),
    part: (p, q) => p * Math.log(p / q),
    finish: (parts) => Math.max(0, sumOf(parts)),
  },
);

export const evidentlyJsDistance = {
  ...binnedVariant(
    {
      definition: `Evidently’s Jensen-Shannon distance, in base e (at most 0.8326): ${EVIDENTLY_BINS}`,
      formula: '√(½ Σ pᵢ ln(pᵢ/mᵢ) + ½ Σ qᵢ ln(qᵢ/mᵢ)), m = (p + q)/2',
      source: `${FILE}/jensenshannon.py and utils.py; chance key: Pearson’s χ² on the same bins`,
    },
    {
      bin: evidentlyBins,
      part: (p, q) => {
        const m = (p + q) / 2;
        return (p > 0 ? 0.5 * p * Math.log(p / m) : 0) + (q > 0 ? 0.5 * q * Math.log(q / m) : 0);
      },
      finish: (parts) => Math.sqrt(Math.max(0, sumOf(parts))),
    },
  ),
  range: [0, Math.sqrt(Math.LN2)],
} as const;

export const evidentlyHellinger = binnedVariant(
  {
    definition:
      'Evidently’s Hellinger distance: a bin for each category; numbers in equal-width bins by Sturges’ rule on the distinct values of both sides',
    formula: '√(1 − Σ √(pᵢ qᵢ)), the sum clipped to 0..1',
    source: `${FILE}/hellinger_distance.py; chance key: Pearson’s χ² on the same bins`,
  },
  {
    bin: evidentlyHellingerBins,
    // Parts that add up to 1 − Σ √(p q), so that each bin has one of its own.
    part: (p, q) => (p + q) / 2 - Math.sqrt(p * q),
    finish: (parts) => Math.sqrt(Math.min(1, Math.max(0, sumOf(parts)))),
  },
);

export const evidentlyTvd = binnedVariant(
  {
    definition: 'Evidently’s total variation distance: a bin for each category',
    formula: '½ Σ |pᵢ − qᵢ|',
    source: `${FILE}/tvd_stattest.py; its p-value is of 1000 random orders of the rows, ours the chance key: Pearson’s χ² on the same bins`,
  },
  { bin: evidentlyCategories, part: (p, q) => Math.abs(p - q) / 2, finish: sumOf },
);

export const evidentlyWasserstein = numericVariant(
  {
    definition:
      'Evidently’s Wasserstein distance, in standard deviations of the reference (of the population, at least 0.001)',
    formula: '∫ |F_r(x) − F_c(x)| dx / max(σ_r, 0.001), σ_r with n',
    source: `${FILE}/wasserstein_distance_norm.py; p: Evidently’s Kolmogorov-Smirnov test of the same values`,
  },
  (reference, current) => {
    const { min, max, m2, count } = reference.moments;
    const sigma = min === max ? 0 : Math.sqrt(m2 / count);
    const area = areaBetween(reference, current);
    const value = Number.isFinite(sigma) ? area / Math.max(sigma, 0.001) : NaN;
    const gap = largestGap(reference.steps(), current.steps());
    return { value, pValue: scipyKsPValue(gap, reference.count, current.count) };
  },
);

export const evidentlyKs = numericVariant(
  {
    definition:
      'Evidently’s Kolmogorov-Smirnov test; the value is the distance, the p-value is the drift score that Evidently prints',
    formula:
      'sup |F_r(x) − F_c(x)|; p exact up to 10 000 rows a side, else of one sample of round(n_r n_c / (n_r + n_c)) rows',
    source: `${FILE}/ks_stattest.py; scipy.stats.ks_2samp`,
  },
  (reference, current) => {
    const value = largestGap(reference.steps(), current.steps());
    return { value, pValue: scipyKsPValue(value, reference.count, current.count) };
  },
);

/** `scipy.stats.ks_2samp(method="auto").pvalue`. */
function scipyKsPValue(gap: number, m: number, n: number): number {
  return Math.max(m, n) <= 10_000
    ? exactKs(gap, m, n)
    : kolmogorovOneSample(gap, Math.round((m * n) / (m + n)));
}
