import type { BinsSpec } from '../../config/monitor.js';
import { CategoryCounts, compareCodePoints, type Categories } from '../../profile/category-counts.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type { CategoricalColumn, ColumnProfile, NumericColumn } from '../../profile/profiles.js';
import { remember, rememberPairWith } from '../../profile/remember.js';
import { usable } from './compared.js';

/** Values of a categorical column that get a bin of their own (definitions.md, section 2). */
export const OWN_BINS = 255;

/** What one bin holds; numeric bins are `[low, high)`. */
export interface Bin {
  readonly label: string;
  /** What several values share a bin for; absent on a bin of one value, or of a range. */
  readonly of?: 'other' | 'unseen';
  readonly low: number | null;
  readonly high: number | null;
}

/** A bin with the rows of both sides in it. */
export interface CountedBin extends Bin {
  readonly reference: number;
  readonly current: number;
}

/** Both sides counted on the same bins; bins empty on both sides are left out. */
export interface Binned {
  readonly bins: readonly Bin[];
  /** Rows of each side, by bin. */
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly nReference: number;
  readonly nCurrent: number;
  readonly exact: boolean;
  /** How the bins were made, in words. */
  readonly words: string;
  /** Both sides, where the reference's most frequent values are the bins. */
  readonly chosenFrom?: readonly [reference: CategoricalColumn, current: CategoricalColumn];
}

/** Bins of two profiles of one column; null when the two are of different kinds. */
export const binColumns = rememberPairWith(
  (reference: ColumnProfile, current: ColumnProfile, spec: BinsSpec | null): Binned | null => {
    if (reference.kind === 'numeric' && current.kind === 'numeric')
      return binNumeric(reference, current, spec);
    if (reference.kind === 'categorical' && current.kind === 'categorical')
      return binCategories(reference, current);
    return null;
  },
);

/** The bins that the reference makes, and its own counts on them. */
interface NumericFrame {
  readonly edges: Float64Array;
  readonly bins: readonly Bin[];
  readonly counts: Float64Array;
}

/** The reference's frames by spec. */
const numericFrames = remember((values: NumericProfile) => {
  const known = new Map<string, NumericFrame>();
  return (spec: BinsSpec): NumericFrame => {
    const name = JSON.stringify(spec);
    let found = known.get(name);
    if (found === undefined) {
      const edges = edgesOf(values, spec);
      const bins = Array.from(edges.subarray(1), (high, i) => rangeBin(edges[i] as number, high));
      found = { edges, bins, counts: values.countsOn(edges) };
      known.set(name, found);
    }
    return found;
  };
});

function binNumeric(reference: NumericColumn, current: NumericColumn, spec: BinsSpec | null): Binned {
  const frame = numericFrames(reference.values)(spec ?? { kind: 'quantile', count: 10 });
  const counts = current.values.countsOn(frame.edges);
  const isFilled = (i: number): boolean => frame.counts[i] !== 0 || counts[i] !== 0;
  const all = frame.bins.every((_, i) => isFilled(i));
  return {
    bins: all ? frame.bins : frame.bins.filter((_, i) => isFilled(i)),
    reference: all ? frame.counts : frame.counts.filter((_, i) => isFilled(i)),
    current: all ? counts : counts.filter((_, i) => isFilled(i)),
    nReference: reference.values.count,
    nCurrent: current.values.count,
    exact: reference.values.exact && current.values.exact,
    words: words(spec),
  };
}

function rangeBin(low: number, high: number): Bin {
  return {
    label: binLabel(low, high),
    low: Number.isFinite(low) ? low : null,
    high: Number.isFinite(high) ? high : null,
  };
}

function words(spec: BinsSpec | null): string {
  if (spec === null) return 'bins between the tenths of the reference';
  if (spec.kind === 'quantile') return `bins between the ${spec.count} quantiles of the reference`;
  if (spec.kind === 'width')
    return `${spec.count} bins of equal width over the reference, and two outer ones`;
  return 'bins with the edges of the config';
}

