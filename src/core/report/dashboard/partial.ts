import type { DashboardView, HeatView, LedgerSection, PlotRow } from '../charts/ledger.js';
import type { Report } from '../report.js';
import { VERDICT_WORDS } from '../view.js';
import { formatCount, plural } from '../words.js';
import { dashboardView } from './dashboard.js';

/** Rows of the drift matrix that are shown while others are still read. */
const MOST_ROWS = 40;

/** How many columns are read, of how many. */
export interface ColumnProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * What a check that is not done has read so far: values without a verdict, and how far each section is. Pages of columns come
 * with the whole.
 */
export function partialView(report: Report, columns: ColumnProgress): DashboardView {
  const view = dashboardView({ ...report, distributions: [] });
  const { done, total } = columns;
  const reading = `${formatCount(done)} of ${plural(total, 'column')} read`;
  const read = view.sections.map((section): LedgerSection => {
    const heat =
      section.heat === null ? null : { ...section.heat, rows: section.heat.rows.slice(0, MOST_ROWS) };
    const sentence =
      section.id === 'stability' || section.id === 'quality' ? `${reading}.` : 'Read, and not judged yet.';
    return {
      ...section,
      heat: heat === null ? null : openRows(heat),
      plots: section.plots.map(openRow),
      sentence,
      lines: [],
      notes: [],
    };
  });
  const stability: LedgerSection = {
    id: 'stability',
    title: 'Stability',
    sentence: `${reading}.`,
    hint: '',
    heat: null,
    plots: [],
    lines: [],
  };
  return {
    ...view,
    verdict: {
      verdict: 'unknown',
      heading: done === total ? 'Checking: all columns read' : `Checking: ${reading}`,
      sentence: 'What is read is shown as it comes. Nothing is judged before all of it is there.',
    },
    next: [],
    sections: read.some(({ id }) => id === 'stability') || total === 0 ? read : [stability, ...read],
    where: [],
    segments: [],
    columns: [],
    waits: null,
    problems: [],
  };
}

/** What nobody has judged yet is not what cannot be judged. */
function openWords(words: string): string {
  return words.replace(VERDICT_WORDS.unknown, 'not judged yet');
}

function openRow(row: PlotRow): PlotRow {
  const { head, rows } = row.plot.table;
  const table = { head, rows: rows.map((cells) => cells.map(openWords)) };
  const readings = row.readings.map((reading) => ({ ...reading, words: openWords(reading.words) }));
  return { ...row, plot: { ...row.plot, table }, readings };
}

function openRows(heat: HeatView): HeatView {
  const rows = heat.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, words: openWords(cell.words) })),
  }));
  return { ...heat, rows };
}
