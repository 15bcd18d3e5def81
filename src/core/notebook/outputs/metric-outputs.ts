import { metricById } from '../../metrics/registry.js';
import { timeAxis, type TimeAxis } from '../../report/charts/axis.js';
import { withTimeAxis } from '../../report/charts/export-axis.js';
import { heatStrip } from '../../report/charts/heat-strip.js';
import { xOf, type Json, type Plot } from '../../report/charts/plot.js';
import { barRow, lineRow } from '../../report/dashboard/metric-rows.js';
import {
  abbreviationOf,
  limitsWords,
  nameOf,
  resultLine,
  valueWords,
} from '../../report/dashboard/result-words.js';
import { seriesIn, verdictWords, type Series } from '../../report/dashboard/series-index.js';
import { drawnName, rowName, stabilitySection } from '../../report/dashboard/stability.js';
import { VERDICTS, type Report, type Result } from '../../report/report.js';
import { chunkPhrase, VERDICT_WORDS } from '../../report/view.js';
import { capitalise, formatCount, formatDay } from '../../report/words.js';
import type { MetricCell } from '../metric-cell.js';
import type { Span } from '../span.js';
import { cell as tableCell, chartOutput, errorOutput, tableOutput } from './build.js';
import { distributionOutputs } from './distribution-outputs.js';
import type { CellOutput, ChartOutput, TableCell, TableColumn } from './output.js';

export const PLOT_WIDTH = 688;
const GUTTER = 44;
const NAMES = 132;
const HEAT_ROW = 22;
const MOST_HEAT_ROWS = 24;
const MOST_PLOTS = 6;

/** One report to take values from: of all rows, or of one version. */
export interface MetricSource {
  readonly version: string | null;
  readonly report: Report;
  /** Columns that the cell asks for. */
  readonly columns: readonly string[] | null;
  readonly metrics: readonly string[];
}

interface Row {
  readonly source: MetricSource;
  readonly axis: TimeAxis;
  readonly series: Series;
  readonly result: Result;
}

/** A metric cell's table and charts. */
export function metricOutputs(cell: MetricCell, sources: readonly MetricSource[]): CellOutput[] {
  const rows: Row[] = [];
  for (const source of sources) {
    const axis = timeAxis(source.report, false);
    const wanted = seriesIn(source.report).filter((series) => isWanted(series, source, cell));
    for (const series of wanted) {
      const result = resultAt(series, cell.span, source.report);
      if (result === 'no-chunk') return [noChunk(cell.span, source.report)];
      if (result !== undefined) rows.push({ source, axis, series, result });
    }
  }
  if (rows.length === 0) return [nothing(cell)];
  const charts = chartsOf(cell, rows);
  // The title stands above the chart, where there is one.
  const titled = charts.some(({ kind }) => kind === 'chart') ? null : cell.title;
  return [metricTable(cell, rows, titled), ...charts];
}

function isWanted(series: Series, source: MetricSource, { segment }: MetricCell): boolean {
  if (!source.metrics.includes(series.metric)) return false;
  const bySegment =
    segment === null
      ? series.part === null
      : segment.includes('=')
        ? series.part === segment
        : series.part?.startsWith(`${segment}=`) === true;
  return (
    bySegment && (source.columns === null || series.column === null || source.columns.includes(series.column))
  );
}

/** The result of a series that a window means; the standing one where the window has no chunk of its own for it. */
export function resultAt(series: Series, span: Span, report: Report): Result | 'no-chunk' | undefined {
  if (span.kind === 'latest') return series.standing ?? series.byChunk.get(null);
  if (span.kind !== 'chunk') return series.byChunk.get(null) ?? series.standing ?? undefined;
  const chunk = report.chunks.find(
    ({ side, start, end }) =>
      side === 'current' && Date.parse(start ?? '') <= span.at && span.at < Date.parse(end ?? ''),
  );
  if (chunk === undefined) return 'no-chunk';
  return series.byChunk.get(chunk.name) ?? (series.byChunk.size === 1 ? series.byChunk.get(null) : undefined);
}

function noChunk(span: Span, report: Report): CellOutput {
  const day = span.kind === 'chunk' ? new Date(span.at).toISOString() : '';
  const { start, end } = report.windows.current;
  const period =
    start === null || end === null
      ? ''
      : ` The logs reach from ${formatDay(start, true)} to ${formatDay(end, true)}.`;
  return errorOutput('empty-window', `No chunk of the logs holds ${day.slice(0, 10)}.${period}`);
}

function nothing(cell: MetricCell): CellOutput {
  const of = cell.of === null ? '' : ` of ${cell.of.join(', ')}`;
  return errorOutput(
    'no-value',
    `${cell.metrics.join(', ')}${of} gave no result: no column of the log is fit for it, or the window has no chunk.`,
  );
}

