import { choicesOf } from '../../rows/choices.js';
import type { TimeAxis } from '../charts/axis.js';
import type { RowsView } from '../charts/ledger.js';
import type { Report } from '../report.js';
import { formatCount } from '../words.js';

/** The rows of a column by bin, as `choicesOf` gives them. */
export function rowsView(
  report: Report,
  axis: TimeAxis,
  column: string,
  chunk: string | null,
): RowsView | null {
  const found = choicesOf(report, column, chunk);
  if (found === null) return null;
  const about = (rows: number): string =>
    rows === 0 ? '' : `${found.exact ? '' : '≈\u00A0'}${formatCount(rows)}`;
  return {
    chunk: found.chunk,
    title: axis.chunks.find(({ name }) => name === found.chunk)?.title ?? 'whole window',
    approximate: !found.exact,
    lines: found.choices.map(({ label, reference, current }) => ({
      label,
      reference: about(reference),
      current: about(current),
    })),
  };
}
