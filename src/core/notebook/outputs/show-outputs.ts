import { metricById } from '../../metrics/registry.js';
import { timeAxis } from '../../report/charts/axis.js';
import type { LedgerSection } from '../../report/charts/ledger.js';
import { dashboardView } from '../../report/dashboard/dashboard.js';
import { nameOf } from '../../report/dashboard/result-words.js';
import { seriesIn } from '../../report/dashboard/series-index.js';
import { featureViews } from '../../report/dashboard/features.js';
import { mainSeries } from '../../report/dashboard/stability.js';
import { VERDICTS, type Report, type Result } from '../../report/report.js';
import { chunkTitle, countWords, familiesOf, standingOf } from '../../report/view.js';
import { capitalise, formatCount, plural } from '../../report/words.js';
import type { MetricCell, ShowWord } from '../metric-cell.js';
import { cell as tableCell, chartOutput, tableOutput, textOutput } from './build.js';
import { featureOutputs } from './distribution-outputs.js';
import { drawnFor, heatOf, resultAt, resultCells } from './metric-outputs.js';
import type { CellOutput, LinesOutput, TableColumn } from './output.js';

const DIGITS = 16;

/** What a cell with `show:` gives, all but `versions`, which needs a report for each. */
export function showOutputs(
  show: Exclude<ShowWord, 'versions'>,
  cell: MetricCell,
  report: Report,
): CellOutput[] {
  switch (show) {
    case 'verdict':
      return [verdictOutput(report)];
    case 'checks':
      return checksOutputs(report, cell);
    case 'shifts':
      return shiftsOutputs(report, cell.top);
    case 'performance':
    case 'operations':
    case 'quality':
    case 'feedback':
      return familyOutputs(report, show);
    case 'questions':
      return [questionsOutput(report)];
    case 'problems':
      return [problemsOutput(report)];
    case 'definitions':
      return [definitionsOutput(report)];
    case 'provenance':
      return [provenanceOutput(report)];
  }
}

/** The decision with the families below it. */
export function verdictOutput(report: Report): CellOutput {
  const view = dashboardView(report, timeAxis(report, false));
  return {
    kind: 'verdict',
    verdict: view.verdict.verdict,
    heading: view.verdict.heading,
    sentence: view.verdict.sentence,
    families: view.families.map(({ title, verdict, because }) => ({ title, verdict, because })),
  };
}

/** Every check that stands, by family, the worst first, and why it does not hold. */
function checksOutputs(report: Report, cell: MetricCell): CellOutput[] {
  const axis = timeAxis(report, false);
  const families = familiesOf(report).filter((family) => cell.family === null || family === cell.family);
  const series = seriesIn(report);
  const rows = families.flatMap((family) =>
    standingOf(report, family).flatMap((standing) => {
      const own = series.find((one) => one.standing === standing);
      if (own === undefined) return [];
      const result = cell.span.kind === 'latest' ? standing : resultAt(own, cell.span, report);
      return result === undefined || result === 'no-chunk' ? [] : [{ own, result }];
    }),
  );
  if (rows.length === 0) return [textOutput('No check gave a result.')];
  const columns: TableColumn[] = [
    { name: 'metric', kind: 'code' },
    { name: 'of', kind: 'code' },
    { name: 'value', kind: 'number' },
    { name: '95 % interval', kind: 'number' },
    { name: 'rows', kind: 'number' },
    { name: 'limit', kind: 'number' },
    { name: 'verdict', kind: 'verdict' },
    { name: 'chunk', kind: 'time' },
  ];
  const table = tableOutput(
    columns,
    rows.map(({ own, result }) => {
      const cells = resultCells(report, axis, own, result);
      return columns.map(({ name }) => cells[name] ?? tableCell(''));
    }),
    { shown: 40, note: `${capitalise(countWords(rows.map(({ result }) => result)))}.` },
  );
  const odd = rows.filter(({ result }) => isOdd(result));
  return odd.length === 0 ? [table] : [table, linesOf(odd.map(({ result }) => result))];
}

