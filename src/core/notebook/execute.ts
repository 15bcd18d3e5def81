import type { Monitor } from '../config/monitor.js';
import { CancelledError, ConfigError, DataError } from '../errors.js';
import { timeAxis } from '../report/charts/axis.js';
import type { Json } from '../report/charts/plot.js';
import { dashboardView } from '../report/dashboard/dashboard.js';
import type { Report } from '../report/report.js';
import { columnsOf } from '../profile/columns.js';
import type { InlineExpression } from './inline.js';
import { standardCell, type MetricCell } from './metric-cell.js';
import { errorOutput, textOutput } from './outputs/build.js';
import { inlineError, inlineMetric, wholeWord } from './outputs/inline-outputs.js';
import { metricOutputs, type MetricSource } from './outputs/metric-outputs.js';
import type { CellOutput, InlineOutput, TableOutput } from './outputs/output.js';
import { showOutputs } from './outputs/show-outputs.js';
import { queryTable, type QueryResult } from './outputs/sql-outputs.js';
import { userChart } from './outputs/user-chart.js';
import { versionOutputs } from './outputs/version-outputs.js';
import type { ParameterValue } from './parameters.js';
import { orderOf, type PlannedCell, type ReportPlan } from './plan.js';
import { placeInFile, type ValueProblem } from './problems.js';
import {
  gatherExtra,
  ofSpec,
  runKey,
  runsOf,
  WHOLE,
  type CellRun,
  type RunPlace,
  type RunRequest,
} from './runs.js';

/** What runs the checks and queries of a report. It may keep what it has run: equal requests give equal answers. */
export interface ReportHost {
  readonly monitor: Monitor;
  run(request: RunRequest): Promise<Report>;
  /** Throws SqlError where the query is refused or fails. */
  query(sql: string, parameters: Readonly<Record<string, ParameterValue | null>>): Promise<QueryResult>;
  /** Rejects, with a sentence, where a spec cannot be drawn. */
  tryChart(spec: Readonly<Record<string, Json>>): Promise<void>;
}

/** A query that is refused or fails, at its place in the cell. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  constructor(readonly problem: ValueProblem) {
    super(problem.message);
  }
}

/** What a cell gave. */
export interface CellResult {
  readonly index: number;
  readonly outputs: readonly CellOutput[];
  /** Values in prose by what stands between their braces. */
  readonly inline: Readonly<Record<string, InlineOutput>>;
  /** Rows that were read for it; null where none were. */
  readonly rows: number | null;
  readonly milliseconds: number;
}

/**
 * Runs cells of a report: those in `wanted`, or all. A cell that fails has its error as output and stops no other. `host` is
 * null where there is no config to work with: then `missing` is every cell's error. Throws CancelledError.
 */
export async function executeReport(
  plan: ReportPlan,
  host: ReportHost | null,
  options: {
    readonly wanted: ReadonlySet<number> | null;
    readonly missing?: Error;
    readonly signal: AbortSignal;
    readonly onCell?: (result: CellResult) => void;
  },
): Promise<CellResult[]> {
  const results = new Map<number, CellResult>();
  const running = host === null ? null : new Execution(plan, host);
  for (const index of orderOf(plan, options.wanted)) {
    const planned = plan.cells[index];
    if (planned === undefined) continue;
    if (options.signal.aborted) throw new CancelledError();
    const started = performance.now();
    let result: Pick<CellResult, 'outputs' | 'inline' | 'rows'>;
    try {
      if (running === null) throw options.missing ?? new ConfigError('There is no config.');
      result = await running.cell(planned, results);
    } catch (error) {
      if (error instanceof CancelledError || options.signal.aborted) throw new CancelledError();
      result = failed(planned, error);
    }
    const done = { ...result, index, milliseconds: performance.now() - started };
    results.set(index, done);
    options.onCell?.(done);
  }
  return [...results.values()].sort((a, b) => a.index - b.index);
}

/** A cell's result where it could not be run. */
function failed(planned: PlannedCell, error: unknown): Pick<CellResult, 'outputs' | 'inline' | 'rows'> {
  const { content, cell } = planned;
  if (content.kind === 'front') return { outputs: [], inline: {}, rows: null };
  const message = messageOf(error);
  if (content.kind === 'prose') {
    const inline = Object.fromEntries([...content.values.keys()].map((text) => [text, inlineError(message)]));
    return { outputs: [], inline, rows: null };
  }
  const start = error instanceof SqlError ? error.problem.range.start : { line: 1, column: 1 };
  const code =
    error instanceof SqlError ? error.problem.code : error instanceof DataError ? 'data' : 'failed';
  return { outputs: [errorOutput(code, message, placeInFile(cell, start))], inline: {}, rows: null };
}

function messageOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataError) {
    const { place } = error;
    const at = place?.line === undefined ? '' : `${place.path}:${place.line}: `;
    return `${at}${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

class Execution {
  readonly #extra: ReadonlyMap<string, RunRequest>;

  constructor(
    private readonly plan: ReportPlan,
    private readonly host: ReportHost,
  ) {
    const runs = plan.cells.flatMap((planned) => this.#runsOf(planned));
    this.#extra = gatherExtra(runs);
  }

  async cell(
    planned: PlannedCell,
    earlier: ReadonlyMap<number, CellResult>,
  ): Promise<Pick<CellResult, 'outputs' | 'inline' | 'rows'>> {
    const { content } = planned;
    const errors = planned.problems.filter(({ severity }) => severity === 'error');
    if (content.kind !== 'prose' && errors.length > 0) {
      const outputs = errors.map(({ code, message, start }) => errorOutput(code, message, start));
      return { outputs, inline: {}, rows: null };
    }
    switch (content.kind) {
      case 'front':
        return { outputs: await this.#front(), inline: {}, rows: null };
      case 'prose':
        return { outputs: [], inline: await this.#inline(content.values), rows: null };
      case 'metric': {
        const outputs = content.metric === null ? [] : await this.#metric(content.metric);
        const base = await this.host.run({ place: placeOf(content.metric), extra: [] }).catch(() => null);
        return { outputs, inline: {}, rows: base?.windows.current.rows ?? null };
      }
      case 'sql': {
        const result = await this.host.query(content.sql, content.parameters);
        const table = queryTable(result, content.title);
        return { outputs: [table], inline: {}, rows: result.rows.length };
      }
      case 'chart': {
        if (content.chart === null) return { outputs: [], inline: {}, rows: null };
        const input = earlier.get(planned.input ?? -1);
        const table = input?.outputs.find((output): output is TableOutput => output.kind === 'table');
        if (table === undefined) {
          const message = `\`${content.chart.data}\` has no table to draw: see the error there.`;
          return {
            outputs: [errorOutput('no-data', message, placeInFile(planned.cell, { line: 1, column: 1 }))],
            inline: {},
            rows: null,
          };
        }
        const chart = userChart(content.chart, table);
        await this.host.tryChart(chart.spec);
        return { outputs: [chart], inline: {}, rows: table.rows.length };
      }
    }
  }

  /** What the report is about, or why that is not what it says. */
  async #front(): Promise<CellOutput[]> {
    const { model } = this.plan.front;
    const { monitor } = this.host;
    if (model !== null && model !== monitor.model) {
      const message = `${this.plan.front.config} describes the model ${monitor.model}, and this report is about ${model}. Correct \`model\` or \`config\`.`;
      return [errorOutput('wrong-model', message, { line: this.plan.cells[0]?.cell.line ?? 1, column: 1 })];
    }
    const report = await this.host.run({ place: WHOLE, extra: [] });
    const { facts, filters } = dashboardView(report, timeAxis(report, false));
    const words = [facts[0], ...filters.slice(1)].filter((fact) => fact !== undefined);
    return [textOutput(`${report.model}: ${words.join('; ')}.`, true)];
  }

  #runsOf({ content }: PlannedCell): CellRun[] {
    if (content.kind === 'metric' && content.metric !== null && content.metric.show === null) {
      return runsOf(content.metric, this.host.monitor);
    }
    if (content.kind !== 'prose') return [];
    return [...content.values.values()].flatMap((value) =>
      value?.kind === 'metric' ? runsOf(this.#cellOfInline(value), this.host.monitor) : [],
    );
  }

  async #metric(cell: MetricCell): Promise<CellOutput[]> {
    if (cell.show === 'versions') return this.#versions(cell);
    if (cell.show !== null) {
      const report = await this.host.run({ place: placeOf(cell), extra: [] });
      return showOutputs(cell.show, cell, report);
    }
    const sources: MetricSource[] = [];
    for (const run of runsOf(cell, this.host.monitor)) sources.push(...(await this.#sources(run, cell.of)));
    return metricOutputs(cell, sources);
  }

  /** The reports that a run's metrics are in: the config's own, and one of what it does not check. */
  async #sources(run: CellRun, of: readonly string[] | null): Promise<MetricSource[]> {
    const sources: MetricSource[] = [];
    const { version } = run.place;
    if (run.configured.length > 0) {
      const report = await this.host.run({ place: run.place, extra: [] });
      sources.push({ version, report, columns: this.#columns(of, report), metrics: run.configured });
    }
    if (run.extra.length > 0) {
      const report = await this.#extraReport(run);
      const metrics = run.extra.map(({ metric }) => metric);
      const ids = new Set(run.extra.map(({ id }) => id));
      const own: Report = {
        ...report,
        results: report.results.filter(({ check }) => check !== null && ids.has(check)),
      };
      sources.push({ version, report: own, columns: null, metrics });
    }
    return sources;
  }

  /** All cells' extra checks in one run; where one of them cannot be run, this cell's alone. */
  async #extraReport(run: CellRun): Promise<Report> {
    const all = this.#extra.get(JSON.stringify(run.place));
    const own: RunRequest = { place: run.place, extra: run.extra };
    if (all === undefined || runKey(all) === runKey(own)) return this.host.run(own);
    try {
      return await this.host.run(all);
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      return this.host.run(own);
    }
  }

  #columns(of: readonly string[] | null, report: Report): readonly string[] | null {
    const features = report.distributions
      .filter(({ role }) => role === 'feature')
      .map(({ column }) => column);
    const spec = ofSpec(of);
    const known = this.host.monitor.logs.features ?? [...new Set(features)];
    return spec.kind === 'features' && of === null ? known : columnsOf(spec, this.host.monitor, known);
  }

  async #versions(cell: MetricCell): Promise<CellOutput[]> {
    const place = placeOf({ ...cell, versions: [] });
    const base = await this.host.run({ place, extra: [] });
    const names = cell.versions.length > 0 ? cell.versions : base.versions.map(({ version }) => version);
    const reports = [];
    for (const version of names) {
      reports.push({ version, report: await this.host.run({ place: { ...place, version }, extra: [] }) });
    }
    return versionOutputs(reports);
  }

  async #inline(values: ReadonlyMap<string, InlineExpression | null>): Promise<Record<string, InlineOutput>> {
    const found: Record<string, InlineOutput> = {};
    for (const [text, expression] of values) {
      try {
        found[text] = await this.#value(text, expression);
      } catch (error) {
        if (error instanceof CancelledError) throw error;
        found[text] = inlineError(messageOf(error));
      }
    }
    return found;
  }

  async #value(text: string, expression: InlineExpression | null): Promise<InlineOutput> {
    if (expression === null) return inlineError(`“${text}” is no value that a report knows.`);
    if (expression.kind === 'parameter') {
      const value = this.plan.parameters.get(expression.name);
      if (value === undefined) return inlineError(`There is no parameter $${expression.name}.`);
      if (value === null) return inlineError(`$${expression.name} has no value.`);
      return { text: String(value), verdict: null, error: null, detail: `parameter ${expression.name}` };
    }
    if (expression.kind === 'whole') {
      const report = await this.host.run({ place: placeOf(this.#cellOfInline(null)), extra: [] });
      return wholeWord(expression.word, report);
    }
    const cell = this.#cellOfInline(expression);
    const [run] = runsOf(cell, this.host.monitor);
    const [source] = run === undefined ? [] : await this.#sources(run, cell.of);
    if (source === undefined) return inlineError(`${expression.metric} gave no result.`);
    return inlineMetric({ ...expression, span: cell.span }, source.report, source.columns);
  }

  /** An inline value as the metric cell that would show it. */
  #cellOfInline(expression: Extract<InlineExpression, { kind: 'metric' }> | null): MetricCell {
    const standard = standardCell(this.plan.parameters);
    return {
      ...standard,
      metrics: expression === null ? [] : [expression.metric],
      of: expression?.of === null || expression === null ? null : [expression.of],
      span: expression?.span ?? standard.span,
      segment: expression?.segment ?? standard.segment,
      versions:
        expression?.version === null || expression === null ? standard.versions : [expression.version],
    };
  }
}

/** Rows and chunks that a cell looks at, versions aside. */
function placeOf(cell: MetricCell | null): RunPlace {
  if (cell === null) return WHOLE;
  const range = cell.span.kind === 'range' ? cell.span : { since: null, until: null };
  const [version = null] = cell.versions.length === 1 ? cell.versions : [];
  return { by: cell.by, since: range.since, until: range.until, version };
}
