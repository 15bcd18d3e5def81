import { ColumnValues, type Comparison } from './checks/column-values.js';
import type { EvaluateInput } from './checks/evaluate.js';
import { evaluateInTurns } from './checks/evaluate-in-turns.js';
import { isLearned, LEAST_CHUNKS } from './checks/limits.js';
import { referenceValues } from './checks/reference-values.js';
import { segmentRequests } from './checks/segments.js';
import { segmentValues } from './checks/segment-values.js';
import { withStanding } from './checks/standing.js';
import { unjudgedResults, unjudgedSummary } from './checks/unjudged.js';
import type { ConfigDocument } from './config/document.js';
import type { CheckSpec, Monitor } from './config/monitor.js';
import { ConfigError, DataError } from './errors.js';
import { metricOf } from './metrics/registry.js';
import { labelColumn, resolveColumns, type ResolvedColumns } from './profile/columns.js';
import type { Engine, EnginePart, RowProfiles, RunContext } from './profile/engine.js';
import { labelCells } from './profile/label-cells.js';
import type { ExtraKind } from './profile/extra/extra.js';
import type { LogFacts, LogRole } from './profile/log-facts.js';
import { extraPlan } from './profile/extra-plan.js';
import { futureMargin, makePlan, type RunLogs, type RunOptions } from './profile/make-plan.js';
import type { ProfilePlan } from './profile/plan.js';
import { rollingReferences } from './profile/rolling.js';
import { assembleWindow, type Window } from './profile/windows.js';
import { currentCounts, judgedSegments, readSegments } from './read-segments.js';
import { buildReport } from './report/build.js';
import { ColumnDistributions } from './report/distributions.js';
import { problemsOf, rareSegments } from './report/problems.js';
import type { Report, ReportProblem } from './report/report.js';

