import { OWN_BINS } from '../metrics/stability/bins.js';
import type { RowsBin } from '../profile/rows.js';
import type { Distribution, DistributionBin, Report } from '../report/report.js';
import { withMinus } from '../report/words.js';

/** Rows of a column that one can ask for. */
export interface RowsChoice {
  readonly label: string;
  readonly bin: RowsBin;
  /** Rows of each side, as the report counted them. */
  readonly reference: number;
  readonly current: number;
}

/** The bins of a column as the report has them, then the rows that are in none. */
export interface ColumnChoices {
  readonly column: string;
  /** Chunk of the current side that is counted; null = the whole window. */
  readonly chunk: string | null;
  /** Whether the bins' rows were counted one by one. */
  readonly exact: boolean;
  readonly choices: readonly RowsChoice[];
}

/** What can be asked of a column: in this chunk where the report has counted it, else as it was counted. Null without a distribution. */
export function choicesOf(report: Report, column: string, chunk: string | null): ColumnChoices | null {
  const own = report.distributions.filter((one) => one.column === column);
  const found = own.find((one) => one.chunk === chunk) ?? own.find((one) => one.chunk === null) ?? own[0];
  if (found === undefined) return null;
  return {
    column,
    chunk: found.chunk,
    exact: found.kind === 'categorical' || found.exact === true,
    choices: [...binChoices(found), ...apart(found)],
  };
}

function binChoices(distribution: Distribution): RowsChoice[] {
  const { bins, n_reference, n_current } = distribution;
  return bins.map((bin) => ({
    label: labelOf(distribution, bin),
    bin: binOf(distribution, bin),
    // Shares are quotients of these very counts.
    reference: Math.round(bin.reference * n_reference),
    current: Math.round(bin.current * n_current),
  }));
}

function labelOf({ kind }: Distribution, { of, label }: DistributionBin): string {
  if (kind === 'numeric') return withMinus(label);
  return of === undefined && label === '' ? '(empty)' : label;
}

function binOf(distribution: Distribution, bin: DistributionBin): RowsBin {
  if (distribution.kind === 'numeric') return { kind: 'range', low: bin.low, high: bin.high };
  if (bin.of !== 'rest') return namedBin(bin);
  return { kind: 'rest', but: distribution.bins.filter((one) => one.of !== 'rest').map(namedBin) };
}

function namedBin({ of, label }: DistributionBin): Exclude<RowsBin, { kind: 'rest' }> {
  if (of === 'other') return { kind: 'other', own: OWN_BINS };
  return of === 'unseen' ? { kind: 'unseen' } : { kind: 'value', value: label };
}

/** Rows that are in no bin. */
function apart({ missing, infinite }: Distribution): RowsChoice[] {
  const groups = [
    { label: 'Missing', bin: { kind: 'missing' as const }, rows: missing },
    { label: 'Infinite', bin: { kind: 'infinite' as const }, rows: infinite },
  ];
  return groups.flatMap(({ label, bin, rows }) =>
    rows === undefined || (rows.reference === 0 && rows.current === 0) ? [] : [{ label, bin, ...rows }],
  );
}
