import { addDuration, intervalIndex, intervalStart } from '../config/duration.js';
import type { Monitor } from '../config/monitor.js';
import { formatInstant } from '../report/instants.js';
import type { ChunkFacts, ColumnCells, IdFacts, RowProfiles } from './engine.js';
import { groupBy } from './group-by.js';
import { mergeRows } from './merge.js';
import { mergeColumns } from './merge-columns.js';
import type { ProfilePlan } from './plan.js';
import type { ColumnProfile, RowsProfile, Side } from './profiles.js';
import { rememberPair } from './remember.js';

/** One side of the comparison: its rows as a whole and by chunk. */
export interface Window {
  readonly side: Side;
  readonly rows: number;
  readonly start: number | null;
  readonly end: number | null;
  /** Null when the side has no rows. */
  readonly profile: RowsProfile | null;
  readonly chunks: readonly Chunk[];
  readonly ids: IdFacts | null;
  /** Position among the plan's segments; null for the rows of all of them. */
  readonly segment: number | null;
}

export interface Chunk {
  /** `2001-02-01T00:00:00Z`, the first row's time for chunks by rows, else `#k`. */
  readonly name: string;
  /** Half-open, ms since the epoch; null without time. */
  readonly start: number | null;
  readonly end: number | null;
  readonly rows: number;
  /** What the engine calls its cells, in time order; none for an empty chunk. */
  readonly cells: readonly number[];
  /** Null for an empty chunk. */
  readonly profile: RowsProfile | null;
  /** Whether the log holds a row at or after its end, or `as_of` is. */
  readonly complete: boolean;
  /** Whether its labels have had the time to arrive. */
  readonly mature: boolean;
  readonly ids: IdFacts | null;
}

/** Cells to the window of one side: chunks in time order, the empty ones between the first and the last too. */
export function assembleWindow(
  side: Side,
  profiles: RowProfiles,
  plan: ProfilePlan,
  monitor: Monitor,
  lastTime: number | null,
): Window {
  const cells = profiles.cells.filter((cell) => cell.side === side && cell.segment === null);
  const profile = mergeRows(cells.map((cell) => cell.profile));
  const byChunk = new Map(cells.map((cell) => [cell.chunk, cell.profile]));
  const found = profiles.chunks.filter((chunk) => chunk.side === side).sort((a, b) => a.index - b.index);
  const idsOf = new Map(
    profiles.ids.filter((entry) => entry.side === side).map((entry) => [entry.chunk, entry]),
  );
  const ids = (chunk: number | null): IdFacts | null => idsOf.get(chunk) ?? null;
  const chunks =
    plan.chunks.kind === 'none'
      ? []
      : chunksOf(found, byChunk, plan, monitor, plan.asOf ?? lastTime, lastTime, ids);
  const sidePlan = plan.sides.find((entry) => entry.side === side);
  const points = profile?.operations.map((point) => point.start).filter((start) => start !== null) ?? [];
  return {
    side,
    rows: profile?.rows ?? 0,
    start: sidePlan?.from ?? chunks[0]?.start ?? (points.length === 0 ? null : Math.min(...points)),
    end: sidePlan?.until ?? chunks.at(-1)?.end ?? lastTime,
    profile,
    chunks,
    ids: ids(null),
    segment: null,
  };
}

/** One column of a window: of all its rows, and of each of its chunks in their order. */
export interface WindowColumn {
  readonly whole: ColumnProfile | null;
  readonly chunks: readonly (ColumnProfile | null)[];
}

/** Lays the cells of one column out as the window's chunks lie. */
export const columnOfWindow = rememberPair((window: Window, column: ColumnCells): WindowColumn => {
  const cells = column.cells.filter((cell) => cell.side === window.side && cell.segment === window.segment);
  const byChunk = new Map(cells.map((cell) => [cell.chunk, cell.profile]));
  return {
    whole: mergeColumns(cells.map((cell) => cell.profile)),
    chunks: window.chunks.map((chunk) => mergeColumns(cellsOf(chunk, byChunk))),
  };
});

/** The window of the rows of one segment: the chunks of all rows, filled with its own. */
export function segmentWindow(window: Window, profiles: RowProfiles, segment: number): Window {
  const cells = profiles.cells.filter((cell) => cell.side === window.side && cell.segment === segment);
  const byChunk = new Map(cells.map((cell) => [cell.chunk, cell.profile]));
  const profile = mergeRows(cells.map((cell) => cell.profile));
  const chunks = window.chunks.map((chunk) => {
    const own = mergeRows(cellsOf(chunk, byChunk));
    return { ...chunk, profile: own, rows: own?.rows ?? 0, ids: null };
  });
  return { ...window, rows: profile?.rows ?? 0, profile, chunks, ids: null, segment };
}

/** What was read of a chunk. */
function cellsOf<Profile>(
  { cells }: Pick<Chunk, 'cells'>,
  byChunk: ReadonlyMap<number | null, Profile>,
): Profile[] {
  return cells.map((cell) => byChunk.get(cell)).filter((profile) => profile !== undefined);
}

function chunksOf(
  found: readonly ChunkFacts[],
  byChunk: ReadonlyMap<number | null, RowsProfile>,
  plan: ProfilePlan,
  monitor: Monitor,
  asOf: number | null,
  lastTime: number | null,
  ids: (chunk: number) => IdFacts | null,
): Chunk[] {
  const { matures } = monitor.feedback.labels ?? { matures: null };
  const isMature = (end: number | null): boolean => {
    if (end === null || asOf === null) return matures === null;
    return (matures === null ? end : addDuration(end, matures)) <= asOf;
  };
  if (plan.chunks.kind === 'rows') {
    const { rows } = plan.chunks;
    const byStart = groupBy(found, ({ start }) => start);
    return found.map((chunk, i) => {
      const next = found[i + 1]?.start ?? null;
      const unique = chunk.start !== null && byStart.get(chunk.start)?.length === 1;
      const complete = i < found.length - 1 || chunk.rows >= rows;
      return {
        name: unique ? formatInstant(chunk.start) : `#${chunk.index + 1}`,
        start: chunk.start,
        end: next ?? lastTime,
        rows: chunk.rows,
        cells: [chunk.index],
        profile: byChunk.get(chunk.index) ?? null,
        complete,
        mature: complete && isMature(next ?? lastTime),
        ids: ids(chunk.index),
      };
    });
  }
  if (plan.chunks.kind !== 'time') return [];
  const { every } = plan.chunks;
  const earliest = found[0]?.start;
  const last = found.at(-1)?.start;
  if (earliest === undefined || earliest === null || last === undefined || last === null) return [];
  const first = intervalStart(earliest, every);
  const byStart = groupBy(found, ({ start }) => intervalStart(start ?? first, every));
  const chunks: Chunk[] = [];
  for (let start = first; start <= last;) {
    // Re-aligned after each step: calendar months differ in length.
    const end = intervalStart(addDuration(start, every) + 1, every);
    const facts = byStart.get(start) ?? [];
    const cells = facts.map(({ index }) => index);
    const complete = (asOf !== null && asOf >= end) || (lastTime !== null && lastTime >= end);
    chunks.push({
      name: formatInstant(start),
      start,
      end,
      rows: facts.reduce((sum, { rows }) => sum + rows, 0),
      cells,
      profile: mergeRows(cellsOf({ cells }, byChunk)),
      complete,
      mature: complete && isMature(end),
      ids: cells.length === 0 ? null : ids(intervalIndex(start, every)),
    });
    start = end;
  }
  return chunks;
}
