import { nearest } from '../../config/words.js';
import { limitsWords, valueWords, intervalWords, nameOf } from '../../report/dashboard/result-words.js';
import { periodWords } from '../../report/dashboard/dashboard.js';
import { seriesIn } from '../../report/dashboard/series-index.js';
import type { Report } from '../../report/report.js';
import { decisionWords, chunkPhrase, VERDICT_WORDS } from '../../report/view.js';
import { formatCount, formatDay } from '../../report/words.js';
import type { InlineExpression } from '../inline.js';
import type { InlineOutput } from './output.js';
import { resultAt } from './metric-outputs.js';

/** A value in prose that could not be computed, and why. */
export function inlineError(message: string): InlineOutput {
  return { text: '', verdict: null, error: message, detail: '' };
}

/** A word about the whole report. */
export function wholeWord(
  word: Extract<InlineExpression, { kind: 'whole' }>['word'],
  report: Report,
): InlineOutput {
  const plain = (text: string, detail = ''): InlineOutput => ({ text, verdict: null, error: null, detail });
  const { current, reference } = report.windows;
  const period = (window: { start: string | null; end: string | null } | null): string =>
    window === null || window.start === null || window.end === null
      ? 'all rows'
      : periodWords(
          window.start,
          report.as_of !== null && report.as_of < window.end ? report.as_of : window.end,
        );
  switch (word) {
    case 'verdict':
      return { ...plain(VERDICT_WORDS[report.summary.verdict]), verdict: report.summary.verdict };
    case 'decision':
      return plain(decisionWords(report), report.summary.decision.because);
    case 'because':
      return plain(report.summary.decision.because);
    case 'model':
      return plain(report.model);
    case 'owner':
      return plain(report.owner ?? 'nobody named');
    case 'rows':
      return plain(formatCount(current.rows), 'rows of the current window');
    case 'period':
      return plain(period(current));
    case 'reference':
      return plain(reference === null ? 'no reference' : period(reference));
    case 'as_of':
      return plain(report.as_of === null ? 'no time' : formatDay(report.as_of, true));
  }
}

/** A metric's value, or what else is asked of it. */
export function inlineMetric(
  expression: Extract<InlineExpression, { kind: 'metric' }>,
  report: Report,
  columns: readonly string[] | null,
): InlineOutput {
  const { metric, of, facet, span, segment } = expression;
  const series = seriesIn(report).filter((one) => one.metric === metric && one.part === segment);
  const own = series.filter(
    (one) =>
      one.column === null || (of === null ? series.length === 1 : (columns ?? [of]).includes(one.column)),
  );
  const [one] = own;
  if (one === undefined) {
    const known = [...new Set(series.flatMap(({ column }) => column ?? []))];
    const close = of === null ? null : nearest(of, known);
    return inlineError(
      of === null && known.length > 1
        ? `${metric} has a value for each column: write which one, such as “${metric} of ${known[0] ?? ''}”.`
        : `There is no ${metric}${of === null ? '' : ` of ${of}`} here${close === null ? '' : `; did you mean ${close}`}.`,
    );
  }
  const result = resultAt(one, span ?? { kind: 'latest' }, report);
  if (result === 'no-chunk' || result === undefined)
    return inlineError('No chunk of the logs holds that day.');
  const verdict = result.standing ? (result.standing_verdict ?? result.verdict) : result.verdict;
  const when = result.chunk === null ? 'over the whole window' : `in ${chunkPhrase(report, result.chunk)}`;
  const detail = `${nameOf(metric)}${one.column === null ? '' : ` of ${one.column}`} ${when}, ${formatCount(result.n_current)} rows${result.interval === null ? '' : `, 95 % interval ${intervalWords(result)}`}`;
  if (facet === 'rows') return { text: formatCount(result.n_current), verdict: null, error: null, detail };
  if (facet === 'verdict') return { text: VERDICT_WORDS[verdict], verdict, error: null, detail };
  if (facet === 'explanation') return { text: result.explanation, verdict: null, error: null, detail };
  if (facet === 'limit')
    return { text: limitsWords(result) || 'no limit', verdict: null, error: null, detail };
  if (result.value === null) return inlineError(result.explanation);
  if (facet === 'interval') {
    return result.interval === null
      ? inlineError(`${nameOf(metric)} has no interval here.`)
      : { text: intervalWords(result), verdict: null, error: null, detail };
  }
  return { text: valueWords(result), verdict, error: null, detail };
}
