import type { Cell, ChunkFacts } from '../../core/profile/engine.js';
import { groupBy } from '../../core/profile/group-by.js';
import { mergeRows } from '../../core/profile/merge.js';
import type { NumericProfile } from '../../core/profile/numeric-profile.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type { OperationsPoint, RowsProfile, Side } from '../../core/profile/profiles.js';
import { splitCell } from './cells.js';
import { measuresOf } from './make-tasks.js';
import { bucketStart } from './buckets.js';
import { columnOf, labelledOf } from './tasks/plain.js';
import type { CountedRows, LabelledResult, PlainLabelled, RowsResult } from './tasks/task.js';

/** What was read of the rows of one file. */
export interface FileRows {
  readonly side: SidePlan;
  readonly rows: RowsResult;
  readonly labelled: LabelledResult | null;
}

/** The cells of all files, one for each side and chunk, and the chunks that have rows. */
export function assembleRows(
  plan: ProfilePlan,
  files: readonly FileRows[],
): { cells: Cell<RowsProfile>[]; chunks: ChunkFacts[] } {
  const groups = new Map<string, { side: Side; cell: number | null; parts: RowsProfile[] }>();
  const chunks = new Map<string, ChunkFacts>();
  for (const { side, rows, labelled } of files) {
    const byCell = groupBy(rows.counts, ({ cell }) => cell);
    const judged = new Map(labelled?.cells.map(({ cell, value }) => [cell, value]));
    for (const [cell, counts] of byCell) {
      const key = `${side.side} ${cell}`;
      const group = groups.get(key) ?? { side: side.side, cell, parts: [] };
      groups.set(key, group);
      group.parts.push(profileOf(plan, counts, rows, judged.get(cell) ?? null, cell));
      const { chunk } = splitCell(cell, plan.segments);
      if (chunk !== null) noteChunk(chunks, plan, side, chunk, counts);
    }
  }
  const cells = [...groups.values()].flatMap(({ side, cell, parts }) => {
    const profile = mergeRows(parts);
    return profile === null ? [] : [{ side, ...splitCell(cell, plan.segments), profile }];
  });
  return { cells, chunks: [...chunks.values()] };
}

function profileOf(
  plan: ProfilePlan,
  counts: readonly CountedRows[],
  { measures }: RowsResult,
  labelled: PlainLabelled | null,
  cell: number | null,
): RowsProfile {
  const versions = new Map<string, number>();
  const points = new Map<number | null, OperationsPoint>();
  const names = measuresOf(plan);
  const measured = new Map(
    measures.filter((entry) => entry.cell === cell).map((entry) => [entry.slot, entry]),
  );
  for (const part of counts) {
    if (part.version !== null) versions.set(part.version, (versions.get(part.version) ?? 0) + part.requests);
    const point = points.get(part.slot);
    const found = measured.get(part.slot)?.value ?? [];
    const profile = (column: string | null): NumericProfile | null => {
      const plain = column === null ? undefined : found[names.indexOf(column)];
      return plain === undefined ? null : columnOf(plain).values;
    };
    const { latency, cost, resources } = plan.roles;
    points.set(part.slot, {
      start:
        part.slot === null || plan.operationsEvery === null
          ? null
          : bucketStart(part.slot, plan.operationsEvery),
      requests: (point?.requests ?? 0) + part.requests,
      errors: (point?.errors ?? 0) + part.errors,
      withStatus: (point?.withStatus ?? 0) + part.withStatus,
      timeouts: (point?.timeouts ?? 0) + part.timeouts,
      late: (point?.late ?? 0) + part.late,
      withLogged: (point?.withLogged ?? 0) + part.withLogged,
      latency: profile(latency),
      cost: profile(cost)?.moments ?? null,
      resources: new Map(
        resources.flatMap((column) => {
          const moments = profile(column)?.moments;
          return moments === undefined ? [] : [[column, moments]];
        }),
      ),
    });
  }
  return {
    rows: counts.reduce((sum, part) => sum + part.requests, 0),
    labelled: labelled === null ? null : labelledOf(labelled),
    operations: [...points.values()],
    versions,
  };
}

/** Adds the rows of one file to what is known of their chunk. */
function noteChunk(
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
  const start = plan.chunks.kind === 'time' ? bucketStart(index, plan.chunks.cell) : (known?.start ?? first);
  chunks.set(key, { side: side.side, index, start, rows: (known?.rows ?? 0) + rows });
}
