import type { AccumulatorFactory } from '../../core/profile/accumulate.js';
import type { ChunkFacts } from '../../core/profile/engine.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type {
  CategoricalColumn,
  ColumnProfile,
  OperationsPoint,
  SliceProfile,
} from '../../core/profile/profiles.js';
import type { CountedRows } from './counts.js';
import type { StreamedCell } from './read-file.js';
import { bucketStart } from './sql.js';

/** The profile of one chunk of one file, from what was counted and what was streamed. */
export function sliceOf(
  plan: ProfilePlan,
  parts: readonly CountedRows[],
  streamed: StreamedCell | undefined,
  categories: ReadonlyMap<string, ReadonlyMap<number | null, CategoricalColumn>>,
  chunk: number | null,
  factory: AccumulatorFactory,
): SliceProfile {
  const rows = parts.reduce((sum, part) => sum + part.requests, 0);
  const columns = new Map<string, ColumnProfile>();
  for (const column of plan.columns) {
    const profile =
      column.kind === 'numeric'
        ? streamed?.columns.get(column.name)
        : categories.get(column.name)?.get(chunk);
    // A file without the column: its rows are missing there, not gone.
    columns.set(
      column.name,
      profile ??
        (column.kind === 'numeric'
          ? { kind: 'numeric', missing: rows, nonFinite: 0, values: factory.nothing }
          : { kind: 'categorical', missing: rows, counts: new Map() }),
    );
  }
  const versions = new Map<string, number>();
  const points = new Map<number | null, OperationsPoint>();
  for (const part of parts) {
    if (part.version !== null) versions.set(part.version, (versions.get(part.version) ?? 0) + part.requests);
    const point = points.get(part.slot);
    points.set(part.slot, {
      start:
        part.slot === null || plan.operationsEvery === null
          ? null
          : bucketStart(part.slot, plan.operationsEvery),
      requests: (point?.requests ?? 0) + part.requests,
      errors: (point?.errors ?? 0) + part.errors,
      withStatus: (point?.withStatus ?? 0) + part.withStatus,
      latency: streamed?.latency.get(part.slot) ?? null,
    });
  }
  return { rows, columns, labelled: streamed?.labelled ?? null, operations: [...points.values()], versions };
}

/** Adds the rows of one file to what is known of their chunk. */
export function noteChunk(
  chunks: Map<string, ChunkFacts>,
  plan: ProfilePlan,
  side: SidePlan,
  index: number,
  parts: readonly CountedRows[],
): void {
  const key = `${side.side} ${index}`;
  const rows = parts.reduce((sum, part) => sum + part.requests, 0);
  const times = parts.map((part) => part.first).filter((first) => first !== null);
  const first = times.length === 0 ? null : Math.min(...times);
  const known = chunks.get(key);
  const start = plan.chunks.kind === 'time' ? bucketStart(index, plan.chunks.every) : (known?.start ?? first);
  chunks.set(key, { side: side.side, index, start, rows: (known?.rows ?? 0) + rows });
}
