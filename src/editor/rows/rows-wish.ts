import type { Report } from '../../core/report/report.js';
import { choicesOf } from '../../core/rows/choices.js';
import type { RowsQuestion } from '../../core/rows/question.js';
import type { RowsMessage } from '../../../webview/dashboard/protocol.js';
import type { RowsWish } from './ask-rows.js';

/** The rows that a line of the dashboard stands for; what is not plain is left to be asked. */
export function rowsWish(
  report: Report | null | undefined,
  { column, chunk, line }: RowsMessage,
): RowsWish | { readonly question: RowsQuestion } {
  const found =
    report === null || report === undefined || column === null ? null : choicesOf(report, column, chunk);
  const choice = line === null || found?.chunk !== chunk ? undefined : found.choices[line.at];
  if (line === null || choice?.label !== line.label) return { column, chunk };
  const { side } = line;
  return { question: { side, column, chunk: side === 'current' ? chunk : null, bin: choice.bin } };
}
