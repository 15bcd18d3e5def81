import { isBeyond } from '../../checks/limits.js';
import type { TimeAxis } from '../charts/axis.js';
import type { HeatClass } from '../charts/heat-strip.js';
import type { HeatCell, HeatRow, LedgerSection } from '../charts/ledger.js';
import { numbersOf } from '../charts/y-scale.js';
import { VERDICTS, type Report, type Result } from '../report.js';
import { VERDICT_WORDS } from '../view.js';
import { capitalise, formatList, plural, withMinus } from '../words.js';
import { abbreviationOf, intervalWords, resultLine, valueWords } from './result-words.js';
import { isWhole, resultAt, standingVerdict, verdictWords, type Series } from './series-index.js';

/** The series that speaks for each column: its PSI where it has one, else its first measure of stability. */
export function mainSeries(report: Report, series: readonly Series[]): Series[] {
  const own = new Map<string, Series>();
  for (const one of series) {
    if (one.column === null || one.part !== null || one.results[0]?.family !== 'stability') continue;
    const found = own.get(one.column);
    if (found === undefined || (found.metric !== 'psi' && one.metric === 'psi')) own.set(one.column, one);
  }
  const isFeature = (one: Series): number => (roleOf(report, one.column ?? '') === 'feature' ? 1 : 0);
  return [...own.values()].sort(
    (a, b) =>
      isFeature(a) - isFeature(b) ||
      VERDICTS.indexOf(standingVerdict(a)) - VERDICTS.indexOf(standingVerdict(b)) ||
      (b.standing?.value ?? 0) - (a.standing?.value ?? 0),
  );
}

/** What a column is to the model. */
function roleOf(report: Report, column: string): 'feature' | 'score' | 'prediction' {
  return report.distributions.find((one) => one.column === column)?.role ?? 'feature';
}

/** The name of a column's row: the score and the prediction are called what they are; of several scores each has its own. */
export function rowName(report: Report, column: string): { name: string; code: boolean } {
  const role = roleOf(report, column);
  const isOneOfMany =
    role === 'score' && report.distributions.some((one) => one.role === 'score' && one.column !== column);
  if (role === 'feature' || isOneOfMany) return { name: column, code: true };
  return { name: role === 'score' ? 'Prediction' : 'Predicted class', code: false };
}

/** Stability: the heat strip of every watched column; null when no check looks at stability. */
export function stabilitySection(
  report: Report,
  axis: TimeAxis,
  series: readonly Series[],
): LedgerSection | null {
  const main = mainSeries(report, series);
  const others = series.filter((one) => one.results[0]?.family === 'stability' && !main.includes(one));
  if (main.length === 0 && others.length === 0) return null;
  const metric = main.some((one) => one.metric === 'psi') ? 'psi' : (main[0]?.metric ?? 'psi');
  const severity = new Map(main.map((one) => [one.column, VERDICTS.indexOf(standingVerdict(one))]));
  const [limit] = numbersOf(main[0]?.standing?.threshold.warn ?? null);
  const past = report.windows.reference === null ? '' : ' against the reference';
  return {
    id: 'stability',
    title: 'Stability',
    sentence: sentenceOf(report, main),
    hint: `${abbreviationOf(metric)}${past}. Text in a cell: beyond the warning limit${limit === undefined ? '' : ` of ${limit}`}.`,
    heat:
      main.length === 0
        ? null
        : {
            metric: abbreviationOf(metric),
            rows: main.map((one): HeatRow => ({
              column: one.column ?? '',
              ...rowName(report, one.column ?? ''),
              metric: one.metric === metric ? null : one.metric,
              whole: axis.kind !== 'window' && isWhole(one),
              verdict: standingVerdict(one),
              effect: one.metric === metric ? effectOf(one) : { now: null, most: null },
              cells: axis.chunks.map((_, i) => cellOf(one, axis, i)),
              past: axis.past.map(({ name }) => pastCell(one.past.get(name))),
            })),
          },
    plots: [],
    // Another measure of a column is said only where it sees what the row does not.
    lines: others.flatMap((one) =>
      one.standing !== null &&
      isOdd(one.standing) &&
      VERDICTS.indexOf(standingVerdict(one)) < (severity.get(one.column) ?? VERDICTS.length)
        ? [resultLine(report, one.standing)]
        : [],
    ),
  };
}

/** What a drawn row is called: outside of the dashboard nothing else tells that it is of the whole window. */
export function drawnName({ name, whole }: HeatRow): string {
  return whole ? `${name} (whole)` : name;
}

