import { desc, table } from 'arquero';

import type { Monitor } from '../config/monitor.js';
import { binColumns, type Binned } from '../metrics/stability/bins.js';
import { contributions } from '../metrics/stability/binned-metric.js';
import { psiPart } from '../metrics/stability/psi.js';
import { scoreColumns } from '../profile/columns.js';
import type { ColumnCells } from '../profile/engine.js';
import { groupBy } from '../profile/group-by.js';
import type { ColumnProfile } from '../profile/profiles.js';
import { columnOfWindow, type Window } from '../profile/windows.js';
import type { Distribution, DistributionBin } from './report.js';

/** Categories shown by name; the rest are one line. */
const MOST_BINS = 30;

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Gathers the distributions of the report column by column: over the whole window, and of the last judged chunk. */
export class ColumnDistributions {
  readonly #found: Distribution[] = [];
  /** Of categorical columns, the parts of all their bins. */
  readonly #parts = new Map<Distribution, readonly BinPart[]>();
  readonly #last: number;

  constructor(
    private readonly monitor: Monitor,
    private readonly reference: Window | null,
    private readonly current: Window,
  ) {
    this.#last = current.chunks.findLastIndex((chunk) => chunk.complete);
  }

  /** Takes one column in. */
  add(column: ColumnCells): void {
    if (this.reference === null) return;
    const before = columnOfWindow(this.reference, column).whole;
    const now = columnOfWindow(this.current, column);
    const chunk = this.current.chunks[this.#last];
    this.#take(column.name, before, now.whole, null, overTime(this.current, now.chunks));
    if (chunk !== undefined) this.#take(column.name, before, now.chunks[this.#last] ?? null, chunk.name);
  }

  #take(
    name: string,
    before: ColumnProfile | null,
    now: ColumnProfile | null,
    chunk: string | null,
    more: Pick<Distribution, 'over_time'> = {},
  ): void {
    if (before === null || now === null) return;
    const binned = binColumns(before, now, null);
    if (binned === null || binned.nReference === 0 || binned.nCurrent === 0) return;
    const found = { ...distributionOf(this.monitor, name, before, now, chunk, binned), ...more };
    this.#found.push(found);
    if (now.kind === 'categorical') this.#parts.set(found, partsOf(binned));
  }

