import type { ColumnProfile, RowsProfile, SliceProfile } from './profiles.js';

/** The profile of no rows: an empty chunk between the first and the last. */
export const EMPTY_ROWS: RowsProfile = { rows: 0, labelled: null, operations: [], versions: new Map() };

const NO_COLUMNS: ReadonlyMap<string, ColumnProfile> = new Map();

/** A slice as a metric sees it: its rows and, where it looks at one, its column. */
export function sliceOf(
  rows: RowsProfile | null,
  name: string | null = null,
  column: ColumnProfile | null = null,
): SliceProfile {
  const columns = name === null || column === null ? NO_COLUMNS : new Map([[name, column]]);
  return { ...(rows ?? EMPTY_ROWS), columns };
}
