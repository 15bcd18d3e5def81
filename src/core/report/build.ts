import { addDuration } from '../config/duration.js';
import type { ConfigDocument } from '../config/document.js';
import type { Monitor } from '../config/monitor.js';
import { withContext } from '../checks/context.js';
import { timeEvery } from '../checks/evaluate.js';
import { movedTogether } from '../checks/moved-together.js';
import { summarise } from '../checks/summarise.js';
import type { LabelFacts } from '../profile/engine.js';
import type { LogFacts } from '../profile/log-facts.js';
import type { ProfilePlan } from '../profile/plan.js';
import type { Chunk, Window } from '../profile/windows.js';
import { formatInstant } from './instants.js';
import type {
  Distribution,
  OperationsSample,
  Report,
  ReportChunk,
  ReportLabels,
  ReportProblem,
  ReportWindow,
  Result,
  SegmentValue,
} from './report.js';

/** Everything a report is made of. */
export interface BuildInput {
  readonly version: string;
  readonly generatedAt: Date;
  readonly configPath: string;
  readonly configSha256: string;
  readonly engine: string;
  readonly monitor: Monitor;
  readonly document: ConfigDocument;
  readonly plan: ProfilePlan;
  readonly logs: readonly LogFacts[];
  readonly reference: Window | null;
  readonly current: Window;
  /** The service over the current window (`operationsOf`). */
  readonly operations: readonly OperationsSample[];
  /** What was found in the label files; null where the monitor has none. */
  readonly labels: LabelFacts | null;
  readonly results: readonly Result[];
  readonly referenceResults: readonly Result[];
  readonly segmentResults: readonly SegmentValue[];
  readonly distributions: readonly Distribution[];
  readonly problems: readonly ReportProblem[];
  /** What made a result's shift, where that is known. */
  readonly causeOf: (result: Result) => string | null;
}

/** The report JSON of one run (design.md, section 6). */
export function buildReport(input: BuildInput): Report {
  const { monitor, plan, current, reference } = input;
  const moved = movedTogether(input.results);
  const results = withContext(input.results, input.segmentResults, moved);
  const labels = plan.performance !== null;
  return {
    schema: 1,
    tidemark: input.version,
    model: monitor.model,
    task: monitor.task,
    owner: monitor.owner,
    generated_at: input.generatedAt.toISOString(),
    as_of: plan.asOf === null ? null : formatInstant(plan.asOf),
    provenance: {
      config: input.configPath,
      config_sha256: input.configSha256,
      inputs: input.logs.flatMap((log) =>
        log.files.map(({ path, bytes, rows, fingerprint }) => ({
          role: log.role,
          path,
          bytes,
          rows,
          fingerprint,
        })),
      ),
      engine: input.engine,
      exact: plan.exact,
    },
    windows: {
      reference: reference === null ? null : windowOf(reference),
      current: { ...windowOf(current), chunks: current.chunks.length },
    },
    summary: summarise(results, timeEvery(monitor), input.causeOf),
    results,
    reference_results: input.referenceResults,
    segment_results: input.segmentResults,
    moved_together: moved,
    slo: sloOf(monitor),
    labels: labelsOf(input.labels),
    problems: input.problems,
    chunks: [
      ...(reference?.chunks ?? []).map((chunk) => chunkOf(chunk, 'reference', labels)),
      ...current.chunks.map((chunk) => ({
        ...chunkOf(chunk, 'current', labels),
        ...maturesOf(chunk, monitor),
      })),
    ],
    versions: versionsOf(current),
    distributions: input.distributions,
    operations: input.operations,
    checks: monitor.checks.map((check) => {
      const [family, index] = [check.family, Number(/\[(\d+)\]/.exec(check.id)?.[1] ?? 0)];
      const { start } = input.document.locate(['checks', family, index]);
      return { check: check.id, family, metric: check.metric, line: start.line, column: start.column };
    }),
  };
}

function sloOf({ slo }: Monitor): NonNullable<Report['slo']> | null {
  return slo === null ? null : { objective: slo.objective, window: `${slo.window.count}${slo.window.unit}` };
}

function labelsOf(labels: LabelFacts | null): ReportLabels | null {
  if (labels === null) return null;
  const { ids, orphans, conflicts } = labels;
  return { ids, orphans, conflicts };
}

function windowOf(window: Window): ReportWindow {
  return {
    start: window.start === null ? null : formatInstant(window.start),
    end: window.end === null ? null : formatInstant(window.end),
    rows: window.rows,
  };
}

function chunkOf(chunk: Chunk, side: 'reference' | 'current', labels: boolean): ReportChunk {
  return {
    side,
    name: chunk.name,
    start: chunk.start === null ? null : formatInstant(chunk.start),
    end: chunk.end === null ? null : formatInstant(chunk.end),
    rows: chunk.rows,
    complete: chunk.complete,
    mature: chunk.mature,
    labelled: labels ? (chunk.profile?.labelled?.rows ?? 0) : null,
  };
}

/** When the labels of a chunk count as complete, where they do not yet. */
function maturesOf(chunk: Chunk, monitor: Monitor): Pick<ReportChunk, 'matures'> {
  const matures = monitor.feedback.labels?.matures ?? null;
  if (chunk.mature || chunk.end === null || matures === null) return {};
  return { matures: formatInstant(addDuration(chunk.end, matures)) };
}

/** Versions in the order of the first chunk that has them. */
function versionsOf(current: Window): Report['versions'] {
  const rows = new Map<string, number>(current.profile?.versions ?? []);
  const first = new Map<string, string>();
  for (const chunk of current.chunks) {
    for (const version of chunk.profile?.versions.keys() ?? [])
      if (!first.has(version)) first.set(version, chunk.name);
  }
  return [...rows]
    .map(([version, n]) => ({ version, first: first.get(version) ?? null, rows: n }))
    .sort((a, b) => compareNames(a.first ?? '', b.first ?? '') || a.version.localeCompare(b.version));
}

/** Names of chunks, which are instants or positions: by their characters. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a report shows of the service over a window, an interval at a time. */
export function operationsOf(current: Window): OperationsSample[] {
  return (current.profile?.operations ?? []).flatMap((point) => {
    if (point.start === null) return [];
    const quantile = (p: number): number | null =>
      point.latency === null || point.latency.count === 0 ? null : point.latency.quantile(p);
    return [
      {
        start: formatInstant(point.start),
        requests: point.requests,
        error_rate: point.withStatus === 0 ? null : point.errors / point.withStatus,
        latency_p50_ms: quantile(0.5),
        latency_p95_ms: quantile(0.95),
        latency_p99_ms: quantile(0.99),
      },
    ];
  });
}