function metricTable(cell: MetricCell, rows: readonly Row[], title: string | null): CellOutput {
  const versions = new Set(rows.map(({ source }) => source.version)).size > 1;
  const timed = rows.some(({ series }) => series.byChunk.size > 2);
  const columns: TableColumn[] = [
    { name: 'metric', kind: 'code' },
    ...(rows.some(({ series }) => series.column !== null) ? [{ name: 'of', kind: 'code' } as const] : []),
    ...(rows.some(({ series }) => series.part !== null) ? [{ name: 'segment', kind: 'text' } as const] : []),
    ...(versions ? [{ name: 'version', kind: 'text' } as const] : []),
    { name: 'value', kind: 'number' },
    { name: '95 % interval', kind: 'number' },
    { name: 'rows', kind: 'number' },
    { name: 'limit', kind: 'number' },
    { name: 'verdict', kind: 'verdict' },
    ...(timed ? [{ name: 'over time', kind: 'trend' } as const] : []),
  ];
  const lines = rows.map(({ source, axis, series, result }) => {
    const cells: Record<string, TableCell> = {
      ...resultCells(source.report, axis, series, result),
      segment: tableCell(series.part ?? ''),
      version: tableCell(source.version ?? 'all'),
    };
    return columns.map(({ name }) => cells[name] ?? tableCell(''));
  });
  return tableOutput(columns, lines, { title, shown: 24, note: noteOf(cell, rows) });
}

/** The cells of a result that every table of results shares. */
export function resultCells(
  report: Report,
  axis: TimeAxis,
  series: Series,
  result: Result,
): Record<string, TableCell> {
  const at = axis.chunks.findIndex((chunk) => chunk.name === result.chunk);
  const verdict = result.standing ? (result.standing_verdict ?? result.verdict) : result.verdict;
  const line = resultLine(report, result, at < 0 ? '' : verdictWords(series, axis, at));
  const interval = result.interval;
  return {
    metric: tableCell(result.metric),
    of: tableCell(series.column ?? ''),
    value: tableCell(line.value === '' ? '–' : line.value, result.value),
    '95 % interval': tableCell(line.interval, interval === null ? null : `${interval[0]} to ${interval[1]}`),
    rows: tableCell(formatCount(result.n_current), result.n_current),
    limit: tableCell(line.limit, line.limit === '' ? null : line.limit),
    verdict: { value: verdict, text: line.words === '' ? VERDICT_WORDS[verdict] : line.words },
    'over time': tableCell(
      '',
      axis.chunks.map((chunk) => series.byChunk.get(chunk.name)?.value ?? null),
    ),
    chunk: tableCell(result.chunk?.slice(0, 10) ?? 'whole window'),
  };
}

/** When and against what, once for all rows. */
function noteOf(cell: MetricCell, rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const { report } = first.source;
  const chunks = [...new Set(rows.map(({ result }) => result.chunk))];
  const [chunk] = chunks;
  const when =
    chunks.length > 1
      ? 'Each in its latest complete chunk.'
      : chunk === null || chunk === undefined
        ? `Over ${windowWords(report)}.`
        : `In ${chunkPhrase(report, chunk)}.`;
  const unlimited = rows.every(({ series }) => series.check?.startsWith('cell ') === true);
  return `${when}${unlimited ? ' The config does not check this: values only.' : ''}${cell.definition === 'tidemark' ? '' : ` As ${cell.definition} defines it.`}`;
}

function windowWords(report: Report): string {
  const { start, end } = report.windows.current;
  return start === null || end === null
    ? 'all rows'
    : `the whole window, ${formatDay(start)} to ${formatDay(end, true)}`;
}

function chartsOf(cell: MetricCell, rows: readonly Row[]): CellOutput[] {
  if (cell.chart === 'none') return [];
  if (cell.chart === 'distribution') {
    const columns = [...new Set(rows.flatMap(({ series }) => series.column ?? []))].slice(0, cell.top * 2);
    const [first] = rows;
    return first === undefined ? [] : distributionOutputs(first.source.report, columns);
  }
  const timed = rows.filter(({ axis, series }) => axis.kind !== 'window' && series.byChunk.size > 1);
  const [first] = timed;
  if (first === undefined) return [];
  const sameVersion = timed.every(({ source }) => source === first.source);
  const heat = cell.chart === 'heat' || (cell.chart === null && timed.length > 2);
  if (heat && sameVersion && timed.every(({ series }) => series.results[0]?.family === 'stability')) {
    const strips = cell.metrics.map((metric) =>
      heatOutput(
        metric,
        timed.filter(({ series }) => series.metric === metric),
      ),
    );
    return strips.filter((strip) => strip !== null);
  }
  const worst = [...timed].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_PLOTS);
  return timed.filter((row) => worst.includes(row)).map((row) => seriesOutput(cell, row, timed.length > 1));
}

function rank({ result }: Row): number {
  return VERDICTS.indexOf(result.standing_verdict ?? result.verdict);
}

