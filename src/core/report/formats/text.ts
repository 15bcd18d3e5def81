import { limitShort } from '../../checks/explain.js';
import { limitNumber } from '../../checks/limits.js';
import { metricById } from '../../metrics/registry.js';
import { limitOf } from '../dashboard/result-words.js';
import type { Report, Result, Verdict } from '../report.js';
import {
  chunkTitle,
  chunkUnit,
  countWords,
  decisionWords,
  familiesOf,
  standingChunk,
  standingOf,
  streakOf,
  subjectOf,
} from '../view.js';
import { SPARK_CELLS, sparkline } from './sparkline.js';
import { capitalise, formatBesideLimit, formatCount, formatDay, formatInterval, plural } from '../words.js';

/** How the terminal wants its text. */
export interface TextOptions {
  readonly colour: boolean;
  /** Whether the terminal can show ✗ and ▁▂▃. */
  readonly unicode: boolean;
  /** Columns; the text fits 100 at most. */
  readonly width: number;
  /** Every standing result on a line of its own, and what is only a word. */
  readonly all: boolean;
  /** Wall-clock seconds of the run; null where it is not to be said. */
  readonly seconds: number | null;
  readonly exit: { readonly code: number; readonly because: string };
}

const SIGNS: Record<Verdict, [string, string]> = {
  error: ['✗', 'x'],
  alert: ['✗', 'x'],
  warn: ['!', '!'],
  unknown: ['?', '?'],
  pass: ['✓', '+'],
  info: ['·', '.'],
};

const WORDS_WIDTH = 96;

/** The report as text for a terminal: verdict, why, one table over all families, what to do next. */
export function formatText(report: Report, options: TextOptions): string {
  const paint = painter(options.colour);
  const width = Math.min(100, options.width);
  const lines: string[] = [];
  lines.push('', ...headline(report, options, width, paint), '');
  for (const line of wrap(report.summary.decision.because, Math.min(WORDS_WIDTH, width) - 2))
    lines.push(`  ${line}`);
  lines.push('', ...table(report, options, width, paint));
  const problems = report.problems.filter(({ severity }) => options.all || severity !== 'info');
  if (problems.length > 0) {
    lines.push('');
    for (const problem of problems.slice(0, 8)) {
      const { severity } = problem;
      const sign = signOf(severity === 'warning' ? 'warn' : severity, options);
      const colour = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.muted;
      const place =
        problem.path === null ? '' : `${problem.path}${problem.line === null ? '' : `:${problem.line}`}: `;
      const [first = '', ...rest] = wrap(`${place}${problem.message}`, Math.min(WORDS_WIDTH, width) - 4);
      lines.push(`  ${colour(sign)} ${first}`, ...rest.map((line) => `    ${line}`));
    }
    if (problems.length > 8) lines.push(`    ${problems.length - 8} more`);
  }
  lines.push('', ...next(report, width, paint));
  lines.push(
    '',
    counts(report, options, paint),
    paint.muted(`exit ${options.exit.code}: ${options.exit.because}`),
    '',
  );
  return ascii(lines.map((line) => line.trimEnd()).join('\n'), options);
}

function headline(report: Report, options: TextOptions, width: number, paint: Painter): string[] {
  const { keep } = report.summary.decision;
  const verdict: Verdict = keep === null ? 'unknown' : keep ? 'pass' : 'alert';
  const word = decisionWords(report).split(' ')[0]?.toUpperCase() ?? '';
  const version = report.versions.at(-1)?.version;
  const chunk = standingChunk(report);
  const rows =
    report.chunks.find((one) => one.side === 'current' && one.name === chunk)?.rows ??
    report.windows.current.rows;
  const what = chunk === null ? 'the whole window' : withYear(chunkTitle(report, chunk), chunk);
  const { reference } = report.windows;
  const against = reference === null ? '' : `against the reference (${plural(reference.rows, 'row')})`;
  const name = `${word === 'CANNOT' ? 'CANNOT JUDGE' : word} ${report.model}`;
  const rest = `${version === undefined ? '' : `${version}, `}${what} (${plural(rows, 'row')})`;
  const first = `${paintVerdict(verdict, signOf(verdict, options), paint)} ${paint.bold(name)}  ${rest}`;
  const fits = 4 + name.length + rest.length + 1 + against.length <= width;
  return fits ? [`${first} ${against}`] : [first, `  ${against}`];
}