  /** The window's distributions, then the chunk's, each in the order of the plan's columns. */
  inOrder(order: ReadonlyMap<string, number>): Distribution[] {
    const rank = (one: Distribution): number => order.get(one.column) ?? order.size;
    const categories = largestFirst(this.#parts);
    return this.#found
      .map((one) => {
        const parts = categories.get(one);
        return parts === undefined ? one : { ...one, bins: largestCategories(parts) };
      })
      .sort((a, b) => Number(a.chunk !== null) - Number(b.chunk !== null) || rank(a) - rank(b));
  }
}

/** Reference against current by bin, of one watched column in one slice; the bins of categories come when they are ranked. */
function distributionOf(
  monitor: Monitor,
  name: string,
  before: ColumnProfile,
  now: ColumnProfile,
  chunk: string | null,
  binned: Binned,
): Distribution {
  const { columns: roles } = monitor.logs;
  return {
    column: name,
    role: scoreColumns(roles).includes(name) ? 'score' : name === roles.prediction ? 'prediction' : 'feature',
    kind: now.kind,
    chunk,
    n_reference: binned.nReference,
    n_current: binned.nCurrent,
    missing: { reference: before.missing, current: now.missing },
    ...(before.kind === 'numeric' && now.kind === 'numeric'
      ? { infinite: { reference: before.nonFinite, current: now.nonFinite } }
      : {}),
    exact: binned.exact,
    bins: now.kind === 'numeric' ? numericBins(binned) : [],
    ...ecdfOf(before, now),
    quantiles: quantilesOf(before, now),
  };
}

function numericBins(binned: Binned): DistributionBin[] {
  const { reference, current, parts } = contributions(binned, psiPart);
  return binned.bins.map((bin, i) => ({
    label: bin.label,
    low: bin.low,
    high: bin.high,
    reference: reference[i] ?? 0,
    current: current[i] ?? 0,
    part: parts[i] ?? 0,
  }));
}

/** A category's bin with its shares of both sides, and its part of the shift. */
type BinPart = Pick<DistributionBin, 'label' | 'of' | 'reference' | 'current' | 'part'>;

function partsOf(binned: Binned): BinPart[] {
  const { reference, current, parts } = contributions(binned, psiPart);
  return binned.bins.map(({ label, of }, i) => ({
    label,
    ...(of === undefined ? {} : { of }),
    reference: reference[i] ?? 0,
    current: current[i] ?? 0,
    part: parts[i] ?? 0,
  }));
}

/** The bins of every distribution, those that contribute most first: all in one table, ranked once. */
function largestFirst(parts: ReadonlyMap<Distribution, readonly BinPart[]>): Map<Distribution, BinPart[]> {
  const rows = [...parts].flatMap(([owner, bins], place) => bins.map((bin) => ({ owner, place, bin })));
  if (rows.length === 0) return new Map();
  const ranked = table({
    row: rows,
    place: rows.map(({ place }) => place),
    part: rows.map(({ bin }) => bin.part),
    reference: rows.map(({ bin }) => bin.reference),
  })
    .orderby('place', desc('part'), desc('reference'))
    .array('row') as typeof rows;
  const byOwner = groupBy(ranked, ({ owner }) => owner);
  return new Map([...byOwner].map(([owner, own]) => [owner, own.map(({ bin }) => bin)]));
}

/** The categories that contribute most to the shift, then the rest in one bin. */
function largestCategories(ranked: readonly BinPart[]): DistributionBin[] {
  const shown = ranked.slice(0, MOST_BINS);
  const rest = ranked.slice(MOST_BINS);
  const bins = shown.map(({ label, of, ...shares }) => ({
    label,
    ...(of === undefined ? {} : { of }),
    low: null,
    high: null,
    ...shares,
  }));
  if (rest.length === 0) return bins;
  const sum = (of: (bin: BinPart) => number): number => rest.reduce((total, bin) => total + of(bin), 0);
  return [
    ...bins,
    {
      label: `${rest.length} more`,
      of: 'rest' as const,
      low: null,
      high: null,
      reference: sum((bin) => bin.reference),
      current: sum((bin) => bin.current),
      part: sum((bin) => bin.part),
    },
  ];
}

/** Percentiles at which the cumulative shares are told: dense enough for a curve, and few enough for every column. */
const POINTS = Array.from({ length: 33 }, (_, i) => 0.01 + (0.98 * i) / 32);

function ecdfOf(before: ColumnProfile, now: ColumnProfile): Pick<Distribution, 'ecdf'> {
  if (before.kind !== 'numeric' || now.kind !== 'numeric') return {};
  const sides = [before.values, now.values];
  const points = sides.flatMap((values) => POINTS.map((p) => values.quantile(p)));
  const at = [...new Set(points.filter(Number.isFinite))].sort((a, b) => a - b);
  const [reference, current] = sides.map((values) => at.map((x) => short(values.cdfAt(x))));
  return { ecdf: { at: at.map(short), reference: reference ?? [], current: current ?? [] } };
}

/** More chunks than this are no row that one could read. */
const MOST_CHUNKS = 400;

function overTime(
  window: Window,
  chunks: readonly (ColumnProfile | null)[],
): Pick<Distribution, 'over_time'> {
  const numeric = chunks.some((profile) => profile?.kind === 'numeric' && profile.values.count > 0);
  if (!numeric || chunks.length < 2 || chunks.length > MOST_CHUNKS) return {};
  return {
    over_time: window.chunks.map(({ name }, i) => {
      const profile = chunks[i];
      if (profile?.kind !== 'numeric' || profile.values.count === 0) return { chunk: name, quantiles: null };
      const at = (p: number): number => short(profile.values.quantile(p));
      return { chunk: name, quantiles: [at(0.1), at(0.25), at(0.5), at(0.75), at(0.9)] };
    }),
  };
}

function short(x: number): number {
  return Number(x.toPrecision(6));
}

function quantilesOf(before: ColumnProfile, now: ColumnProfile): Distribution['quantiles'] {
  if (before.kind !== 'numeric' || now.kind !== 'numeric') return null;
  return {
    reference: QUANTILES.map((p) => before.values.quantile(p)),
    current: QUANTILES.map((p) => now.values.quantile(p)),
  };
}
