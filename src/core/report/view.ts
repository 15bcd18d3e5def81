import { FAMILIES, type Family } from '../config/monitor.js';
import { groupBy } from '../profile/group-by.js';
import { remember } from '../profile/remember.js';
import { VERDICTS, type Report, type Result, type Verdict } from './report.js';
import { formatDay, formatMonth, plural } from './words.js';

type Series = Pick<Result, 'check' | 'metric' | 'subject'>;

/** Whether two results are of the same check, metric and subject. */
export function sameSeries(a: Series, b: Series): boolean {
  return (
    a.check === b.check &&
    a.metric === b.metric &&
    a.subject.column === b.subject.column &&
    a.subject.segment === b.subject.segment &&
    a.subject.version === b.subject.version
  );
}

/** What a result is of: `origin`, `origin, plan=pro`, `plan=pro`; null for all rows of the model. */
export function subjectOf({ subject: { column, segment, version } }: Pick<Result, 'subject'>): string | null {
  const parts = [column, segment, version].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** The results of a check and subject by chunk, in time order, the window row left out. */
export function seriesOf(report: Report, result: Result): readonly Result[] {
  return allSeries(report).get(seriesKey(result)) ?? [];
}

const allSeries = remember((report: Report): ReadonlyMap<string, readonly Result[]> => {
  const order = new Map(
    report.chunks.filter((chunk) => chunk.side === 'current').map((chunk, i) => [chunk.name, i]),
  );
  const series = groupBy(
    report.results.filter(({ chunk }) => chunk !== null),
    seriesKey,
  );
  const placeOf = ({ chunk }: Result): number => order.get(chunk ?? '') ?? 0;
  for (const results of series.values()) results.sort((a, b) => placeOf(a) - placeOf(b));
  return series;
});

/** The same for all results of one check, metric and subject, and for no others. */
export function seriesKey({ check, metric, subject: { column, segment, version } }: Series): string {
  return JSON.stringify([check, metric, column, segment, version]);
}

/** How many chunks in a row, ending with the standing one, are as bad as it or worse. */
export function streakOf(report: Report, result: Result): number {
  const series = seriesOf(report, result);
  const last = series.findIndex((other) => other.chunk === result.chunk);
  const rank = VERDICTS.indexOf(result.verdict);
  let streak = 0;
  for (let i = last; i >= 0; i--) {
    const other = series[i];
    if (other === undefined || VERDICTS.indexOf(other.verdict) > rank) break;
    streak++;
  }
  return streak;
}

/** Standing results of a family, the worst first, then by size of the value. */
export function standingOf(report: Report, family: Family): Result[] {
  return report.results
    .filter((result) => result.standing && result.family === family)
    .map((result, i) => ({ result, i }))
    .sort(
      (a, b) =>
        VERDICTS.indexOf(a.result.standing_verdict ?? 'info') -
          VERDICTS.indexOf(b.result.standing_verdict ?? 'info') || a.i - b.i,
    )
    .map(({ result }) => result);
}

/** The families that have standing results, in their order. */
export function familiesOf(report: Report): Family[] {
  return FAMILIES.filter((family) =>
    report.results.some((result) => result.standing && result.family === family),
  );
}

/** The heading of every surface: keep, update or cannot tell. */
export function decisionWords(report: Report): string {
  const { keep } = report.summary.decision;
  return keep === null ? 'Cannot judge this model' : keep ? 'Keep this model' : 'Update this model';
}

/** `2 alerts, 1 warning, 5 hold`. */
export function countWords(results: readonly Result[]): string {
  const count = (verdict: Verdict): number =>
    results.filter((result) => result.standing_verdict === verdict).length;
  const parts = [
    count('error') > 0 ? plural(count('error'), 'error') : null,
    count('alert') > 0 ? plural(count('alert'), 'alert') : null,
    count('warn') > 0 ? plural(count('warn'), 'warning') : null,
    count('pass') > 0 ? `${count('pass')} ${count('pass') === 1 ? 'holds' : 'hold'}` : null,
    count('unknown') > 0 ? `${count('unknown')} unknown` : null,
  ];
  const words = parts.filter((part) => part !== null).join(', ');
  return words === '' ? 'values only' : words;
}

/** The word for a verdict. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  error: 'error',
  alert: 'alert',
  warn: 'warning',
  unknown: 'cannot tell',
  pass: 'holds',
  info: 'value only',
};

/** Unit of a chunk for counting them: `week`, `day`; `chunk` where the length has no word. */
export function chunkUnit(report: Report): string {
  const [first] = report.chunks.filter((chunk) => chunk.side === 'current');
  if (first?.start === null || first?.start === undefined || first.end === null) return 'chunk';
  const hours = (Date.parse(first.end) - Date.parse(first.start)) / 3_600_000;
  if (hours === 1) return 'hour';
  if (hours === 24) return 'day';
  if (hours === 168) return 'week';
  return hours >= 28 * 24 && hours <= 31 * 24 ? 'month' : 'chunk';
}

/** A chunk in a few words: `week of 18 June`, `18 June`. */
export function chunkTitle(report: Report, name: string): string {
  const unit = chunkUnit(report);
  if (unit === 'week') return `week of ${formatDay(name)}`;
  if (unit === 'month') return formatMonth(name);
  if (unit === 'hour') return `${formatDay(name)}, ${name.slice(11, 16)}`;
  return Number.isNaN(Date.parse(name)) ? `chunk ${name}` : formatDay(name);
}

/** A chunk inside of a sentence: `the week of 18 June`, `18 June`. */
export function chunkPhrase(report: Report, name: string): string {
  const title = chunkTitle(report, name);
  return title.startsWith('week') ? `the ${title}` : title;
}

/** The standing chunk that most results share; null when the window row stands. */
export function standingChunk(report: Report): string | null {
  const complete = report.chunks.filter((chunk) => chunk.side === 'current' && chunk.complete);
  return complete.at(-1)?.name ?? null;
}