function isOdd(result: Result): boolean {
  const verdict = result.standing_verdict ?? result.verdict;
  return verdict !== 'pass' && verdict !== 'info';
}

function linesOf(results: readonly Result[]): LinesOutput {
  return {
    kind: 'lines',
    lines: [...results]
      .sort((a, b) => rank(a) - rank(b))
      .map((result) => ({ verdict: result.standing_verdict ?? result.verdict, text: result.explanation })),
  };
}

function rank(result: Result): number {
  return VERDICTS.indexOf(result.standing_verdict ?? result.verdict);
}

/** The heat strip, and the columns that shifted most, each with its distributions. */
function shiftsOutputs(report: Report, top: number): CellOutput[] {
  const series = seriesIn(report);
  const axis = timeAxis(report, false);
  const main = mainSeries(report, series);
  if (main.length === 0) return [textOutput('No check of the config looks for shifts.')];
  const heat = heatOf(
    report,
    main.some(({ metric }) => metric === 'psi') ? 'psi' : (main[0]?.metric ?? 'psi'),
  );
  const view = dashboardView(report, axis);
  const loud = view.columns.filter(({ verdict }) => verdict === 'alert' || verdict === 'warn');
  const drawn = loud.slice(0, top).map(({ column }) => column);
  const sentence = view.sections.find(({ id }) => id === 'stability')?.sentence ?? '';
  return [
    ...(heat === null ? [textOutput(sentence)] : [heat]),
    ...featureViews(report, axis, series, drawn).flatMap(featureOutputs),
    ...(loud.length > top
      ? [
          textOutput(
            `${plural(loud.length - top, 'more column')} beyond a limit: raise \`top\` to see ${loud.length - top === 1 ? 'it' : 'them'}.`,
            true,
          ),
        ]
      : []),
  ];
}

/** A family over time, as the dashboard has it, with its sentence; what holds in quality and feedback is one sentence. */
function familyOutputs(
  report: Report,
  family: 'performance' | 'operations' | 'quality' | 'feedback',
): CellOutput[] {
  const axis = timeAxis(report, false);
  const section = dashboardView(report, axis).sections.find(({ id }) => id === family);
  const results = standingOf(report, family);
  if (section === undefined) {
    return [
      textOutput(
        results.length === 0
          ? `No check of the config looks at ${family}.`
          : `${capitalise(countWords(results))}: nothing in ${family} is beyond a limit.`,
      ),
    ];
  }
  return [
    textOutput(`${section.sentence} ${countWords(results)}.`.replace(/^(.*?)\.? (\d)/, '$1. $2')),
    ...section.plots.map((row) => {
      const reading = row.readings[axis.standing];
      const values = (reading?.values ?? []).map(({ name, value, detail }) =>
        [name, value, detail].filter((part) => part !== '').join(' '),
      );
      const when = axis.chunks[axis.standing]?.title ?? '';
      const words =
        values.length === 0
          ? ''
          : `: ${values.slice(0, 3).join(', ')}${when === '' || values.some((value) => value.includes(when)) ? '' : ` (${when})`}`;
      return chartOutput(
        drawnFor(row.plot, axis),
        `${row.name}${words}`,
        [row.note, section.hint].filter((part) => part !== '').join('. '),
      );
    }),
    ...explained(section),
  ];
}

function explained({ lines }: LedgerSection): CellOutput[] {
  if (lines.length === 0) return [];
  return [
    { kind: 'lines', lines: lines.map(({ verdict, explanation }) => ({ verdict, text: explanation })) },
  ];
}

