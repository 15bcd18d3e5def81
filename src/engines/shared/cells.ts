import { DataError } from '../../core/errors.js';
import type { ChunkPlan, SegmentPlan } from '../../core/profile/plan.js';
import { durationMs } from '../../core/config/duration.js';

/*
 * Tasks fold rows by one number, the cell. Without segments it is the index of its interval; with them chunk and segment share
 * it: `chunk · n + segment`, and `−1 − segment` for rows without a chunk.
 */

/** How many segments a plan has; 0 for none. */
export function countSegments(segments: SegmentPlan | null): number {
  if (segments === null) return 0;
  return segments.kind === 'values' ? segments.values.length : segments.edges.length + 1;
}

/** The chunk and the segment of a cell. */
export function splitCell(
  cell: number | null,
  segments: SegmentPlan | null,
): { chunk: number | null; segment: number | null } {
  const count = countSegments(segments);
  if (count === 0 || cell === null) return { chunk: cell, segment: null };
  if (cell < 0) return { chunk: null, segment: -1 - cell };
  return { chunk: Math.floor(cell / count), segment: cell % count };
}

/** Throws DataError where chunks are so short, or so early, that chunk and segment do not fit into one number. */
export function refuseUncountable(
  segments: SegmentPlan | null,
  chunks: ChunkPlan,
  first: number | null,
): void {
  if (segments === null || chunks.kind !== 'time') return;
  if (first !== null && first < 0) {
    throw new DataError('Segments need times from 1970 on, and the log has earlier ones.');
  }
  if (durationMs(chunks.cell) < 60_000) {
    throw new DataError('Segments need chunks of a minute or longer: choose a longer every.');
  }
}