function effectOf({ standing, results }: Series): HeatRow['effect'] {
  const values = results.flatMap(({ value, verdict }) =>
    value === null || verdict === 'unknown' ? [] : [value],
  );
  const most = values.reduce((largest, value) => Math.max(largest, value), -Infinity);
  return { now: standing?.value ?? null, most: values.length === 0 ? null : most };
}

/** Whether a standing result does not hold. */
export function isOdd(result: Result): boolean {
  return result.standing_verdict !== 'pass' && result.standing_verdict !== 'info';
}

/** One cell: its class by verdict, its value from the warning limit up. */
function cellOf(series: Series, axis: TimeAxis, index: number): HeatCell {
  const chunk = axis.chunks[index];
  const result = chunk === undefined ? undefined : resultAt(series, chunk.name);
  if (chunk === undefined || result === undefined) {
    return { cls: 'none', label: '', value: '', interval: '', verdict: null, words: '' };
  }
  const whole = axis.kind !== 'window' && isWhole(series);
  const cls = classOf(result, whole || chunk.complete);
  const loud = cls === 'warn' || cls === 'alert' || (cls === 'unknown' && result.value !== null);
  return {
    cls,
    // One value is one label, in the middle of what it is of.
    label:
      loud && result.value !== null && (!whole || index === Math.floor((axis.chunks.length - 1) / 2))
        ? cellLabel(result.value, result)
        : '',
    value: fourDecimals(valueWords(result)),
    interval: fourDecimals(intervalWords(result)),
    verdict: result.verdict,
    // The name of the row tells already what it is of.
    words: whole ? VERDICT_WORDS[result.verdict] : verdictWords(series, axis, index),
  };
}

/** A cell of the reference: grey, but it prints what a later chunk would print. */
function pastCell(result: Result | undefined): HeatRow['past'][number] {
  if (result === undefined || result.value === null) return { cls: 'none', label: '' };
  const limit = result.threshold.warn ?? result.threshold.alert;
  const beyond = limit !== null && isBeyond(result.value, limit);
  const some = limit !== null && 'above' in limit && result.value >= limit.above / 2;
  return { cls: some ? 'some' : 'quiet', label: beyond ? cellLabel(result.value, result) : '' };
}

/** A column of numbers has room for four decimals: `0.000056` is `0.0001` there. */
function fourDecimals(text: string): string {
  return text.replace(/\d+\.\d{5,}/g, (number) => {
    const rounded = Number(number).toFixed(4);
    return Number(rounded) === 0 ? '0' : rounded;
  });
}

function classOf(result: Result, complete: boolean): HeatClass {
  const { value, verdict, threshold } = result;
  if (verdict === 'alert' || verdict === 'error') return 'alert';
  if (verdict === 'warn') return 'warn';
  if (value === null) return 'unknown';
  const limit = threshold.warn ?? threshold.alert;
  if (limit === null) return 'quiet';
  if (isBeyond(value, limit) || (verdict === 'unknown' && complete)) return 'unknown';
  return 'above' in limit && value >= limit.above / 2 ? 'some' : 'quiet';
}

/** At most four characters, and never rounded across a limit: 0.248 under 0.25 is `.248`. */
export function cellLabel(value: number, result: Result): string {
  if (Math.abs(value) >= 10) return withMinus(value.toFixed(0));
  const text = value.toFixed(2);
  const limits = [...numbersOf(result.threshold.warn), ...numbersOf(result.threshold.alert)];
  const crosses = limits.some((limit) => Math.sign(Number(text) - limit) !== Math.sign(value - limit));
  return withMinus(crosses ? value.toFixed(3).replace(/^0/, '') : text);
}

function sentenceOf(report: Report, main: readonly Series[]): string {
  const names = (verdict: string): string[] =>
    main
      .filter((one) => standingVerdict(one) === verdict)
      .map((one) => rowName(report, one.column ?? '').name);
  const [alerts, warnings, errors, unknown] = [
    names('alert'),
    names('warn'),
    names('error'),
    names('unknown'),
  ];
  const parts = [
    alerts.length > 0 ? `${capitalise(formatList(alerts))} shifted` : null,
    warnings.length > 0
      ? `${alerts.length === 0 ? capitalise(formatList(warnings)) : formatList(warnings)} ${warnings.length === 1 ? 'is' : 'are'} beyond the warning limit`
      : null,
    errors.length > 0 ? `${plural(errors.length, 'column')} could not be compared` : null,
    unknown.length > 0 ? `cannot tell for ${formatList(unknown)}` : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) return `${capitalise(parts.join('; '))}.`;
  return main.length === 1
    ? `${capitalise(rowName(report, main[0]?.column ?? '').name)} holds.`
    : `All ${main.length} columns hold.`;
}
