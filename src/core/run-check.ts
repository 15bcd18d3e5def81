import { wholeColumns } from './checks/by-chunk.js';
import { ColumnValues, type Comparison } from './checks/column-values.js';
import type { EvaluateInput } from './checks/evaluate.js';
import { evaluateInTurns, evaluateRowsInTurns } from './checks/evaluate-in-turns.js';
import { referenceValues } from './checks/reference-values.js';
import { segmentRequests } from './checks/segments.js';
import { segmentValues } from './checks/segment-values.js';
import { withStanding } from './checks/standing.js';
import type { Monitor } from './config/monitor.js';
import { DataError } from './errors.js';
import { inspectLogs, type LookRequest } from './inspect-logs.js';
import { metricOf } from './metrics/registry.js';
import { labelColumn, resolveColumns, type ResolvedColumns } from './profile/columns.js';
import type { Engine, EnginePart, RowProfiles, RunContext } from './profile/engine.js';
import { labelCells } from './profile/label-cells.js';
import type { ExtraKind } from './profile/extra/extra.js';
import { extraPlan } from './profile/extra-plan.js';
import { makePlan, type PlanDraft, type RunLogs, type RunOptions } from './profile/make-plan.js';
import type { ProfilePlan } from './profile/plan.js';
import { rollingReferences } from './profile/rolling.js';
import { assembleWindow, type Window } from './profile/windows.js';
import { currentCounts, judgedSegments, readSegments } from './read-segments.js';
import { refuseAbsent, refuseUnlearnable } from './refusals.js';
import { oddInputs } from './report/odd-inputs.js';
import { problemsOf, rareSegments } from './report/problems.js';
import type { Report, ReportProblem } from './report/report.js';

/** One config to check, and what the host knows around it. */
export interface CheckRequest extends Omit<LookRequest, 'upTo'> {
  readonly configSha256: string;
  readonly options: RunOptions;
  /** Version of Tidemark. */
  readonly version: string;
  readonly generatedAt: Date;
  /** Takes what is known while the rest is read, as a report in which nothing is judged. */
  readonly partial?: {
    /** Whether it is time for another: making one takes from the reading. */
    readonly wanted: () => boolean;
    readonly take: (report: Report, columns: { readonly done: number; readonly total: number }) => void;
  };
  /** What the host has to say of how it runs; null = nothing. */
  readonly hostProblem: ReportProblem | null;
  /** Reports of earlier runs; null where nothing is kept. */
  readonly kept: KeptReports | null;
}

/** Reports by all that they were made of, but for the program itself: that is the host's to tell apart. */
export interface KeptReports {
  /** Null where there is none. */
  read(madeOf: readonly unknown[]): Promise<Report | null>;
  keep(madeOf: readonly unknown[], report: Report): Promise<void>;
}

/**
 * The one way through: logs are looked at, a plan is made, the engine reads them once into profiles, metrics
 * become values, checks become verdicts, all of it one report. Throws ConfigError, DataError, CancelledError.
 */
export async function runCheck(request: CheckRequest, engine: Engine, run: RunContext): Promise<Report> {
  const { monitor } = request;
  const upTo = request.options.live ? 'last whole row' : 'end';
  const logs = await inspectLogs({ ...request, upTo }, engine, run);
  const madeOf = inputsOf(request, logs, engine);
  const known = (await request.kept?.read(madeOf)) ?? null;
  if (known !== null) return { ...known, generated_at: request.generatedAt.toISOString() };
  const columns = resolveColumns(monitor, logs.current, logs.reference);
  refuseAbsent(columns, request);
  const draft = makePlan(monitor, logs, columns, request.options);
  const exact = request.options.exact || (await largerWindow(engine, draft, run)) <= monitor.logs.exactRows;
  const plan: ProfilePlan = {
    ...draft,
    exact,
    wholeColumns: wholeColumns(
      monitor.checks.filter(({ segment }) => segment === null),
      [],
      { monitor, columns: columns.columns, facts: columns },
    ),
    extra: extraPlan(monitor, draft, columns, wantedExtra(monitor)),
  };
  const reading = engine.profile(plan, run)[Symbol.asyncIterator]();
  try {
    const report = await judgeLogs(request, engine, run, { logs, columns, plan, reading });
    await request.kept?.keep(madeOf, report);
    return report;
  } finally {
    // Whatever ends it early, what was opened to be read on is closed.
    await reading.return?.();
  }
}

/** All that a report depends on, but for the program that makes it and the time at which it does. */
function inputsOf(request: CheckRequest, { current, reference, labels }: RunLogs, engine: Engine): unknown[] {
  const files = [current, reference, labels].map(
    (log) => log?.files.map(({ path, fingerprint, unfinished }) => [path, fingerprint, unfinished]) ?? null,
  );
  const { configPath, configSha256, options, hostProblem } = request;
  return [configPath, configSha256, options, hostProblem, engine.name, ...files];
}

/** A run whose logs were looked at. */
interface OpenRun {
  readonly logs: RunLogs;
  readonly columns: ResolvedColumns;
  readonly plan: ProfilePlan;
  readonly reading: AsyncIterator<EnginePart>;
}

