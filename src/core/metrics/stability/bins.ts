import type { BinsSpec } from '../../config/monitor.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type { CategoricalColumn, ColumnProfile, NumericColumn } from '../../profile/profiles.js';
import { remember, rememberPair } from '../../profile/remember.js';

/** Values of a categorical column that get a bin of their own (definitions.md, section 2). */
const OWN_BINS = 255;

/** One bin with the counts of both sides; numeric bins are `[low, high)`. */
export interface Bin {
  readonly label: string;
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
  /** Counts for the chance key, where the bins themselves are no fair test; else those of the bins. */
  readonly table?: readonly Pick<Bin, 'reference' | 'current'>[];
  /** How the bins were made, in words. */
  readonly words: string;
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

/** The reference's edges and its own counts on them, by spec. */
const referenceBins = remember((values: NumericProfile) => {
  const known = new Map<string, { edges: Float64Array; counts: Float64Array }>();
  return (spec: BinsSpec) => {
    const name = JSON.stringify(spec);
    const edges = known.get(name)?.edges ?? edgesOf(values, spec);
    const found = known.get(name) ?? { edges, counts: values.countsOn(edges) };
    known.set(name, found);
    return found;
  };
});

function binNumeric(reference: NumericColumn, current: NumericColumn, spec: BinsSpec | null): Binned {
  const { edges, counts: r } = referenceBins(reference.values)(spec ?? { kind: 'quantile', count: 10 });
  const c = current.values.countsOn(edges);
  const bins: Bin[] = [];
  for (let i = 0; i < r.length; i++) {
    const low = edges[i] as number;
    const high = edges[i + 1] as number;
    if (r[i] === 0 && c[i] === 0) continue;
    bins.push({
      label: binLabel(low, high),
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

/** A column's values by frequency; strings compare as their UTF-8 bytes do: by code point, not by UTF-16 unit. */
const rankedValues = remember((column: CategoricalColumn): readonly (readonly [string, number])[] =>
  [...column.counts].sort((a, b) => b[1] - a[1] || compareCodePoints(a[0], b[0])),
);

function binCategories(reference: CategoricalColumn, current: CategoricalColumn): Binned {
  const nReference = total(reference);
  const nCurrent = total(current);
  const ranked = rankedValues(reference);
  const bins: Bin[] = [];
  let otherReference = 0;
  let otherCurrent = 0;
  let seen = 0;
  for (const [i, [value, count]] of ranked.entries()) {
    const now = current.counts.get(value) ?? 0;
    seen += now;
    if (i < OWN_BINS) bins.push({ label: value, low: null, high: null, reference: count, current: now });
    else {
      otherReference += count;
      otherCurrent += now;
    }
  }
  if (otherReference > 0) {
    bins.push({ label: 'other', low: null, high: null, reference: otherReference, current: otherCurrent });
  }
  if (nCurrent > seen)
    bins.push({ label: 'unseen', low: null, high: null, reference: 0, current: nCurrent - seen });
  return {
    bins,
    nReference,
    nCurrent,
    exact: true,
    table: valueTable(ranked, reference, current),
    words: `one bin for each of the reference's ${OWN_BINS} most frequent values, the rest in “other”, new ones in “unseen”`,
  };
}

/**
 * Both sides' counts of every value. The bins are chosen by the reference (its most frequent values, what it has not seen),
 * so that chance alone makes its counts larger in some of them and 0 in others: a test needs a table that favours no side.
 */
function valueTable(
  ranked: readonly (readonly [string, number])[],
  reference: CategoricalColumn,
  current: CategoricalColumn,
): NonNullable<Binned['table']> {
  const unseen = [...current.counts]
    .filter(([value]) => !reference.counts.has(value))
    .map(([, count]) => count);
  return [
    ...ranked.map(([value, count]) => ({ reference: count, current: current.counts.get(value) ?? 0 })),
    ...unseen.sort((a, b) => b - a).map((count) => ({ reference: 0, current: count })),
  ];
}

function total(column: CategoricalColumn): number {
  let sum = 0;
  for (const count of column.counts.values()) sum += count;
  return sum;
}

function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
  // Surrogates stand for code points above all that have one unit.
  const [highX, highY] = [isSurrogate(x), isSurrogate(y)];
  return highX === highY ? x - y : highX ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
