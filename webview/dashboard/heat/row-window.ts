/** Height of a row of the strip. */
export const HEAT_ROW = 24;

/** Rows kept ready above and below what is in sight. */
const SPARE = 12;
/** Rows drawn before the page has a layout. */
const FIRST = 40;

/** Rows from `first` to before `end`. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/**
 * The rows to have in the page.
 *
 * @param top where the first row is, in pixels from the top of the window
 * @param height of the window; 0 while there is no layout
 */
export function rowWindow(top: number, height: number, rows: number): RowWindow {
  if (height <= 0) return { first: 0, end: Math.min(rows, FIRST) };
  const first = Math.floor(-top / HEAT_ROW) - SPARE;
  const end = Math.ceil((height - top) / HEAT_ROW) + SPARE;
  return { first: clamp(first, rows), end: Math.max(clamp(end, rows), Math.min(rows, 1)) };
}

/** Whether the rows in sight, with a few to spare, are there already. */
export function holds(drawn: RowWindow, top: number, height: number, rows: number): boolean {
  const first = clamp(Math.floor(-top / HEAT_ROW) - 2, rows);
  const end = clamp(Math.ceil((height - top) / HEAT_ROW) + 2, rows);
  return drawn.first <= first && drawn.end >= end;
}

function clamp(row: number, rows: number): number {
  return Math.max(0, Math.min(rows, row));
}
