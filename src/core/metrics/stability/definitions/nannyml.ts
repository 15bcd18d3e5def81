import type { NumericProfile } from '../../../profile/numeric-profile.js';
import { ksTest } from '../../../statistics/kolmogorov-smirnov.js';
import { areaBetween } from '../area-between.js';
import { binnedVariant, sumOf } from '../binned-metric.js';
import { numericVariant } from '../numeric-metric.js';
import { eachStep, histogram, linearEdges } from './histogram.js';
import { NANNYML_BINS, nannymlBins, nannymlCategories } from './nannyml-bins.js';

const FILE = 'NannyML 0.13, drift/univariate/methods.py';
/** From this many reference rows on, NannyML works on a histogram of as many bins. */
const ESTIMATED = 10_000;

export const nannymlJsDistance = binnedVariant(
  {
    definition: `NannyML’s Jensen-Shannon distance, in base 2: ${NANNYML_BINS}`,
    formula: '√(½ Σ pᵢ log₂(pᵢ/mᵢ) + ½ Σ qᵢ log₂(qᵢ/mᵢ)), m = (p + q)/2',
    source: `${FILE}; chance key: Pearson’s χ² on the same bins`,
  },
  {
    bin: nannymlBins,
    part: (p, q) => {
      const m = (p + q) / 2;
      return (p > 0 ? 0.5 * p * Math.log2(p / m) : 0) + (q > 0 ? 0.5 * q * Math.log2(q / m) : 0);
    },
    finish: (parts) => Math.sqrt(Math.max(0, sumOf(parts))),
  },
);

export const nannymlHellinger = binnedVariant(
  {
    definition: `NannyML’s Hellinger distance: ${NANNYML_BINS}`,
    formula: '√(Σ (√pᵢ − √qᵢ)²) / √2',
    source: `${FILE}; chance key: Pearson’s χ² on the same bins`,
  },
  {
    bin: nannymlBins,
    part: (p, q) => (Math.sqrt(p) - Math.sqrt(q)) ** 2 / 2,
    finish: (parts) => Math.sqrt(sumOf(parts)),
  },
);

export const nannymlLInfinity = binnedVariant(
  {
    definition: 'NannyML’s L-infinity distance: a bin for each category of either side',
    formula: 'max |pᵢ − qᵢ|',
    source: `${FILE}; chance key: Pearson’s χ² on the same bins`,
  },
  {
    bin: nannymlCategories,
    part: (p, q) => Math.abs(p - q),
    finish: (parts) => parts.reduce((a, b) => Math.max(a, b), 0),
  },
);

export const nannymlKs = numericVariant(
  {
    definition:
      'NannyML’s Kolmogorov-Smirnov statistic: on the values, from 10 000 reference rows on at 10 000 equal steps over the reference’s range',
    formula: 'max |F_r − F_c|',
    source: `${FILE}; p: the Kolmogorov tail of our ks`,
  },
  (reference, current) => {
    const { value, pValue } = ksTest(reference, current);
    return { value: reference.count < ESTIMATED ? value : estimatedKs(reference, current), pValue };
  },
);

function estimatedKs(reference: NumericProfile, current: NumericProfile): number {
  const { min, max } = reference.moments;
  const start = below(current, min) / current.count;
  // Of one distinct value all edges are that value, and all bins but the last are empty.
  const edges = min === max ? Float64Array.of(min, max) : linearEdges(min, max, ESTIMATED);
  let largest = min === max ? start : 0;
  eachGap(reference, current, edges, start, (gap) => {
    largest = Math.max(largest, Math.abs(gap));
  });
  return largest;
}

export const nannymlWasserstein = numericVariant(
  {
    definition:
      'NannyML’s Wasserstein distance, in the feature’s own unit: on the values, from 10 000 reference rows on in 10 000 equal-width bins over the reference’s range, with a term for the values on each side of it',
    formula:
      '∫ |F_r(x) − F_c(x)| dx; in bins Σ |F_r − F_c| · width + tails, where values below the range, if any, count one row more',
    source: `${FILE}; p: the Kolmogorov tail of our ks`,
  },
  (reference, current) => ({
    value:
      reference.count < ESTIMATED
        ? areaBetween(reference, current)
        : estimatedWasserstein(reference, current),
    pValue: ksTest(reference, current).pValue,
  }),
);

function estimatedWasserstein(reference: NumericProfile, current: NumericProfile): number {
  const edges = linearEdges(reference.moments.min, reference.moments.max, ESTIMATED);
  const [min, max, second] = [edges[0] as number, edges[ESTIMATED] as number, edges[1] as number];
  const n = current.count;
  let tails = 0;
  let seen = 0;
  let before = -Infinity;
  eachStep(current.steps(), (x, here) => {
    // Left of the range the area below the current distribution, right of it the one above.
    if (seen > 0 && before < min) tails += (seen / n) * (Math.min(x, min) - before);
    if (x > max) tails += ((n - seen) / n) * (x - Math.max(before, max));
    seen += here;
    before = x;
  });
  if (before < min) tails += min - before;
  const smaller = below(current, min);
  let within = 0;
  // NannyML counts one row too many below the range, where it has any.
  eachGap(reference, current, edges, smaller > 0 ? (smaller + 1) / n : 0, (gap) => {
    within += Math.abs(gap) * (second - min);
  });
  return within + tails;
}

function below(values: NumericProfile, x: number): number {
  return values.countsOn(Float64Array.from([-Infinity, x]))[0] ?? 0;
}

/** Calls `visit` with F_r − F_c at the upper edge of each bin; `start` is the current share below the first. */
function eachGap(
  reference: NumericProfile,
  current: NumericProfile,
  edges: Float64Array,
  start: number,
  visit: (gap: number) => void,
): void {
  const r = histogram(reference, edges);
  const c = histogram(current, edges);
  let [sumR, sumC] = [0, 0];
  for (let i = 0; i < r.length; i++) {
    sumR += r[i] as number;
    sumC += c[i] as number;
    visit(sumR / reference.count - (start + sumC / current.count));
  }
}
