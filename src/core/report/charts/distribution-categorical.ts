import type { Distribution, DistributionBin } from '../report.js';
import { formatShare } from '../words.js';
import { frame, short, type ChartSpec, type Json } from './plot.js';
import { namedTicks, niceTicks } from './y-scale.js';

/** Categories drawn by name. */
export const MOST_CATEGORIES = 12;

/** The categories of a distribution: the ones drawn, by contribution, and all others as one. */
export interface Categories {
  readonly shown: readonly DistributionBin[];
  readonly rest: {
    readonly count: number;
    readonly reference: number;
    readonly current: number;
    readonly part: number;
  } | null;
}

/** Splits the bins into those drawn by name and the rest; the report may have folded some already. */
export function categoriesOf(distribution: Distribution): Categories {
  const folded = distribution.bins.filter((bin) => bin.of === 'rest');
  const named = distribution.bins.filter((bin) => bin.of !== 'rest').sort((a, b) => b.part - a.part);
  const others = [...named.slice(MOST_CATEGORIES), ...folded];
  const sum = (of: (bin: DistributionBin) => number): number =>
    others.reduce((total, bin) => total + of(bin), 0);
  // The label of folded bins is ours: how many they are is all that it says.
  const inFold = folded.reduce((total, bin) => total + Number.parseInt(bin.label, 10), 0);
  return {
    shown: named.slice(0, MOST_CATEGORIES),
    rest:
      others.length === 0
        ? null
        : {
            count: others.length - folded.length + inFold,
            reference: sum((bin) => bin.reference),
            current: sum((bin) => bin.current),
            part: sum((bin) => bin.part),
          },
  };
}

/** Dumbbells: a grey tick for the reference, a blue dot for now, joined; sorted by their part of the shift. */
export function dumbbells(shown: readonly DistributionBin[], width: number, rowHeight: number): ChartSpec {
  const top = 24;
  const height = Math.max(1, shown.length) * rowHeight;
  const high = Math.max(0.001, ...shown.flatMap((bin) => [bin.reference, bin.current])) * 1.06;
  const values = shown.map((bin, i) => ({
    y: (i + 0.5) * rowHeight,
    reference: short(bin.reference),
    current: short(bin.current),
  }));
  const ticks = niceTicks([0, high], Math.max(2, Math.min(6, Math.floor(width / 90)))).map((value) => ({
    value,
    label: value === 0 ? '0\u00A0%' : formatShare(value),
  }));
  const x = (field: string): Json => ({
    field,
    type: 'quantitative',
    axis: { orient: 'top', grid: true, ...namedTicks(ticks) },
    scale: { domain: [0, high], nice: false },
  });
  const y: Json = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false },
  };
  const layer: Json[] = [
    {
      mark: { type: 'rule', stroke: 'var(--tm-ref)', strokeWidth: 1.5 },
      encoding: { x: x('reference'), x2: { field: 'current' }, y },
    },
    {
      mark: { type: 'tick', orient: 'vertical', color: 'var(--tm-ref)', thickness: 3, size: 13 },
      encoding: { x: x('reference'), y },
    },
    {
      mark: { type: 'point', filled: true, fill: 'var(--tm-cur)', opacity: 1, size: 64 },
      encoding: { x: x('current'), y },
    },
  ];
  return { ...frame({ width, height, layer, left: 12, right: 16, top, bottom: 2 }), data: { values } };
}

/** What a categorical distribution says in a sentence: the three largest changes. */
export function categoricalAlt(name: string, { shown }: Categories): string {
  const changes = shown
    .slice(0, 3)
    .map((bin) => `${bin.label} from ${formatShare(bin.reference)} to ${formatShare(bin.current)}`);
  return changes.length === 0
    ? `${name}: no categories.`
    : `${name}, largest parts of the shift: ${changes.join(', ')}.`;
}
