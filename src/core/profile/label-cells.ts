import type { ColumnCells, RowProfiles } from './engine.js';
import type { Window } from './windows.js';

/**
 * The labels of a run as a column like the others, so that their drift is measured as that of a feature. Of the current
 * side only chunks whose labels have had the time to arrive count: early labels are not like the rest.
 */
export function labelCells(name: string, profiles: RowProfiles, current: Window): ColumnCells {
  const mature = new Set<number | null>(
    current.chunks.filter((chunk) => chunk.mature).flatMap(({ cells }) => cells),
  );
  const counts = (side: string, chunk: number | null): boolean =>
    side === 'reference' || current.chunks.length === 0 || mature.has(chunk);
  return {
    name,
    cells: profiles.cells.flatMap(({ side, chunk, segment, profile }) => {
      const labels = profile.labelled?.labels ?? null;
      return labels === null || !counts(side, chunk) ? [] : [{ side, chunk, segment, profile: labels }];
    }),
  };
}