/** What the results leave open. */
function questionsOutput(report: Report): CellOutput {
  const open = report.results.filter(
    ({ standing, standing_verdict: verdict }) => standing && (verdict === 'unknown' || verdict === 'error'),
  );
  const chunks = report.chunks.filter(({ side }) => side === 'current');
  const lines = [
    ...linesOf(open).lines,
    ...chunks
      .filter(({ complete }) => !complete)
      .map((chunk) => ({
        verdict: 'unknown' as const,
        text: `The ${chunkTitle(report, chunk.name)} is not over: its ${formatCount(chunk.rows)} rows are not judged.`,
      })),
    ...waiting(report),
    ...report.problems
      .filter(({ severity }) => severity !== 'info')
      .map(({ severity, message }) => ({
        verdict: severity === 'error' ? ('error' as const) : ('warn' as const),
        text: message,
      })),
  ];
  return lines.length === 0
    ? textOutput('The results leave nothing open: every check could be judged, and all labels are mature.')
    : { kind: 'lines', lines };
}

function waiting(report: Report): LinesOutput['lines'] {
  const late = report.chunks.filter((chunk) => chunk.side === 'current' && chunk.complete && !chunk.mature);
  const [first] = late;
  if (first === undefined) return [];
  const which =
    late.length === 1
      ? `the ${chunkTitle(report, first.name)}`
      : `${plural(late.length, 'chunk')} from the ${chunkTitle(report, first.name)} on`;
  return [
    {
      verdict: 'unknown',
      text: `The labels of ${which} have not had their time to arrive: performance there is not judged.`,
    },
  ];
}

function problemsOutput(report: Report): CellOutput {
  if (report.problems.length === 0) return textOutput('Nothing odd was found in the logs.');
  return {
    kind: 'lines',
    lines: report.problems.map(({ severity, message, path, line }) => ({
      verdict:
        severity === 'error'
          ? ('error' as const)
          : severity === 'warning'
            ? ('warn' as const)
            : ('info' as const),
      text: `${path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `}${message}`,
    })),
  };
}

function definitionsOutput(report: Report): CellOutput {
  const found = new Map(report.results.map((result) => [result.metric, result.definition]));
  return tableOutput(
    [
      { name: 'metric', kind: 'code' },
      { name: 'name', kind: 'text' },
      { name: 'definition', kind: 'text' },
      { name: 'interval', kind: 'text' },
    ],
    [...found].map(([metric, definition]) => [
      tableCell(metric),
      tableCell(nameOf(metric)),
      tableCell(definition),
      tableCell(metricById(metric)?.interval ?? ''),
    ]),
    { shown: 60 },
  );
}

function provenanceOutput(report: Report): CellOutput {
  const { provenance: from, windows } = report;
  const period = (window: { start: string | null; end: string | null; rows: number }): string =>
    `${window.start === null || window.end === null ? '' : `${window.start} to ${window.end}, `}${formatCount(window.rows)} rows`;
  const inputs = (['reference', 'current', 'labels'] as const).flatMap((role) => {
    const files = from.inputs.filter((input) => input.role === role);
    if (files.length === 0) return [];
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const names =
      files.length === 1 ? (files[0]?.path ?? '') : `${files[0]?.path ?? ''} … ${files.at(-1)?.path ?? ''}`;
    const prints = files.map((file) => file.fingerprint.slice(0, 8)).join(' ');
    return [
      [
        `${role} files`,
        `${plural(files.length, 'file')}, ${formatCount(rows)} rows: ${names}; ${prints.length > 80 ? `${prints.slice(0, 71)} …` : prints}`,
      ],
    ];
  });
  const rows = [
    ['config', `${from.config}, sha256 ${from.config_sha256.slice(0, DIGITS)}`],
    ['current window', `${period(windows.current)}${report.as_of === null ? '' : `, as of ${report.as_of}`}`],
    ['reference', windows.reference === null ? 'none' : period(windows.reference)],
    ...inputs,
    [
      'engine',
      `${from.engine}, ${from.exact ? 'exact' : 'sketches (within the bounds of the definitions)'}, Tidemark ${report.tidemark}`,
    ],
  ];
  return tableOutput(
    [
      { name: 'what', kind: 'text' },
      { name: 'from', kind: 'text' },
    ],
    rows.map((row) => row.map((text) => tableCell(text))),
    { note: 'The same inputs and config give the same report.' },
  );
}