function table(report: Report, options: TextOptions, width: number, paint: Painter): string[] {
  const span = spanWords(report);
  const layout = layoutOf(report, options, width);
  const head = [
    ' '.repeat(layout.name),
    'value'.padStart(VALUE_WIDTH),
    layout.interval > 0 ? `  ${'95 % interval'.padEnd(layout.interval)}` : '  ',
    'limit'.padEnd(layout.limit),
    layout.spark > 0 ? ` ${span.slice(0, layout.spark).padEnd(layout.spark)}` : '',
    ' note',
  ].join('');
  const lines = [paint.muted(head)];
  for (const family of familiesOf(report)) {
    const results = standingOf(report, family);
    lines.push(`${paint.bold(capitalise(family))} ${paint.muted(countWords(results))}`);
    const quiet = (result: Result): boolean =>
      !options.all &&
      (family === 'quality' || family === 'stability' || result.subject.segment !== null) &&
      (result.standing_verdict === 'pass' || result.standing_verdict === 'info');
    const severalMetrics = hasSeveralMetrics(results);
    for (const result of results.filter((one) => !quiet(one))) {
      lines.push(...row(report, result, severalMetrics, layout, options, paint));
    }
    const holding = results.filter((result) => quiet(result) && result.standing_verdict === 'pass');
    if (holding.length > 0) {
      const names = holdingNames(holding);
      const words = wrap(
        `${names.join(', ')} ${holding.length === 1 ? 'holds' : 'hold'} (--all shows them)`,
        width - 6,
      );
      lines.push(...words.map((line) => paint.muted(`    ${line}`)));
    }
  }
  return lines;
}

