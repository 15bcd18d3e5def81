import type { Cell, ColumnCells } from '../../core/profile/engine.js';
import { mergeColumns } from '../../core/profile/merge-columns.js';
import type { SegmentPlan } from '../../core/profile/plan.js';
import type { CategoricalColumn, ColumnProfile, NumericColumn, Side } from '../../core/profile/profiles.js';
import { ShiftedProfile } from '../../core/profile/shifted-profile.js';
import { SketchProfile } from '../../core/profile/sketch-profile.js';
import { splitCell } from './cells.js';
import { columnOf } from './tasks/plain.js';
import type { CategoriesResult, CellOf, PlainCategories, PlainNumeric } from './tasks/task.js';

/** One column of one file as the tasks give it. */
export type FileColumn =
  | {
      readonly kind: 'numeric';
      /** What was taken off the values before they were profiled. */
      readonly offset: number;
      readonly cells: readonly CellOf<PlainNumeric>[];
    }
  | CategoriesResult;

/** One column of all files: their parts merged, a cell for each side and chunk. */
export function assembleColumn(
  name: string,
  segments: SegmentPlan | null,
  files: readonly { readonly side: Side; readonly column: FileColumn }[],
): ColumnCells {
  const groups = new Map<string, { side: Side; cell: number | null; parts: ColumnProfile[] }>();
  for (const { side, column } of files) {
    for (const { cell, profile } of profilesOf(column)) {
      const key = `${side} ${cell}`;
      const group = groups.get(key) ?? { side, cell, parts: [] };
      groups.set(key, group);
      group.parts.push(profile);
    }
  }
  const cells = [...groups.values()].flatMap(({ side, cell, parts }): Cell<ColumnProfile>[] => {
    const profile = mergeColumns(parts);
    return profile === null ? [] : [{ side, ...splitCell(cell, segments), profile }];
  });
  return { name, cells };
}

function profilesOf(column: FileColumn): { cell: number | null; profile: ColumnProfile }[] {
  if (column.kind === 'numeric') {
    return column.cells.map(({ cell, value }) => ({
      cell,
      profile: shifted(columnOf(value), column.offset),
    }));
  }
  return column.cells.map(({ cell, value }) => ({ cell, profile: categorical(column.values, value) }));
}

function shifted(column: NumericColumn, offset: number): NumericColumn {
  const { values } = column;
  if (offset === 0 || !(values instanceof SketchProfile)) return column;
  return { ...column, values: new ShiftedProfile(values, offset) };
}

function categorical(
  values: readonly string[],
  { missing, codes, counts }: PlainCategories,
): CategoricalColumn {
  const found = new Map<string, number>();
  for (let i = 0; i < codes.length; i++) found.set(values[codes[i] as number] as string, counts[i] as number);
  return { kind: 'categorical', missing, counts: found };
}