async function judgeLogs(
  request: CheckRequest,
  engine: Engine,
  run: RunContext,
  { logs, columns, plan, reading }: OpenRun,
): Promise<Report> {
  const { monitor, document } = request;
  // What makes the report is loaded while the rows are read.
  const [
    first,
    { buildReport, operationsOf },
    { ColumnDistributions },
    { unjudgedResults, unjudgedSummary },
  ] = await Promise.all([
    reading.next(),
    import('./report/build.js'),
    import('./report/distributions.js'),
    import('./checks/unjudged.js'),
  ]);
  if (first.done === true || first.value.kind !== 'rows')
    throw new TypeError('An engine tells of the rows first.');
  const { profiles } = first.value;
  const lastTime = logs.current.time?.latestPlausible ?? null;
  const hasReference = plan.sides.some((side) => side.side === 'reference');
  const reference = hasReference
    ? assembleWindow('reference', profiles, plan, monitor, logs.reference?.time?.latestPlausible ?? lastTime)
    : null;
  const current = assembleWindow('current', profiles, plan, monitor, lastTime);
  if (current.rows === 0) throw noRows(request);
  refuseUnlearnable(request, reference);
  const comparison: Comparison = {
    monitor,
    columns: plan.columns,
    reference,
    current,
    rolling: rollingOf(monitor, current, profiles, logs),
    segment: null,
    facts: {
      currentLog: logs.current,
      referenceLog: logs.reference,
      labelLog: logs.labels,
      labels: profiles.labels,
      excluded: profiles.excluded,
      asOf: plan.asOf,
      asOfAsked: request.options.asOf !== null,
      referenceChunkRows: (reference?.chunks ?? [])
        .filter((chunk) => chunk.complete)
        .map((chunk) => chunk.rows),
      features: columns.features,
    },
  };
  const values = new ColumnValues(
    comparison,
    monitor.checks.filter(({ segment }) => segment === null),
  );
  const requests = segmentRequests(monitor);
  const counted = new Map<string, ReadonlyMap<string, number>>();
  const label = labelColumn(monitor);
  if (label !== null && plan.performance?.labelValues === true) {
    values.add(labelCells(label, profiles, current));
  }
  const distributions = new ColumnDistributions(monitor, reference, current);
  const order = new Map(plan.columns.map((column, i) => [column.name, i]));
  const common = {
    version: request.version,
    generatedAt: request.generatedAt,
    configPath: request.configPath,
    configSha256: request.configSha256,
    engine: engine.name,
    monitor,
    document,
    plan,
    logs: [logs.reference, logs.current, logs.labels].filter((log) => log !== null),
    reference,
    current,
    operations: operationsOf(current),
    labels: profiles.labels,
  };
  const input: EvaluateInput = { ...comparison, document, values, segments: new Map() };
  // These need no column: they are told while columns are being read.
  const known = await evaluateRowsInTurns(input, run.signal);
  const read = new Set<string>();
  const tell = (): void => {
    if (request.partial?.wanted() !== true) return;
    const columnsRead = { read, of: plan.columns.length };
    const results = unjudgedResults(input, known, columnsRead);
    const report = buildReport({
      ...common,
      results,
      referenceResults: [],
      segmentResults: [],
      distributions: [],
      causeOf: () => null,
      problems: [],
    });
    const summary = unjudgedSummary(results, columnsRead);
    request.partial.take({ ...report, summary }, { done: read.size, total: plan.columns.length });
  };
  tell();
  for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
    if (next.value.kind !== 'column') continue;
    values.add(next.value.column);
    distributions.add(next.value.column);
    const { name } = next.value.column;
    read.add(name);
    tell();
    if (requests.some(({ spec }) => spec.column === name)) {
      const counts = currentCounts(current, next.value.column);
      if (counts !== null) counted.set(name, counts);
    }
  }
  const segments = await readSegments(requests, counted, plan, comparison, engine, run);

  engine.rest();
  run.onProgress({ phase: 'judging', done: 0, total: monitor.checks.length, unit: 'checks', rows: 0 });
  const all: EvaluateInput = { ...input, segments: judgedSegments(segments) };
  const rows = await evaluateInTurns(all, known, run.signal);
  const results = withStanding(rows, monitor.alerts.for);
  const causes = new Map(results.map((result, i) => [result, rows[i]?.cause ?? null]));
  return buildReport({
    ...common,
    results,
    referenceResults: referenceValues(all),
    segmentResults: segments.flatMap(({ request, inputs }) => segmentValues(request.shown, inputs)),
    distributions: distributions.inOrder(order),
    causeOf: (result) => causes.get(result) ?? null,
    problems: [
      ...(request.hostProblem === null ? [] : [request.hostProblem]),
      ...problemsOf(request.configPath, document.problems, logs, columns, plan, profiles),
      ...oddInputs(monitor, logs, profiles),
      ...segments.flatMap(({ request: { spec }, segments: found }) => rareSegments(spec.column, found)),
    ],
  });
}

/** What came before each chunk, where the reference rolls. */
function rollingOf(
  monitor: Monitor,
  current: Window,
  profiles: RowProfiles,
  logs: RunLogs,
): Comparison['rolling'] {
  const { reference } = monitor.logs;
  if (reference?.kind !== 'rolling') return null;
  const { length } = reference;
  return { length, before: rollingReferences(current, profiles, length, logs.current.time?.min ?? null) };
}

/** The kinds of extra data that the configured metrics look at. */
function wantedExtra(monitor: Monitor): Set<ExtraKind> {
  return new Set(monitor.checks.flatMap((check) => metricOf(check)?.reads ?? []));
}

async function largerWindow(engine: Engine, plan: PlanDraft, run: RunContext): Promise<number> {
  const counts = await engine.countRows(plan, run);
  return Math.max(counts.reference, counts.current);
}

function noRows(request: CheckRequest): DataError {
  return new DataError(
    'The current window has no rows: everything lies outside --since, --until or as_of, or in the reference window.',
    { path: request.configPath },
    'no-rows',
  );
}