/** The columns or metrics that hold; segments are counted, since there may be many. */
function holdingNames(holding: readonly Result[]): string[] {
  const whole = holding.filter(({ subject }) => subject.segment === null);
  const counts = new Map<string, number>();
  for (const { metric, subject } of holding) {
    if (subject.segment === null) continue;
    const name = [metric, subject.column].filter((part) => part !== null).join(' ');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [
    ...new Set(whole.map((result) => result.subject.column ?? result.metric)),
    ...[...counts].map(([name, count]) => `${name} in ${plural(count, 'segment')}`),
  ];
}

/** Widths of the columns; 0 = left out. */
interface Layout {
  readonly name: number;
  readonly interval: number;
  readonly limit: number;
  readonly spark: number;
}

const VALUE_WIDTH = 8;
/** At least: two limits take more. */
const LIMIT_WIDTH = 9;
const NOTE_WIDTH = 13;
const INTERVAL_WIDTH = 16;

/** A chunk's title with its year, where it is a date without one. */
function withYear(title: string, chunk: string): string {
  const year = chunk.slice(0, 4);
  return /^\d{4}-/.test(chunk) && !title.includes(year) ? `${title} ${year}` : title;
}

/** Fits the table to the width: the interval goes first, then the sparkline; names get what they need. */
function layoutOf(report: Report, options: TextOptions, width: number): Layout {
  const names = familiesOf(report).flatMap((family) => {
    const results = standingOf(report, family);
    const severalMetrics = hasSeveralMetrics(results);
    return results.map((result) => nameOf(result, severalMetrics).length);
  });
  const name = Math.min(32, Math.max(20, ...names) + 5);
  const interval = width >= 100 ? INTERVAL_WIDTH : 0;
  const limits = familiesOf(report).flatMap((family) => standingOf(report, family).map(limitText));
  const limit = Math.max(LIMIT_WIDTH, ...limits.map(({ length }) => length));
  const left = width - name - VALUE_WIDTH - 2 - interval - limit - NOTE_WIDTH - 1;
  return { name, interval, limit, spark: options.unicode && left >= 8 ? Math.min(SPARK_CELLS, left) : 0 };
}

function limitText(result: Result): string {
  const limit = limitOf(result);
  return limit === null ? '' : limitShort(limit, { unit: metricById(result.metric)?.unit ?? 'none' });
}

function hasSeveralMetrics(results: readonly Result[]): boolean {
  return new Set(results.map((result) => result.metric)).size > 1;
}

function nameOf(result: Result, severalMetrics: boolean): string {
  const subject = subjectOf(result);
  if (subject === null) return result.metric;
  return severalMetrics || result.subject.column === null ? `${result.metric} ${subject}` : subject;
}

function row(
  report: Report,
  result: Result,
  severalMetrics: boolean,
  layout: Layout,
  options: TextOptions,
  paint: Painter,
): string[] {
  const verdict = result.standing_verdict ?? result.verdict;
  const unit = metricById(result.metric)?.unit ?? 'none';
  const name = nameOf(result, severalMetrics);
  const limit = limitOf(result);
  const value =
    result.value === null
      ? ''
      : formatBesideLimit(result.value, limit === null ? null : limitNumber(limit, result.value), unit);
  const interval = result.interval === null ? '' : formatInterval(result.interval, unit);
  const loud = verdict === 'alert' || verdict === 'error' || verdict === 'warn';
  const spark =
    layout.spark > 0
      ? ` ${paintVerdict(loud ? verdict : 'info', sparkline(report, result, layout.spark).padEnd(layout.spark), paint)}`
      : '';
  const streak = streakOf(report, result);
  const unitWord = chunkUnit(report);
  const note =
    result.value === null
      ? ''
      : loud && streak > 1
        ? `for ${plural(streak, unitWord)}`
        : result.chunk === null && report.windows.current.chunks > 0
          ? 'whole window'
          : '';
  const line = [
    `  ${paintVerdict(verdict, signOf(verdict, options), paint)} `,
    (name.length > layout.name - 4 ? `${name.slice(0, layout.name - 6)}… ` : name).padEnd(layout.name - 4),
    paintBold(loud, value.padStart(VALUE_WIDTH), paint),
    layout.interval > 0 ? paint.muted(`  ${interval.padEnd(layout.interval)}`) : '  ',
    limitText(result).padEnd(layout.limit),
    spark,
    note === '' ? '' : ` ${note}`,
  ].join('');
  const because =
    verdict === 'error' || verdict === 'unknown' || (result.value === null && loud) || isOwn(result)
      ? wrap(result.explanation, Math.min(WORDS_WIDTH, options.width) - 6).map((text) =>
          paint.muted(`      ${text}`),
        )
      : [];
  return [line, ...because];
}

function isOwn(result: Result): boolean {
  return (
    metricById(result.metric)?.judged === 'own' &&
    (result.standing_verdict === 'alert' || result.standing_verdict === 'error')
  );
}

function spanWords(report: Report): string {
  const chunks = report.chunks.filter((chunk) => chunk.side === 'current' && chunk.start !== null);
  const [first, last] = [chunks[0]?.start, chunks.at(-1)?.start];
  if (first === undefined || first === null || last === undefined || last === null) return '';
  const short = (iso: string): string => formatDay(iso).replace(/^(\d+ \w{3})\w*$/, '$1');
  return `${short(first)} to ${short(last)}`;
}

function next(report: Report, width: number, paint: Painter): string[] {
  const worst = report.results.find(
    (result) =>
      result.standing &&
      (result.standing_verdict === 'error' || result.standing_verdict === 'alert') &&
      result.check !== null,
  );
  const check = report.checks.find((one) => one.check === worst?.check);
  if (check === undefined || worst === undefined) return [];
  const subject = subjectOf(worst);
  const steps = [
    ['tidemark check --format html --output report.html', 'the charts behind it'],
    [
      `${report.provenance.config}:${check.line}:${check.column}`,
      `${worst.metric}${subject === null ? '' : ` of ${subject}`} ${worst.standing_verdict === 'error' ? 'failed' : 'alerted'}`,
    ],
  ] as const;
  const commands = Math.max(...steps.map(([command]) => command.length));
  const roomForWords = 8 + commands + 3 + Math.max(...steps.map(([, words]) => words.length)) <= width;
  return steps.map(
    ([command, words], i) =>
      `  ${i === 0 ? paint.bold('Next') : '    '}  ${roomForWords ? `${command.padEnd(commands)}   ${paint.muted(words)}` : command}`,
  );
}

function counts(report: Report, options: TextOptions, paint: Painter): string {
  const { summary, provenance, windows } = report;
  const rows = windows.current.rows + (windows.reference?.rows ?? 0);
  const parts = [
    summary.error > 0 ? paint.red(plural(summary.error, 'error')) : null,
    paintIf(summary.alert > 0, plural(summary.alert, 'alert'), paint.red),
    paintIf(summary.warn > 0, plural(summary.warn, 'warning'), paint.yellow),
    `${summary.pass} hold`,
    `${summary.unknown} unknown`,
  ].filter((part) => part !== null);
  const time = options.seconds === null ? '' : ` in ${options.seconds.toFixed(1)} s`;
  return `${parts.join(', ')}; ${formatCount(rows)} rows${time}, ${provenance.exact ? 'exact' : 'sketches (see the report for bounds)'}${provenance.engine === 'arquero' ? ', read by the built-in engine' : ''}`;
}

function signOf(verdict: Verdict, options: TextOptions): string {
  return SIGNS[verdict][options.unicode ? 0 : 1];
}

interface Painter {
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  muted(text: string): string;
  bold(text: string): string;
}

function painter(colour: boolean): Painter {
  const wrapIn = (open: number, close: number) => (text: string) =>
    colour ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    red: wrapIn(31, 39),
    yellow: wrapIn(33, 39),
    green: wrapIn(32, 39),
    muted: wrapIn(90, 39),
    bold: wrapIn(1, 22),
  };
}

function paintVerdict(verdict: Verdict, text: string, paint: Painter): string {
  if (verdict === 'alert' || verdict === 'error') return paint.red(text);
  if (verdict === 'warn') return paint.yellow(text);
  return verdict === 'pass' ? paint.green(text) : paint.muted(text);
}

function paintBold(bold: boolean, text: string, paint: Painter): string {
  return bold ? paint.bold(text) : text;
}

function paintIf(condition: boolean, text: string, colour: (text: string) => string): string {
  return condition ? colour(text) : text;
}

/** Lines of at most `width` characters, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Terminals without UTF-8 get plain signs. */
function ascii(text: string, options: TextOptions): string {
  if (options.unicode) return text;
  return text
    .replace(/[\u202F\u00A0]/g, ' ')
    .replace(/\u2212/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/\u2026/g, '...')
    .replace(/[^ -~\n]/g, (character) => (character === '\u001b' ? character : '?'));
}
