import { mainSeries } from '../dashboard/stability.js';
import { seriesId, seriesIn } from '../dashboard/series-index.js';
import { whereGroups } from '../dashboard/where.js';
import type { Report, Result } from '../report.js';

type Cell = string | number | boolean | null;

/** Values behind a chart, as the report has them: numbers in full, times in ISO 8601. */
export interface ChartData {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const RESULT = [
  'chunk', 'metric', 'column', 'segment', 'value', 'interval_low', 'interval_high', 'confidence', 'p_value', 'q_value',
  'n_reference', 'n_current', 'exact', 'verdict',
]; // prettier-ignore

/** The values behind the chart that an id of the page stands for (see `drawnChart`); null where there are none. */
export function chartData(report: Report, id: string): ChartData | null {
  const [kind = '', ...rest] = id.split('/');
  const name = rest.join('/');
  switch (kind) {
    case 'heat':
      return ofResults(mainSeries(report, seriesIn(report)).flatMap(({ results }) => results));
    case 'row':
      return rowData(report, name);
    case 'shares':
    case 'changes':
      return distributionData(report, name);
    case 'ecdf':
      return ecdfData(report, name);
    case 'where':
      return segmentData(report, Number(name));
    default:
      return null;
  }
}

function rowData(report: Report, id: string): ChartData | null {
  if (id === 'latency' || id === 'errors' || id === 'requests') {
    const head = [
      'start',
      'requests',
      'error_rate',
      'latency_p50_ms',
      'latency_p95_ms',
      'latency_p99_ms',
    ] as const;
    return { head, rows: report.operations.map((sample) => head.map((key) => sample[key])) };
  }
  if (id === 'labels') {
    const head = ['name', 'start', 'end', 'rows', 'labelled', 'complete', 'mature'] as const;
    const chunks = report.chunks.filter(({ side }) => side === 'current');
    return { head, rows: chunks.map((chunk) => head.map((key) => chunk[key])) };
  }
  if (id.startsWith('fan/')) return fanData(report, id.slice('fan/'.length));
  const drawn = seriesIn(report).find((one) => seriesId(one) === id);
  if (drawn === undefined) return null;
  const estimate = seriesIn(report).find(
    (one) => one.metric === `estimated_${drawn.metric}` && one.part === drawn.part,
  );
  return ofResults([...drawn.results, ...(estimate?.results ?? [])]);
}

function ofResults(results: readonly Result[]): ChartData | null {
  if (results.length === 0) return null;
  const rows = results.map((one) => [
    one.chunk, one.metric, one.subject.column, one.subject.segment, one.value, one.interval?.[0] ?? null,
    one.interval?.[1] ?? null, one.confidence, one.p_value, one.q_value, one.n_reference, one.n_current, one.exact,
    one.verdict,
  ]); // prettier-ignore
  return { head: RESULT, rows };
}

function distributionData(report: Report, column: string): ChartData | null {
  const own = report.distributions.filter((one) => one.column === column);
  if (own.length === 0) return null;
  const rows = own.flatMap(({ chunk, bins }) =>
    bins.map(({ label, low, high, reference, current, part }) => [
      chunk,
      label,
      low,
      high,
      reference,
      current,
      part,
    ]),
  );
  return { head: ['chunk', 'bin', 'low', 'high', 'reference_share', 'current_share', 'psi_part'], rows };
}

function fanData(report: Report, column: string): ChartData | null {
  const own = report.distributions.find((one) => one.column === column && one.over_time !== undefined);
  if (own?.over_time === undefined) return null;
  return {
    head: ['chunk', 'p10', 'p25', 'p50', 'p75', 'p90'],
    rows: own.over_time.map(({ chunk, quantiles }) => [
      chunk,
      ...(quantiles ?? [null, null, null, null, null]),
    ]),
  };
}

function ecdfData(report: Report, column: string): ChartData | null {
  const own = report.distributions.filter((one) => one.column === column && one.ecdf !== undefined);
  if (own.length === 0) return null;
  const rows = own.flatMap(({ chunk, ecdf }) =>
    (ecdf?.at ?? []).map((at, i) => [chunk, at, ecdf?.reference[i] ?? null, ecdf?.current[i] ?? null]),
  );
  return { head: ['chunk', 'up_to', 'reference_share', 'current_share'], rows };
}

/** All segments of the metric: the chart names only the worst. */
function segmentData(report: Report, index: number): ChartData | null {
  const group = whereGroups(report)[index];
  if (group === undefined) return null;
  const rows = group.map((one) => [
    one.subject.segment, one.metric, one.value, one.interval?.[0] ?? null, one.interval?.[1] ?? null, one.n_current,
  ]); // prettier-ignore
  return { head: ['segment', 'metric', 'value', 'interval_low', 'interval_high', 'n_current'], rows };
}

/** Values as CSV (RFC 4180): text in quotes, an absent value as nothing. */
export function csvOf({ head, rows }: ChartData): string {
  const cell = (value: Cell): string =>
    value === null ? '' : typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
