import { columnNamed } from '../../../profile/column-named.js';
import type { ColumnProfile, NumericColumn } from '../../../profile/profiles.js';
import type { MetricInput } from '../../metric.js';
import type { Binned, CountedBin } from '../bins.js';
import { usable } from '../compared.js';
import { categoryBins, histogramBins, sturgesEdges, valueBins } from './histogram.js';

/** Numeric columns with no more distinct reference values than this are binned by value. */
const FEW_VALUES = 20;

/** Why there are no bins of equal width. */
export const TOO_FAR_APART = {
  because: 'The values lie so far apart that bins of equal width leave the range of numbers.',
};

/** What Evidently's bins are called in definitions. */
export const EVIDENTLY_BINS =
  'equal-width bins by Sturges’ rule over both sides together; a bin for each value of categories and of numbers with at most 20 distinct ones in the reference';

/** `get_binned_data` of Evidently 0.7 (legacy/calculations/stattests/utils.py). */
export function evidentlyBins(
  reference: ColumnProfile,
  current: ColumnProfile,
  input: MetricInput,
): Binned | { because: string } | null {
  if (reference.kind === 'categorical' && current.kind === 'categorical')
    return binnedOf(categoryBins(reference, current), reference, current);
  if (reference.kind !== 'numeric' || current.kind !== 'numeric') return null;
  const few = reference.values.steps().at.length <= FEW_VALUES;
  const [r, c] = [reference.values, current.values];
  if (few) return binnedOf(valueBins(r, c), reference, current);
  return sturgesBins(reference, current, r.count + c.count, input);
}

/** The bins of Evidently's Hellinger distance: Sturges' rule on the distinct values of both sides. */
export function evidentlyHellingerBins(
  reference: ColumnProfile,
  current: ColumnProfile,
  input: MetricInput,
): Binned | { because: string } | null {
  if (reference.kind !== 'numeric' || current.kind !== 'numeric')
    return evidentlyBins(reference, current, input);
  const distinct = valueBins(reference.values, current.values).length;
  return sturgesBins(reference, current, distinct, input);
}

/** Equal-width bins over both sides, as many as Sturges' rule wants for `n` values. */
function sturgesBins(
  reference: NumericColumn,
  current: NumericColumn,
  n: number,
  input: MetricInput,
): Binned | { because: string } {
  const [r, c] = [reference.values, current.values];
  const min = Math.min(r.moments.min, c.moments.min);
  const max = Math.max(r.moments.max, c.moments.max);
  const edges = sturgesEdges(n, min, max, areIntegers(reference, current, input));
  if (edges === null) return TOO_FAR_APART;
  return binnedOf(histogramBins(r, c, edges), reference, current);
}

/** One bin for each category; numbers have no such test in Evidently. */
export function evidentlyCategories(
  reference: ColumnProfile,
  current: ColumnProfile,
): Binned | { because: string } | null {
  if (reference.kind === 'categorical' && current.kind === 'categorical')
    return binnedOf(categoryBins(reference, current), reference, current);
  if (reference.kind !== current.kind) return null;
  return { because: 'Evidently has this for categories only: name the column under logs.categorical.' };
}

export function binnedOf(
  bins: readonly CountedBin[],
  reference: ColumnProfile,
  current: ColumnProfile,
): Binned {
  const exact = [reference, current].every((side) => side.kind === 'categorical' || side.values.exact);
  return {
    bins,
    reference: Float64Array.from(bins, (bin) => bin.reference),
    current: Float64Array.from(bins, (bin) => bin.current),
    nReference: usable(reference),
    nCurrent: usable(current),
    exact,
    words: 'the bins of another tool',
  };
}

/** Whether pandas holds both sides as whole numbers: with a missing value they are fractions to it. */
function areIntegers(
  reference: NumericColumn,
  current: NumericColumn,
  { facts, column }: MetricInput,
): boolean {
  const whole = [facts.referenceLog ?? facts.currentLog, facts.currentLog].every(
    (log) => column !== null && columnNamed(log, column)?.integer === true,
  );
  return whole && reference.missing === 0 && current.missing === 0;
}
