import { desc, table } from 'arquero';

import type { Monitor } from '../config/monitor.js';
import { binColumns, type Binned } from '../metrics/stability/bins.js';
import { contributions } from '../metrics/stability/binned-metric.js';
import { psiPart } from '../metrics/stability/psi.js';
import { scoreColumns } from '../profile/columns.js';
import type { ColumnPlan } from '../profile/plan.js';
import type { ColumnProfile, SliceProfile } from '../profile/profiles.js';
import type { Distribution, DistributionBin } from './report.js';

/** Categories shown by name; the rest are one line. */
const MOST_BINS = 30;

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Reference against current by bin, for each watched column of one slice. */
export function distributionsOf(
  monitor: Monitor,
  columns: readonly ColumnPlan[],
  reference: SliceProfile | null,
  current: SliceProfile | null,
  chunk: string | null,
): Distribution[] {
  if (reference === null || current === null) return [];
  const scores = new Set(scoreColumns(monitor.logs.columns));
  return columns.flatMap((column) => {
    const before = reference.columns.get(column.name);
    const now = current.columns.get(column.name);
    if (before === undefined || now === undefined) return [];
    const binned = binColumns(before, now, null);
    if (binned === null || binned.nReference === 0 || binned.nCurrent === 0) return [];
    return [
      {
        column: column.name,
        role: scores.has(column.name)
          ? 'score'
          : column.name === monitor.logs.columns.prediction
            ? 'prediction'
            : 'feature',
        kind: column.kind,
        chunk,
        n_reference: binned.nReference,
        n_current: binned.nCurrent,
        bins: column.kind === 'numeric' ? numericBins(binned) : largestCategories(binned),
        quantiles: quantilesOf(before, now),
      } as const,
    ];
  });
}

function numericBins(binned: Binned): DistributionBin[] {
  const parts = contributions(binned, psiPart);
  return binned.bins.map((bin, i) => ({
    label: bin.label,
    low: bin.low,
    high: bin.high,
    reference: bin.reference / binned.nReference,
    current: bin.current / binned.nCurrent,
    part: parts[i]?.part ?? 0,
  }));
}

/** The categories that contribute most to the shift, then the rest in one bin. */
function largestCategories(binned: Binned): DistributionBin[] {
  const ranked = table({ ...columnsOfParts(binned) })
    .orderby(desc('part'), desc('reference'))
    .objects() as { bin: string; reference: number; current: number; part: number }[];
  const shown = ranked.slice(0, MOST_BINS);
  const rest = ranked.slice(MOST_BINS);
  const bins = shown.map((row) => ({
    label: row.bin,
    low: null,
    high: null,
    reference: row.reference,
    current: row.current,
    part: row.part,
  }));
  if (rest.length === 0) return bins;
  const sum = (of: (row: (typeof rest)[number]) => number): number =>
    rest.reduce((total, row) => total + of(row), 0);
  return [
    ...bins,
    {
      label: `${rest.length} more`,
      low: null,
      high: null,
      reference: sum((row) => row.reference),
      current: sum((row) => row.current),
      part: sum((row) => row.part),
    },
  ];
}

function columnsOfParts(
  binned: Binned,
): Record<'bin' | 'reference' | 'current' | 'part', (string | number)[]> {
  const parts = contributions(binned, psiPart);
  return {
    bin: parts.map((part) => part.bin),
    reference: parts.map((part) => part.reference),
    current: parts.map((part) => part.current),
    part: parts.map((part) => part.part),
  };
}

function quantilesOf(before: ColumnProfile, now: ColumnProfile): Distribution['quantiles'] {
  if (before.kind !== 'numeric' || now.kind !== 'numeric') return null;
  return {
    reference: QUANTILES.map((p) => before.values.quantile(p)),
    current: QUANTILES.map((p) => now.values.quantile(p)),
  };
}
