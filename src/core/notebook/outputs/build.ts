import type { Plot } from '../../report/charts/plot.js';
import type { ChartOutput, ErrorOutput, TableCell, TableColumn, TableOutput, TextOutput } from './output.js';

/** A sentence. */
export function textOutput(text: string, muted = false): TextOutput {
  return { kind: 'text', text, muted };
}

/** A cell that reads as its value does. */
export function cell(text: string, value: TableCell['value'] = text): TableCell {
  return { value, text };
}

/** A table of all its rows. */
export function tableOutput(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  more: Partial<Pick<TableOutput, 'title' | 'shown' | 'note'>> = {},
): TableOutput {
  return { kind: 'table', title: null, shown: 30, note: null, ...more, columns, rows, total: rows.length };
}

/** A plot with its words. */
export function chartOutput(plot: Plot, title: string, subtitle: string): ChartOutput {
  return { kind: 'chart', title, subtitle, spec: plot.spec, alt: plot.alt, table: plot.table };
}

/** An error without a place, or at one. */
export function errorOutput(code: string, message: string, place: ErrorOutput['place'] = null): ErrorOutput {
  return { kind: 'error', code, message, place };
}
