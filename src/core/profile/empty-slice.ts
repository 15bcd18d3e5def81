import type { SliceProfile } from './profiles.js';

/** The profile of no rows: an empty chunk between the first and the last. */
export const EMPTY_SLICE: SliceProfile = {
  rows: 0,
  columns: new Map(),
  labelled: null,
  operations: [],
  versions: new Map(),
};
