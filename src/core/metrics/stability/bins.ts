import type { BinsSpec } from '../../config/monitor.js';
import { CategoryCounts, compareCodePoints, type Categories } from '../../profile/category-counts.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type { CategoricalColumn, ColumnProfile, NumericColumn } from '../../profile/profiles.js';
import { remember, rememberPair } from '../../profile/remember.js';
import { usable } from './compared.js';

/** Values of a categorical column that get a bin of their own (definitions.md, section 2). */
export const OWN_BINS = 255;

/** One bin with the counts of both sides; numeric bins are `[low, high)`. */
export interface Bin {
  readonly label: string;
  /** What several values share a bin for; absent on a bin of one value, or of a range. */
  readonly of?: 'other' | 'unseen';
  readonly low: number | null;
  readonly high: number | null;
  readonly reference: number;
  readonly current: number;
}

/** Both sides counted on the same bins; bins empty on both sides are left out. */
export interface Binned {
  readonly bins: readonly Bin[];
  readonly nReference: number;
  readonly nCurrent: number;
  readonly exact: boolean;
  /** How the bins were made, in words. */
  readonly words: string;
  /** Both sides, where the reference's most frequent values are the bins. */
  readonly chosenFrom?: readonly [reference: CategoricalColumn, current: CategoricalColumn];
}

/** Bins of two profiles of one column; null when the two are of different kinds. */
export const binColumns = rememberPair(
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
  readonly labels: readonly string[];
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
      const labels = Array.from(edges.subarray(1), (high, i) => binLabel(edges[i] as number, high));
      found = { edges, labels, counts: values.countsOn(edges) };
      known.set(name, found);
    }
    return found;
  };
});

function binNumeric(reference: NumericColumn, current: NumericColumn, spec: BinsSpec | null): Binned {
  const frame = numericFrames(reference.values)(spec ?? { kind: 'quantile', count: 10 });
  const { edges, counts: r, labels } = frame;
  const c = current.values.countsOn(edges);
  const bins: Bin[] = [];
  for (let i = 0; i < r.length; i++) {
    const low = edges[i] as number;
    const high = edges[i + 1] as number;
    if (r[i] === 0 && c[i] === 0) continue;
    bins.push({
      label: labels[i] as string,
      low: Number.isFinite(low) ? low : null,
      high: Number.isFinite(high) ? high : null,
      reference: r[i] as number,
      current: c[i] as number,
    });
  }
  return {
    bins,
    nReference: reference.values.count,
    nCurrent: current.values.count,
    exact: reference.values.exact && current.values.exact,
    words: words(spec),
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
  readonly labels: readonly string[];
  /** Rows of the reference, by bin. */
  readonly reference: readonly number[];
  /** Place of a value's bin; undefined for a value that the reference does not have. */
  binOf(value: string): number | undefined;
  /** The same by code, `labels.length` for unseen ones; null where the reference has no codes. */
  readonly ofCode: { readonly categories: Categories; readonly bins: Uint16Array } | null;
}

const frameOf = remember(({ counts }: CategoricalColumn): CategoryFrame => {
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || compareCodePoints(a[0], b[0]));
  const labels = ranked.slice(0, OWN_BINS).map(([value]) => value);
  const reference = ranked.slice(0, OWN_BINS).map(([, rows]) => rows);
  const other = ranked.slice(OWN_BINS).reduce((sum, [, rows]) => sum + rows, 0);
  if (ranked.length > OWN_BINS) {
    labels.push('other');
    reference.push(other);
  }
  const bins = new Map(ranked.map(([value], i) => [value, Math.min(i, OWN_BINS)]));
  const ofCode =
    counts instanceof CategoryCounts
      ? {
          categories: counts.categories,
          bins: Uint16Array.from(counts.categories.values, (value) => bins.get(value) ?? labels.length),
        }
      : null;
  return { labels, reference, binOf: (value) => bins.get(value), ofCode };
});

function binCategories(reference: CategoricalColumn, current: CategoricalColumn): Binned {
  const frame = frameOf(reference);
  const { labels } = frame;
  const now = new Float64Array(labels.length + 1);
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
      const bin = frame.binOf(value) ?? labels.length;
      now[bin] = (now[bin] as number) + rows;
    }
  }
  const bins = labels.map((label, i): Bin => ({
    label,
    ...(i === OWN_BINS ? { of: 'other' as const } : {}),
    low: null,
    high: null,
    reference: frame.reference[i] as number,
    current: now[i] as number,
  }));
  const unseen = now[labels.length] as number;
  if (unseen > 0)
    bins.push({ label: 'unseen', of: 'unseen', low: null, high: null, reference: 0, current: unseen });
  return {
    bins,
    nReference: usable(reference),
    nCurrent: usable(current),
    exact: true,
    chosenFrom: [reference, current],
    words: `one bin for each of the reference's ${OWN_BINS} most frequent values, the rest in “other”, new ones in “unseen”`,
  };
}
