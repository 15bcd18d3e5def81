import { Categories, CategoryCounts } from '../../core/profile/category-counts.js';
import type { Cell, ColumnCells } from '../../core/profile/engine.js';
import { mergeColumns } from '../../core/profile/merge-columns.js';
import type { SegmentPlan } from '../../core/profile/plan.js';
import type { ColumnProfile, NumericColumn, Side } from '../../core/profile/profiles.js';
import { ShiftedProfile } from '../../core/profile/shifted-profile.js';
import { SketchProfile } from '../../core/profile/sketch-profile.js';
import { splitCell } from './cells.js';
import { columnOf } from './tasks/plain.js';
import type { PlainCategories, PlainNumbers } from './tasks/task.js';

/** One column of one file as the tasks give it; of a numeric one, what was taken off the values before they were profiled. */
export type FileColumn = (PlainNumbers & { readonly offset: number }) | PlainCategories;

/** One column of all files: their parts merged, a cell for each side and chunk, or for each side where chunks do not matter. */
export function assembleColumn(
  name: string,
  segments: SegmentPlan | null,
  byChunk: boolean,
  files: readonly { readonly side: Side; readonly column: FileColumn }[],
): ColumnCells {
  const groups = new Map<string, { side: Side; cell: number | null; parts: ColumnProfile[] }>();
  const { categories, codes } = Categories.union(
    files.map(({ column }) => (column.kind === 'categories' ? column.values : [])),
  );
  for (const [i, { side, column }] of files.entries()) {
    for (const { cell, profile } of profilesOf(column, categories, codes[i] ?? new Uint32Array(0))) {
      const key = `${side} ${cell}`;
      const group = groups.get(key) ?? { side, cell, parts: [] };
      groups.set(key, group);
      group.parts.push(profile);
    }
  }
  const cells = [...groups.values()].flatMap(({ side, cell, parts }): Cell<ColumnProfile>[] => {
    const profile = mergeColumns(parts);
    if (profile === null) return [];
    const { chunk, segment } = splitCell(cell, segments);
    return [{ side, segment, chunk: byChunk ? chunk : null, profile }];
  });
  return { name, cells };
}

/** The profiles of one file; `codes` are the positions of its values among those of all files. */
function profilesOf(
  column: FileColumn,
  categories: Categories,
  codes: Uint32Array,
): { cell: number | null; profile: ColumnProfile }[] {
  if (column.kind === 'numeric') {
    return column.cells.map(({ cell, value }) => ({
      cell,
      profile: shifted(columnOf(value), column.offset),
    }));
  }
  return column.cells.map(({ cell, value }) => ({
    cell,
    profile: {
      kind: 'categorical',
      missing: value.missing,
      counts: new CategoryCounts(
        categories,
        value.codes.map((code) => codes[code] as number),
        value.counts,
      ),
    },
  }));
}

function shifted(column: NumericColumn, offset: number): NumericColumn {
  const { values } = column;
  if (offset === 0 || !(values instanceof SketchProfile)) return column;
  return { ...column, values: new ShiftedProfile(values, offset) };
}
