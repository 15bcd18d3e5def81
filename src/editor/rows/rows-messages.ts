import type { RowsPage } from '../../core/profile/rows.js';
import type { Report } from '../../core/report/report.js';
import { plural } from '../../core/report/words.js';
import { choicesOf } from '../../core/rows/choices.js';
import type { RowsQuestion } from '../../core/rows/question.js';
import { countedWords, rowsWords } from '../../core/rows/words.js';
import type { ShownPage } from '../../../webview/rows/protocol.js';

/** A page of rows in words, with what must be known of it. */
export function shownPage(
  report: Report,
  question: RowsQuestion,
  page: RowsPage,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): ShownPage {
  const { columns, rows, total, columnsInAll } = page;
  const notes = [
    countedWords(countOf(report, question), total),
    columnsInAll > columns.length
      ? `The first ${columns.length} of ${plural(columnsInAll, 'column')} are shown; an export has them all.`
      : null,
  ];
  return {
    heading: plural(total, 'row'),
    words: rowsWords(report, question),
    notes: notes.filter((note) => note !== null),
    offset,
    limit,
    total,
    asked: question.column !== null,
    columns,
    rows,
  };
}

/** How many rows the report says there are; null where it does not say. */
function countOf(
  report: Report,
  { side, chunk, column, bin }: RowsQuestion,
): { rows: number; exact: boolean } | null {
  if (bin.kind === 'all') {
    const rows =
      chunk === null
        ? report.windows[side]?.rows
        : report.chunks.find((one) => one.side === side && one.name === chunk)?.rows;
    return rows === undefined ? null : { rows, exact: true };
  }
  const found = column === null ? null : choicesOf(report, column, side === 'current' ? chunk : null);
  const choice = found?.choices.find((one) => JSON.stringify(one.bin) === JSON.stringify(bin));
  if (found === null || found === undefined || choice === undefined) return null;
  // Reference rows are counted over the whole window only.
  if (side === 'reference' ? chunk !== null : found.chunk !== chunk) return null;
  return { rows: choice[side], exact: found.exact || bin.kind !== 'range' };
}
