import type { ConfigPath } from '../config/document.js';
import { valueWords } from '../report/dashboard/result-words.js';
import { sparkline } from '../report/formats/sparkline.js';
import { VERDICTS, type Report, type Result, type Verdict } from '../report/report.js';
import {
  chunkTitle,
  chunkUnit,
  seriesOf,
  standingOf,
  streakOf,
  subjectOf,
  VERDICT_WORDS,
} from '../report/view.js';
import { plural } from '../report/words.js';
import { checkAt } from './meaning.js';

/** The standing results of one check in the last report, the worst first. */
export interface CheckResults {
  /** `stability[0]`. */
  readonly check: string;
  readonly metric: string;
  readonly verdict: Verdict;
  readonly results: readonly Result[];
}

/** What the last report says of the check at `path`; null where it has no such check with this metric. */
export function checkResults(
  report: Report | null,
  path: ConfigPath,
  metric: string | null,
): CheckResults | null {
  const place = checkAt(path);
  if (report === null || place === null) return null;
  const check = `${place.family}[${String(place.path[2])}]`;
  const results = standingOf(report, place.family).filter((result) => result.check === check);
  const [worst] = results;
  // Checks are named by their place: another metric there means that the config has changed since.
  if (worst === undefined || worst.metric !== metric) return null;
  return { check, metric, verdict: worst.standing_verdict ?? worst.verdict, results };
}

/** `alert · psi of origin 0.371 · 2 others shifted`; `holds · psi of 7 columns`; `holds · roc_auc 0.733`. */
export function checkLine({ metric, verdict, results }: CheckResults): string {
  const word = VERDICT_WORDS[verdict];
  const [worst] = results;
  if (worst === undefined) return word;
  const loud = verdict === 'alert' || verdict === 'warn' || verdict === 'error';
  if (!loud && results.length > 1) return `${word} · ${metric} of ${results.length} columns`;
  const value = valueWords(worst);
  const subject = `${metric}${subjectWords(worst)}${value === '' ? '' : ` ${value}`}`;
  const others = results.filter((one) => one !== worst && one.standing_verdict === verdict).length;
  return [word, subject, others > 0 ? `${plural(others, 'other')} too` : null]
    .filter((part) => part !== null)
    .join(' · ');
}

/** A column, segment or version as part of a sentence: ` of origin`. */
function subjectWords(result: Result): string {
  const name = subjectOf(result);
  return name === null ? '' : ` of ${name}`;
}

/** How one result came to where it is: its sparkline, and the same in words. */
export interface Course {
  /** `▁▁▂▇`; empty without chunks. */
  readonly spark: string;
  /** `from 0.012 in the week of 29 January to 0.371 in the week of 5 March, alert for 3 weeks`. */
  readonly words: string;
}

/** The course of a result over the chunks of the current window. */
export function courseOf(report: Report, result: Result): Course {
  const series = seriesOf(report, result).filter(({ value }) => value !== null);
  const [first] = series;
  const last = series.find(({ chunk }) => chunk === result.chunk) ?? series.at(-1);
  if (first === undefined || last === undefined || first === last) return { spark: '', words: '' };
  const at = (one: Result): string => `${valueWords(one)} in ${titleOf(report, one)}`;
  const streak = streakOf(report, result);
  const verdict = result.standing_verdict ?? result.verdict;
  const since =
    VERDICTS.indexOf(verdict) <= VERDICTS.indexOf('warn') && streak > 1
      ? `, ${VERDICT_WORDS[verdict]} for ${plural(streak, chunkUnit(report))}`
      : '';
  return { spark: sparkline(report, result), words: `from ${at(first)} to ${at(last)}${since}` };
}

function titleOf(report: Report, { chunk }: Result): string {
  const title = chunkTitle(report, chunk ?? '');
  return title.startsWith('week') ? `the ${title}` : title;
}
