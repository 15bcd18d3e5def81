import type { NumericProfile, Steps } from '../../../profile/numeric-profile.js';
import type { CategoricalColumn } from '../../../profile/profiles.js';
import { CompensatedSum } from '../../../statistics/compensated-sum.js';
import { forEachValue } from '../../../statistics/merged-steps.js';
import { binLabel, nextUp, type CountedBin } from '../bins.js';

/**
 * Edges of `numpy.histogram_bin_edges(values, bins="sturges")` for `n` values from `min` to `max`; of whole numbers
 * numpy (from 2.0) makes no bin narrower than 1. Null where the values are so far apart that numpy fails.
 */
export function sturgesEdges(n: number, min: number, max: number, integers: boolean): Float64Array | null {
  const width = (max - min) / (Math.log2(n) + 1);
  return equalEdges(min, max, integers ? Math.max(1, width) : width);
}

/** Edges of `numpy.histogram_bin_edges(values, bins="doane")`; null where the values are so far apart that numpy fails. */
export function doaneEdges(values: NumericProfile): Float64Array | null {
  const {
    count: n,
    moments,
    steps,
  } = { count: values.count, moments: values.moments, steps: values.steps() };
  const { min, max } = moments;
  const sigma = Math.sqrt(moments.m2 / n);
  if (n < 3 || sigma === 0) return equalEdges(min, max, 0);
  const cubes = new CompensatedSum();
  eachStep(steps, (x, here) => cubes.add(here * ((x - moments.mean) / sigma) ** 3));
  const skewness = Math.abs(cubes.value / n) / Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  return equalEdges(min, max, (max - min) / (1 + Math.log2(n) + Math.log2(1 + skewness)));
}

/** `bins + 1` edges as `numpy.linspace` makes them. */
export function linearEdges(min: number, max: number, bins: number): Float64Array {
  // One distinct value: numpy takes half a unit on each side of it.
  const [first, last] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  const step = (last - first) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + first);
  edges[bins] = last;
  return edges;
}

function equalEdges(min: number, max: number, width: number): Float64Array | null {
  if (!Number.isFinite(max - min) || !Number.isFinite(width)) return null;
  return linearEdges(min, max, width > 0 ? Math.ceil((max - min) / width) : 1);
}

/** Counts of `numpy.histogram`: bins `[a, b)`, the last one with its upper edge. */
export function histogram(values: NumericProfile, edges: Float64Array): Float64Array {
  const closed = edges.slice();
  closed[closed.length - 1] = nextUp(closed[closed.length - 1] as number);
  return values.countsOn(closed);
}

/** Both sides counted on the same edges; what lies outside is in no bin. */
export function histogramBins(
  reference: NumericProfile,
  current: NumericProfile,
  edges: Float64Array,
): CountedBin[] {
  const r = histogram(reference, edges);
  const c = histogram(current, edges);
  return Array.from(r, (count, i) => {
    const [low, high] = [edges[i] as number, edges[i + 1] as number];
    return { label: binLabel(low, high), low, high, reference: count, current: c[i] ?? 0 };
  });
}

/** A bin for each distinct value of either side. */
export function valueBins(reference: NumericProfile, current: NumericProfile): CountedBin[] {
  const bins: CountedBin[] = [];
  forEachValue(reference.steps(), current.steps(), (x, _belowR, r, _belowC, c) =>
    bins.push({ label: String(x), low: x, high: x, reference: r, current: c }),
  );
  return bins;
}

/** A bin for each category of either side, however many. */
export function categoryBins(reference: CategoricalColumn, current: CategoricalColumn): CountedBin[] {
  const labels = new Set([...reference.counts.keys(), ...current.counts.keys()]);
  return [...labels].map((label) => ({
    label,
    low: null,
    high: null,
    reference: reference.counts.get(label) ?? 0,
    current: current.counts.get(label) ?? 0,
  }));
}

/** Calls `visit` for each distinct value with its rows, ascending. */
export function eachStep({ at, cumulative }: Steps, visit: (x: number, here: number) => void): void {
  let below = 0;
  for (let i = 0; i < at.length; i++) {
    const upTo = cumulative[i] as number;
    visit(at[i] as number, upTo - below);
    below = upTo;
  }
}