/** Ascending edges from -Infinity to Infinity, after definitions.md, section 2. */
export function edgesOf(reference: NumericProfile, spec: BinsSpec): Float64Array {
  if (spec.kind === 'edges') {
    return Float64Array.from([-Infinity, ...[...new Set(spec.edges)].sort((a, b) => a - b), Infinity]);
  }
  if (reference.count === 0) return Float64Array.from([-Infinity, Infinity]);
  if (spec.kind === 'width') {
    const { min, max } = reference.moments;
    if (min === max) return Float64Array.from([-Infinity, min, nextUp(min), Infinity]);
    const spread = (max - min) / spec.count;
    // The difference of two huge values is beyond the largest double, their parts are not.
    const width = Number.isFinite(spread) ? spread : max / spec.count - min / spec.count;
    const inner = Array.from({ length: spec.count + 1 }, (_, i) =>
      i === spec.count ? nextUp(max) : min + i * width,
    );
    return Float64Array.from([-Infinity, ...inner, Infinity]);
  }
  const edges: number[] = [-Infinity];
  let previous = -Infinity;
  for (let k = 1; k < spec.count; k++) {
    const edge = reference.quantile(k / spec.count);
    // Between two huge values the interpolation leaves the range of numbers: no edge there.
    if (!Number.isFinite(edge)) continue;
    if (edge === previous) {
      // A quantile that repeats is a point mass: it gets a bin of its own.
      const above = nextUp(edge);
      if (edges.at(-1) !== above) edges.push(above);
    } else {
      // The quantile after a point bin may be the point's own upper edge.
      if (edge !== edges.at(-1)) edges.push(edge);
      previous = edge;
    }
  }
  edges.push(Infinity);
  return Float64Array.from(edges);
}

/** The next double above a finite `x`. */
export function nextUp(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, x > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}

/** A numeric bin in words: `[5, 10)`, `< 5`, or the one value in it. */
export function binLabel(low: number, high: number): string {
  if (Number.isFinite(low) && high === nextUp(low)) return short(low);
  if (low === -Infinity && high === Infinity) return 'all';
  if (low === -Infinity) return `< ${short(high)}`;
  if (high === Infinity) return `≥ ${short(low)}`;
  return `[${short(low)}, ${short(high)})`;
}

function short(x: number): string {
  return Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(4)));
}

/** The reference's values as bins: the most frequent ones by name, the rest in one. */
interface CategoryFrame {
  /** The last one is for the values that the reference does not have. */
  readonly bins: readonly Bin[];
  /** All but that one. */
  readonly seen: readonly Bin[];
  /** Rows of the reference, by bin. */
  readonly reference: Float64Array;
  /** Place of a value's bin; undefined for a value that the reference does not have. */
  binOf(value: string): number | undefined;
  /** The same by code, the last one for unseen ones; null where the reference has no codes. */
  readonly ofCode: { readonly categories: Categories; readonly bins: Uint16Array } | null;
}

const frameOf = remember(({ counts }: CategoricalColumn): CategoryFrame => {
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || compareCodePoints(a[0], b[0]));
  const named: Bin[] = ranked.slice(0, OWN_BINS).map(([label]) => ({ label, low: null, high: null }));
  const rows = ranked.slice(0, OWN_BINS).map(([, rows]) => rows);
  if (ranked.length > OWN_BINS) {
    named.push({ label: 'other', of: 'other', low: null, high: null });
    rows.push(ranked.slice(OWN_BINS).reduce((sum, [, rows]) => sum + rows, 0));
  }
  const unseen = named.length;
  const places = new Map(ranked.map(([value], i) => [value, Math.min(i, OWN_BINS)]));
  const ofCode =
    counts instanceof CategoryCounts
      ? {
          categories: counts.categories,
          bins: Uint16Array.from(counts.categories.values, (value) => places.get(value) ?? unseen),
        }
      : null;
  return {
    seen: named,
    bins: [...named, { label: 'unseen', of: 'unseen', low: null, high: null }],
    reference: Float64Array.from([...rows, 0]),
    binOf: (value) => places.get(value),
    ofCode,
  };
});

function binCategories(reference: CategoricalColumn, current: CategoricalColumn): Binned {
  const frame = frameOf(reference);
  const unseen = frame.bins.length - 1;
  const now = new Float64Array(frame.bins.length);
  const { counts } = current;
  if (counts instanceof CategoryCounts && counts.categories === frame.ofCode?.categories) {
    const { bins } = frame.ofCode;
    const { codes, rows } = counts;
    for (let i = 0; i < codes.length; i++) {
      const bin = bins[codes[i] as number] as number;
      now[bin] = (now[bin] as number) + (rows[i] as number);
    }
  } else {
    for (const [value, rows] of counts) {
      const bin = frame.binOf(value) ?? unseen;
      now[bin] = (now[bin] as number) + rows;
    }
  }
  const size = now[unseen] === 0 ? unseen : frame.bins.length;
  return {
    bins: size === unseen ? frame.seen : frame.bins,
    reference: frame.reference.subarray(0, size),
    current: now.subarray(0, size),
    nReference: usable(reference),
    nCurrent: usable(current),
    exact: true,
    chosenFrom: [reference, current],
    words: `one bin for each of the reference's ${OWN_BINS} most frequent values, the rest in “other”, new ones in “unseen”`,
  };
}
