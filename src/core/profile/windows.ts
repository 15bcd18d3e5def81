import { addDuration, intervalStart } from '../config/duration.js';
import type { Monitor } from '../config/monitor.js';
import { formatInstant } from '../report/instants.js';
import type { ChunkFacts, ColumnCells, IdFacts, RowProfiles } from './engine.js';
import { mergeColumns, mergeRows } from './merge.js';
import type { ProfilePlan } from './plan.js';
import type { ColumnProfile, RowsProfile, Side } from './profiles.js';

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
}

export interface Chunk {
  /** `2001-02-01T00:00:00Z`, the first row's time for chunks by rows, else `#k`. */
  readonly name: string;
  /** Half-open, ms since the epoch; null without time. */
  readonly start: number | null;
  readonly end: number | null;
  readonly rows: number;
  /** What the engine calls it; null for an empty chunk. */
  readonly index: number | null;
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
  const cells = profiles.cells.filter((cell) => cell.side === side);
  const profile = mergeRows(cells.map((cell) => cell.profile));
  const byChunk = new Map(cells.map((cell) => [cell.chunk, cell.profile]));
  const found = profiles.chunks.filter((chunk) => chunk.side === side).sort((a, b) => a.index - b.index);
  const ids = (chunk: number | null): IdFacts | null =>
    profiles.ids.find((entry) => entry.side === side && entry.chunk === chunk) ?? null;
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
  };
}

/** One column of a window: of all its rows, and of each of its chunks in their order. */
export interface WindowColumn {
  readonly whole: ColumnProfile | null;
  readonly chunks: readonly (ColumnProfile | null)[];
}

/** Lays the cells of one column out as the window's chunks lie. */
export function columnOfWindow(window: Window, column: ColumnCells): WindowColumn {
  const cells = column.cells.filter((cell) => cell.side === window.side);
  const byChunk = new Map(cells.map((cell) => [cell.chunk, cell.profile]));
  return {
    whole: mergeColumns(cells.map((cell) => cell.profile)),
    chunks: window.chunks.map(({ index }) => (index === null ? null : (byChunk.get(index) ?? null))),
  };
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
    const starts = found.map((chunk) => chunk.start);
    return found.map((chunk, i) => {
      const next = starts[i + 1] ?? null;
      const unique = chunk.start !== null && starts.indexOf(chunk.start) === starts.lastIndexOf(chunk.start);
      const complete = i < found.length - 1 || chunk.rows >= rows;
      return {
        name: unique ? formatInstant(chunk.start) : `#${chunk.index + 1}`,
        start: chunk.start,
        end: next ?? lastTime,
        rows: chunk.rows,
        index: chunk.index,
        profile: byChunk.get(chunk.index) ?? null,
        complete,
        mature: complete && isMature(next ?? lastTime),
        ids: ids(chunk.index),
      };
    });
  }
  if (plan.chunks.kind !== 'time') return [];
  const { every } = plan.chunks;
  const first = found[0]?.start;
  const last = found.at(-1)?.start;
  if (first === undefined || first === null || last === undefined || last === null) return [];
  const byStart = new Map(found.map((chunk) => [chunk.start, chunk]));
  const chunks: Chunk[] = [];
  for (let start = first; start <= last;) {
    // Re-aligned after each step: calendar months differ in length.
    const end = intervalStart(addDuration(start, every) + 1, every);
    const facts = byStart.get(start);
    const complete = (asOf !== null && asOf >= end) || (lastTime !== null && lastTime >= end);
    chunks.push({
      name: formatInstant(start),
      start,
      end,
      rows: facts?.rows ?? 0,
      index: facts?.index ?? null,
      profile: facts === undefined ? null : (byChunk.get(facts.index) ?? null),
      complete,
      mature: complete && isMature(end),
      ids: facts === undefined ? null : ids(facts.index),
    });
    start = end;
  }
  return chunks;
}
