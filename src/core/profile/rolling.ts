import { addDuration, durationMs, type Duration } from '../config/duration.js';
import type { ChunkFacts, ColumnCells, RowProfiles } from './engine.js';
import { mergeRows } from './merge.js';
import { mergeColumns } from './merge-columns.js';
import type { ColumnProfile, RowsProfile } from './profiles.js';
import { rememberPairWith } from './remember.js';
import type { Chunk, Window } from './windows.js';

const DAY_MS = 86_400_000;

/**
 * Length of the cells from which both chunks of length `every` and the `rolling` time before each can be put together:
 * their greatest common divisor, in days where a calendar month is among them.
 */
export function commonCell(every: Duration, rolling: Duration): Duration {
  const weeks = every.unit === 'w' && rolling.unit === 'w';
  if (weeks) return { count: divisor(every.count, rolling.count), unit: 'w' };
  const lengths = [every, rolling].map((one) =>
    // Months begin at midnight; weeks do too, but not where multiples of seven days since the epoch begin.
    one.unit === 'mo' || one.unit === 'w' ? DAY_MS : durationMs(one),
  );
  return { count: divisor(lengths[0] as number, lengths[1] as number), unit: 'ms' };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** What came before one chunk: the reference it is compared with. */
export interface Before {
  readonly profile: RowsProfile | null;
  /** What the engine calls its cells. */
  readonly cells: readonly number[];
}

/**
 * The rolling reference of every chunk: the rows of the `length` before its start. Null where the log does not reach
 * back that far, for then the comparison would be with less than was asked for.
 */
export function rollingReferences(
  window: Window,
  profiles: RowProfiles,
  length: Duration,
  firstTime: number | null,
): readonly (Before | null)[] {
  const facts = profiles.chunks.filter((chunk) => chunk.side === window.side);
  const byCell = new Map(
    profiles.cells
      .filter((cell) => cell.side === window.side && cell.segment === window.segment)
      .map((cell) => [cell.chunk, cell.profile]),
  );
  return window.chunks.map((chunk) => beforeOf(chunk, facts, byCell, length, firstTime));
}

function beforeOf(
  { start }: Chunk,
  facts: readonly ChunkFacts[],
  byCell: ReadonlyMap<number | null, RowsProfile>,
  length: Duration,
  firstTime: number | null,
): Before | null {
  if (start === null || firstTime === null) return null;
  const from = addDuration(start, { ...length, count: -length.count });
  if (firstTime > from) return null;
  const cells = facts
    .filter((cell) => cell.start !== null && cell.start >= from && cell.start < start)
    .map(({ index }) => index);
  const found = cells.map((cell) => byCell.get(cell)).filter((profile) => profile !== undefined);
  return { profile: mergeRows(found), cells };
}

/** One column of what came before a chunk. */
export function columnBefore(before: Before, window: Window, column: ColumnCells): ColumnProfile | null {
  return putTogether(before, column, { side: window.side, segment: window.segment });
}

/** Several checks look at the same column. */
const putTogether = rememberPairWith(
  (before: Before, column: ColumnCells, place: Place): ColumnProfile | null => {
    const wanted = new Set<number | null>(before.cells);
    return mergeColumns(
      column.cells
        .filter(
          (cell) => cell.side === place.side && cell.segment === place.segment && wanted.has(cell.chunk),
        )
        .map((cell) => cell.profile),
    );
  },
);

/** Whose cells are meant. */
type Place = Pick<Window, 'side' | 'segment'>;
