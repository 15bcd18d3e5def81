import { metricById } from '../../metrics/registry.js';
import { intervalWords, unitOf, valueWords } from '../../report/dashboard/result-words.js';
import { seriesIn, type Series } from '../../report/dashboard/series-index.js';
import type { Report, Result } from '../../report/report.js';
import { formatCount, formatNumber, formatShare } from '../../report/words.js';
import { cell as tableCell, tableOutput, textOutput } from './build.js';
import type { CellOutput, TableCell, TableColumn } from './output.js';

/** The report of one version's rows. */
export interface VersionReport {
  readonly version: string;
  readonly report: Report;
}

/** The same metrics for each version side by side, each over all rows of its version. */
export function versionOutputs(versions: readonly VersionReport[]): CellOutput[] {
  const [first] = versions;
  if (first === undefined)
    return [textOutput('The logs name no version: set logs.columns.version in the config.')];
  if (versions.length === 1) {
    return [
      textOutput(`The current logs hold one version, ${first.version}: there is nothing to compare it with.`),
    ];
  }
  const last = versions.at(-1) ?? first;
  const known = versions.map(
    ({ report }) => new Map(seriesIn(report).map((series) => [keyOf(series), series])),
  );
  const rows = seriesIn(last.report)
    .filter((series) => isCompared(series))
    .map((series) => known.map((of) => windowResult(of.get(keyOf(series)))));
  const columns: TableColumn[] = [
    { name: 'metric', kind: 'code' },
    ...versions.flatMap(({ version }): TableColumn[] => [
      { name: version, kind: 'number' },
      { name: `${version}, 95 %`, kind: 'number' },
    ]),
    { name: 'difference', kind: 'number' },
    { name: 'intervals', kind: 'text' },
  ];
  const table = tableOutput(
    columns,
    rows.flatMap((results) => rowOf(results) ?? []),
    {
      note: `${last.version} less ${first.version}. Each version over its own rows (${versions.map(({ version, report }) => `${version}: ${formatCount(report.windows.current.rows)}`).join(', ')}), in its own time: a difference can come from the time as well as from the version, and no test is made of it.`,
    },
  );
  return [table];
}

function isCompared(series: Series): boolean {
  const family = series.results[0]?.family;
  return (
    series.column === null && series.part === null && (family === 'performance' || family === 'operations')
  );
}

function keyOf({ metric, column, part }: Series): string {
  return JSON.stringify([metric, column, part]);
}

function windowResult(series: Series | undefined): Result | null {
  return series?.byChunk.get(null) ?? series?.standing ?? null;
}

/** A row; null where no version has a value. */
function rowOf(results: readonly (Result | null)[]): TableCell[][] | null {
  const some = results.find((result) => result !== null && result.value !== null);
  if (some === undefined || some === null) return null;
  const first = results[0] ?? null;
  const last = results.at(-1) ?? null;
  const cells: TableCell[] = [tableCell(some.metric)];
  for (const result of results) {
    cells.push(
      result === null || result.value === null
        ? tableCell('–', null)
        : tableCell(valueWords(result), result.value),
      result === null ? tableCell('', null) : tableCell(intervalWords(result)),
    );
  }
  if (first === null || last === null || first.value === null || last.value === null) {
    return [[...cells, tableCell('–', null), tableCell('')]];
  }
  const difference = last.value - first.value;
  return [
    [
      ...cells,
      tableCell(differenceWords(difference, some.metric), difference),
      tableCell(overlapWords(first, last)),
    ],
  ];
}

function differenceWords(difference: number, metric: string): string {
  const size = Math.abs(difference);
  const unit = unitOf(metric);
  const words =
    unit === 'share'
      ? formatShare(size).replace('%', 'pt')
      : unit === 'rows'
        ? formatCount(size)
        : `${formatNumber(size)}${unit === 'ms' ? '\u00A0ms' : ''}`;
  return difference === 0 ? '0' : `${difference < 0 ? '\u2212' : '+'}${words}`;
}

/** Whether two intervals leave the order open, and if not, which way it goes. */
function overlapWords(first: Result, last: Result): string {
  const { worse } = metricById(last.metric) ?? { worse: 'either' as const };
  if (first.interval === null || last.interval === null) return 'no interval';
  if (first.interval[0] <= last.interval[1] && last.interval[0] <= first.interval[1])
    return 'overlap: cannot tell';
  if (worse === 'either') return 'apart';
  const higher = (last.value ?? 0) > (first.value ?? 0);
  return (worse === 'lower') === higher ? 'apart: better' : 'apart: worse';
}