/** One config to check, and what the host knows around it. */
export interface CheckRequest {
  readonly monitor: Monitor;
  readonly document: ConfigDocument;
  /** Path of the config as messages show it. */
  readonly configPath: string;
  readonly configSha256: string;
  readonly options: RunOptions;
  /** Version of Tidemark. */
  readonly version: string;
  readonly generatedAt: Date;
  /** Files that globs of the config name, in byte order, relative to its folder (absolute where it is). */
  readonly glob: (patterns: readonly string[]) => Promise<readonly string[]>;
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
  const logs = await inspectLogs(request, engine, run);
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
    (log) => log?.files.map(({ path, fingerprint }) => [path, fingerprint]) ?? null,
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
  const first = await reading.next();
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
    labels: profiles.labels,
  };
  const read = new Set<string>();
  const tell = (): void => {
    if (request.partial?.wanted() !== true) return;
    const columnsRead = { read, of: plan.columns.length };
    const results = unjudgedResults({ ...comparison, document, values, segments: new Map() }, columnsRead);
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

  run.onProgress({ phase: 'judging', done: 0, total: monitor.checks.length, unit: 'checks', rows: 0 });
  const input: EvaluateInput = { ...comparison, document, values, segments: judgedSegments(segments) };
  const rows = await evaluateInTurns(input, run.signal);
  const results = withStanding(rows, monitor.alerts.for);
  const causes = new Map(results.map((result, i) => [result, rows[i]?.cause ?? null]));
  return buildReport({
    ...common,
    results,
    referenceResults: referenceValues(input),
    segmentResults: segments.flatMap(({ request, inputs }) => segmentValues(request.shown, inputs)),
    distributions: distributions.inOrder(order),
    causeOf: (result) => causes.get(result) ?? null,
    problems: [
      ...(request.hostProblem === null ? [] : [request.hostProblem]),
      ...problemsOf(request.configPath, document.problems, logs, columns, plan, profiles),
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

/** A first look at the logs of a config. Throws ConfigError and DataError where there is nothing to check. */
export async function inspectLogs(
  request: Pick<CheckRequest, 'monitor' | 'document' | 'configPath' | 'glob'>,
  engine: Engine,
  run: RunContext,
): Promise<RunLogs> {
  const { monitor } = request;
  const { columns: roles, timestampUnit: unit } = monitor.logs;
  const look = async (
    role: LogRole,
    globs: readonly string[],
    key: string,
    column: string | null,
  ): Promise<LogFacts> => {
    const files = await request.glob(globs);
    if (files.length === 0) {
      const place = request.document.locate(key.split('.')).start;
      throw new DataError(
        `No file matches ${globs.join(', ')} (${key}). Is the path right? It starts at the config's folder.`,
        {
          path: request.configPath,
          line: place.line,
          column: place.column,
        },
      );
    }
    const facts = await engine.inspect(
      {
        role,
        files,
        timestamp: column === null ? null : { column, unit },
        futureMargin: futureMargin(monitor),
        distinct: role !== 'labels' && monitor.logs.features === null,
      },
      run,
    );
    if (facts.rows === 0 && facts.files.every((file) => file.malformed.count === 0)) {
      throw new DataError(
        `${files.length === 1 ? files[0] : `The ${files.length} files of ${key}`} ${files.length === 1 ? 'has' : 'have'} no rows: there is nothing to check.`,
        { path: files[0] ?? request.configPath },
        'no-rows',
      );
    }
    if (facts.rows === 0) {
      const broken = facts.files.find((file) => file.malformed.count > 0);
      throw new DataError(
        `No row of ${key} can be read: ${broken?.path}, line ${broken?.malformed.lines[0]}: ${broken?.malformed.reason?.replace(/\.$/, '')}.`,
        {
          path: broken?.path ?? request.configPath,
          ...(broken?.malformed.lines[0] === undefined ? {} : { line: broken.malformed.lines[0] }),
        },
      );
    }
    return facts;
  };
  const current = await look('current', monitor.logs.current, 'logs.current', roles.timestamp);
  const { reference: source } = monitor.logs;
  const reference =
    source?.kind === 'log' ? await look('reference', source.globs, 'logs.reference', roles.timestamp) : null;
  const labelSource = monitor.feedback.labels;
  const labels =
    labelSource === null
      ? null
      : await look('labels', labelSource.path, 'feedback.labels.path', labelSource.received);
  refuseUnreadableTimes(request, current);
  return { current, reference, labels };
}

type Placed = Pick<CheckRequest, 'monitor' | 'document' | 'configPath'>;

/** A timestamp column of whole numbers needs its unit; one that cannot be read at all is no timestamp. */
function refuseUnreadableTimes(request: Placed, current: LogFacts): void {
  const { columns: roles, timestampUnit } = request.monitor.logs;
  const column = current.columns.find((found) => found.name === roles.timestamp);
  if (column === undefined) return;
  if (column.kind === 'numeric' && timestampUnit === null) {
    throw new ConfigError(
      `${column.name} holds numbers: say what they count, with logs.timestamp_unit: s, ms, us or ns.`,
      placeOf(request, ['logs', 'columns', 'timestamp']),
    );
  }
  if (current.time === null) {
    throw new DataError(
      `No value of ${column.name} (${column.type}) can be read as a time. Times are dates, ISO 8601 text, or numbers with logs.timestamp_unit.`,
      {
        path: current.files[0]?.path ?? request.configPath,
      },
    );
  }
}

/** A configured column that no log has is a mistake in the config (definitions.md, section 7). */
function refuseAbsent(columns: ResolvedColumns, request: CheckRequest): void {
  const [first] = columns.absent;
  if (first === undefined) return;
  const others = columns.absent.slice(1).map(({ column }) => column);
  throw new ConfigError(
    `No log has a column “${first.column}”${first.nearest === null ? '' : `; the nearest is “${first.nearest}”`}.${others.length > 0 ? ` Also absent: ${others.join(', ')}.` : ''}`,
    placeOf(request, pathOfColumn(request, first.column)),
  );
}

function pathOfColumn(request: CheckRequest, column: string): (string | number)[] {
  const { logs, checks } = request.monitor;
  for (const [role, value] of Object.entries(logs.columns))
    if (value === column) return ['logs', 'columns', role];
  const feature = logs.features?.indexOf(column) ?? -1;
  if (feature >= 0) return ['logs', 'features', feature];
  const category = logs.categorical.indexOf(column);
  if (category >= 0) return ['logs', 'categorical', category];
  const segment = request.monitor.segments.findIndex((spec) => spec.column === column);
  if (segment >= 0) return ['segments', segment];
  const split = checks.find((one) => one.segment?.column === column);
  if (split !== undefined) return [...pathOfCheck(split), 'segment'];
  const check = checks.find((one) => one.of?.kind === 'columns' && one.of.columns.includes(column));
  if (check !== undefined) return [...pathOfCheck(check), 'of'];
  return ['logs', 'columns'];
}

function placeOf(request: Placed, path: (string | number)[]): { path: string; line: number; column: number } {
  const { start } = request.document.locate(path);
  return { path: request.configPath, line: start.line, column: start.column };
}

/** A learned limit, and a value in standard deviations, need a reference with chunks (definitions.md, sections 3 and 8). */
function refuseUnlearnable(request: CheckRequest, reference: Window | null): void {
  const check = request.monitor.checks.find((one) => isLearned(one) || metricOf(one)?.learned === true);
  const chunks = reference?.chunks.filter((chunk) => chunk.complete).length ?? 0;
  if (check === undefined || chunks >= LEAST_CHUNKS) return;
  const key = !isLearned(check) ? 'metric' : check.alert.kind === 'sd' ? 'alert' : 'warn';
  const what = isLearned(check) ? `The limit of ${check.metric} is learned` : `${check.metric} is measured`;
  const instead = isLearned(check) ? ', or a limit that is a number' : ', or another metric';
  throw new ConfigError(
    `${what} from the chunks of the reference: at least ${LEAST_CHUNKS} complete ones are needed, and there ${chunks === 1 ? 'is 1' : `are ${chunks}`}. ${reference === null ? 'Name a reference under logs.reference.' : `Choose a shorter every, a longer reference${instead}.`}`,
    placeOf(request, [...pathOfCheck(check), key]),
  );
}

function pathOfCheck(check: CheckSpec): (string | number)[] {
  return ['checks', check.family, Number(/\[(\d+)\]/.exec(check.id)?.[1] ?? 0)];
}

/** The kinds of extra data that the configured metrics look at. */
function wantedExtra(monitor: Monitor): Set<ExtraKind> {
  return new Set(monitor.checks.flatMap((check) => metricOf(check)?.reads ?? []));
}

async function largerWindow(
  engine: Engine,
  plan: Omit<ProfilePlan, 'exact' | 'extra'>,
  run: RunContext,
): Promise<number> {
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
