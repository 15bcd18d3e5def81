import { ColumnValues, type Comparison } from './checks/column-values.js';
import type { SegmentInput } from './checks/evaluate.js';
import {
  segmentKey,
  segmentReadPlan,
  segmentsOf,
  valueCountPlan,
  type SegmentRequest,
  type Segments,
} from './checks/segments.js';
import { labelColumn } from './profile/columns.js';
import { labelCells } from './profile/label-cells.js';
import type { ColumnCells, Engine, RowProfiles, RunContext } from './profile/engine.js';
import type { ProfilePlan } from './profile/plan.js';
import { rollingReferences } from './profile/rolling.js';
import { columnOfWindow, segmentWindow, type Window } from './profile/windows.js';

/** What was read of the segments of one column. */
export interface ReadSegments {
  readonly request: SegmentRequest;
  readonly segments: Segments;
  readonly inputs: readonly SegmentInput[];
}

/** Reads the rows once more for each column that splits them, each time by its segments. */
export async function readSegments(
  requests: readonly SegmentRequest[],
  counted: ReadonlyMap<string, ReadonlyMap<string, number>>,
  plan: ProfilePlan,
  comparison: Comparison,
  engine: Engine,
  run: RunContext,
): Promise<ReadSegments[]> {
  const read: ReadSegments[] = [];
  for (const [i, request] of requests.entries()) {
    const own: RunContext = {
      signal: run.signal,
      onProgress: (progress) => {
        const done = i * progress.total + progress.done;
        run.onProgress({ ...progress, phase: 'splitting', done, total: requests.length * progress.total });
      },
    };
    const { spec } = request;
    const counts =
      spec.edges === null
        ? (counted.get(spec.column) ??
          (await countValues(plan, spec.column, comparison.current, engine, own)))
        : new Map<string, number>();
    const segments = segmentsOf(spec, counts);
    const inputs =
      segments.names.length === 0 ? [] : await readOne(request, segments, plan, comparison, engine, own);
    read.push({ request, segments, inputs });
  }
  return read;
}

async function readOne(
  request: SegmentRequest,
  segments: Segments,
  plan: ProfilePlan,
  comparison: Comparison,
  engine: Engine,
  run: RunContext,
): Promise<SegmentInput[]> {
  const readPlan = segmentReadPlan(plan, segments.plan, request, comparison);
  const checks = [...request.checks, ...request.shown];
  let inputs: SegmentInput[] = [];
  for await (const part of engine.profile(readPlan, run)) {
    if (part.kind === 'rows') {
      inputs = segments.names.map((name, i) => {
        const own = comparisonOf(comparison, part.profiles, i, name);
        return { ...own, values: new ColumnValues(own, checks) };
      });
      const label = labelColumn(comparison.monitor);
      if (label !== null && readPlan.performance?.labelValues === true) {
        const cells = labelCells(label, part.profiles, comparison.current);
        for (const { values } of inputs) values.add(cells);
      }
    } else for (const { values } of inputs) values.add(part.column);
  }
  return inputs;
}

/** The comparison of the rows of one segment. */
function comparisonOf(all: Comparison, profiles: RowProfiles, segment: number, name: string): Comparison {
  const { rolling, facts } = all;
  const current = segmentWindow(all.current, profiles, segment);
  const reference = all.reference === null ? null : segmentWindow(all.reference, profiles, segment);
  const firstTime = facts.currentLog.time?.min ?? null;
  return {
    ...all,
    current,
    reference,
    rolling:
      rolling === null
        ? null
        : { ...rolling, before: rollingReferences(current, profiles, rolling.length, firstTime) },
    facts: {
      ...facts,
      referenceChunkRows: (reference?.chunks ?? [])
        .filter(({ complete }) => complete)
        .map(({ rows }) => rows),
    },
    segment: name,
  };
}

async function countValues(
  plan: ProfilePlan,
  column: string,
  current: Window,
  engine: Engine,
  run: RunContext,
): Promise<ReadonlyMap<string, number>> {
  for await (const part of engine.profile(valueCountPlan(plan, column), run)) {
    if (part.kind === 'column') return currentCounts(current, part.column) ?? new Map<string, number>();
  }
  return new Map();
}

/** Rows by value of a categorical column of the current window; null for a numeric one. */
export function currentCounts(current: Window, column: ColumnCells): ReadonlyMap<string, number> | null {
  const { whole } = columnOfWindow(current, column);
  return whole?.kind === 'categorical' ? whole.counts : null;
}

/** The segments that checks judge, by what asks for them. */
export function judgedSegments(read: readonly ReadSegments[]): ReadonlyMap<string, readonly SegmentInput[]> {
  return new Map(read.map(({ request, inputs }) => [segmentKey(request.spec), inputs]));
}
