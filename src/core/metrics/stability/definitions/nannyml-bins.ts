import type { ColumnProfile } from '../../../profile/profiles.js';
import { sumOf } from '../binned-metric.js';
import type { Binned, CountedBin } from '../bins.js';
import { binnedOf, TOO_FAR_APART } from './evidently-bins.js';
import { categoryBins, doaneEdges, histogramBins } from './histogram.js';

/** What NannyML's bins are called in definitions. */
export const NANNYML_BINS =
  'equal-width bins by Doane’s rule on the reference, and one for what lies outside; a bin for each category of the reference, and one for all others';

/** The reference's bins, and one for the current rows that are in none of them. */
export function nannymlBins(
  reference: ColumnProfile,
  current: ColumnProfile,
): Binned | { because: string } | null {
  let bins: CountedBin[];
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    const edges = doaneEdges(reference.values);
    if (edges === null) return TOO_FAR_APART;
    bins = histogramBins(reference.values, current.values, edges);
  } else if (reference.kind === 'categorical' && current.kind === 'categorical')
    bins = categoryBins(reference, current).filter((bin) => bin.reference > 0);
  else return null;
  const binned = binnedOf(bins, reference, current);
  const outside = binned.nCurrent - sumOf(binned.current);
  if (outside <= 0) return binned;
  const rest: CountedBin = { label: 'outside', low: null, high: null, reference: 0, current: outside };
  return binnedOf([...bins, rest], reference, current);
}

/** One bin for each category; numbers have no such method in NannyML. */
export function nannymlCategories(
  reference: ColumnProfile,
  current: ColumnProfile,
): Binned | { because: string } | null {
  if (reference.kind === 'categorical' && current.kind === 'categorical')
    return binnedOf(categoryBins(reference, current), reference, current);
  if (reference.kind !== current.kind) return null;
  return { because: 'NannyML has this for categories only: name the column under logs.categorical.' };
}