/** One metric over the chunks. */
function seriesOutput(cell: MetricCell, { source, axis, series, result }: Row, many: boolean): ChartOutput {
  const bars =
    cell.chart === 'bars' || (cell.chart !== 'line' && metricById(series.metric)?.subject === 'column');
  const height = many ? 96 : 150;
  const { plot } = bars ? barRow(series, axis, height) : lineRow(series, axis, height);
  const of = series.column === null ? '' : ` of ${rowName(source.report, series.column).name}`;
  const version = source.version === null ? '' : `, ${source.version}`;
  const part = series.part === null ? '' : `, ${series.part.replace('=', ' ')}`;
  const at = axis.chunks.findIndex((chunk) => chunk.name === result.chunk);
  const words = at < 0 ? '' : verdictWords(series, axis, at);
  const finding =
    result.value === null
      ? result.explanation
      : `${valueWords(result)}${result.chunk === null ? '' : ` in ${chunkPhrase(source.report, result.chunk)}`}${words === '' || result.verdict === 'info' ? '' : `: ${words}`}`;
  const limits = limitsWords(result);
  const reading = bars
    ? 'Bars by verdict, lines: 95 % interval.'
    : 'Band: 95 % interval. Grey: reference. Hollow: not judged.';
  return chartOutput(
    drawnFor(plot, axis),
    cell.title !== null && !many
      ? cell.title
      : `${capitalise(abbreviationOf(series.metric))}${of}${part}${version}: ${finding}`,
    `${nameOf(series.metric)} by ${axis.unit}. ${reading}${limits === '' ? '' : ` Dotted: ${limits}.`}`,
  );
}

/** A plot with its time axis and the values under the pointer, at the width of a report. */
export function drawnFor(plot: Plot, axis: TimeAxis): Plot {
  const spec = withTimeAxis({ ...plot.spec, width: PLOT_WIDTH - GUTTER }, axis);
  const { head, rows } = plot.table;
  if (rows.length !== axis.chunks.length) return { ...plot, spec };
  const values = axis.chunks.map(({ x0, x1 }, i) => ({
    x0,
    x1,
    words: Object.fromEntries(head.map((name, k) => [name, rows[i]?.[k] ?? ''])),
  }));
  const areas: Json = {
    data: { values },
    mark: { type: 'rect', fill: 'transparent' },
    encoding: { x: xOf('x0'), x2: { field: 'x1' }, tooltip: { field: 'words' } },
  };
  return { ...plot, spec: { ...spec, layer: [...spec.layer, areas] } };
}

/** A metric of many columns over the chunks; null without any. */
export function heatOutput(
  metric: string,
  rows: readonly Pick<Row, 'source' | 'series'>[],
): ChartOutput | null {
  const [first] = rows;
  if (first === undefined) return null;
  const keep = new Set(rows.flatMap(({ series }) => series.results));
  const past = new Set(rows.flatMap(({ series }) => [...series.past.values()]));
  const report: Report = {
    ...first.source.report,
    results: first.source.report.results.filter((result) => keep.has(result)),
    reference_results: first.source.report.reference_results.filter((result) => past.has(result)),
  };
  return heatOf(report, metric);
}

/** The heat strip of the columns of a report. */
export function heatOf(report: Report, metric: string): ChartOutput | null {
  const axis = timeAxis(report, false);
  const section = stabilitySection(report, axis, seriesIn(report));
  if (section?.heat === null || section === null || axis.kind === 'window') return null;
  const shown = section.heat.rows.slice(0, MOST_HEAT_ROWS);
  const spec = heatStrip({
    rows: shown.map((row) => ({ ...row, name: drawnName(row), cells: [...row.past, ...row.cells] })),
    chunks: [...axis.past, ...axis.chunks],
    width: PLOT_WIDTH - NAMES,
    rowHeight: HEAT_ROW,
    left: NAMES,
    names: true,
  });
  const words = shown
    .filter(({ verdict }) => verdict === 'alert' || verdict === 'warn')
    .map(
      (row) =>
        `${drawnName(row)}: ${row.cells[axis.standing]?.value ?? ''}, ${row.cells[axis.standing]?.words ?? ''}`,
    );
  const more = section.heat.rows.length - shown.length;
  return chartOutput(
    {
      spec: withTimeAxis(spec, axis, true),
      alt: `${abbreviationOf(metric)} by ${axis.unit}. ${words.length === 0 ? 'All hold' : words.join('; ')}.`,
      table: {
        head: ['of', ...axis.chunks.map(({ tag }) => tag)],
        rows: section.heat.rows.map((row) => [drawnName(row), ...row.cells.map((one) => one.value)]),
      },
    },
    section.sentence,
    `${nameOf(metric)} by ${axis.unit}. Pale: under the warning limit. Outlined: warning. Solid: alert. Dashed: not judged.${shown.some(({ whole }) => whole) ? ' Whole: one value, of the whole window.' : ''}${more > 0 ? ` ${more} others, with smaller shifts, are in the table.` : ''}`,
  );
}
