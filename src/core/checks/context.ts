import type { MovedTogether, Result, SegmentValue } from '../report/report.js';
import { formatInterval, formatValue } from '../report/words.js';
import { metricById } from '../metrics/registry.js';
import { sameSeries } from '../report/view.js';
import { isSurelyWorse } from './limits.js';
import { movedWords } from './moved-together.js';

/** What else is known of a performance that fell: where it is worst, and what drifted with it. */
export function withContext(
  results: readonly Result[],
  segmentResults: readonly SegmentValue[],
  moved: readonly MovedTogether[],
): Result[] {
  const bySegment = valuesBySegment(results, segmentResults);
  return results.map((result) => {
    if (result.family !== 'performance' || !result.standing || result.subject.segment !== null) return result;
    const fell = result.standing_verdict === 'alert' || result.standing_verdict === 'warn';
    // Segments are told of over the window, and so is what they are compared with.
    const whole = results.find((one) => one.chunk === null && sameSeries(one, result)) ?? result;
    const more = [whereWords(whole, bySegment), fell ? movedWords(result.check, moved) : null].filter(
      (words) => words !== null,
    );
    return more.length === 0 ? result : { ...result, explanation: [result.explanation, ...more].join(' ') };
  });
}

/** Values over the window by segment, of checks that judge segments and of those that are shown by them. */
export function valuesBySegment(
  results: readonly Result[],
  segmentResults: readonly SegmentValue[],
): SegmentValue[] {
  const judged = results.filter(({ subject, chunk }) => subject.segment !== null && chunk === null);
  return [...segmentResults, ...judged].filter(({ value }) => value !== null);
}

/**
 * The segments that differ most from all rows to the worse: those whose whole interval is beyond the value of all rows.
 * Null where there are none.
 */
export function whereWords(result: Result, bySegment: readonly SegmentValue[]): string | null {
  const metric = metricById(result.metric);
  const { value } = result;
  if (value === null || metric === null) return null;
  const distance = (one: SegmentValue): number => Math.abs((one.value ?? value) - value);
  const found = bySegment
    .filter((one) => one.metric === result.metric && isSurelyWorse(one.interval, value, metric))
    .sort((a, b) => distance(b) - distance(a))
    // A segment may be shown and judged too, or judged by several checks.
    .filter((one, i, all) => all.findIndex(({ subject }) => subject.segment === one.subject.segment) === i);
  if (found.length === 0) return null;
  const { unit } = metric;
  const words = found.slice(0, 3).map((one) => {
    const interval = one.interval === null ? '' : ` ${formatInterval(one.interval, unit)}`;
    return `${one.subject.segment} (${formatValue(one.value ?? NaN, unit)}${interval})`;
  });
  const rest = found.length > 3 ? `, and ${found.length - 3} more` : '';
  return `Worst over the window where ${words.join(', ')}${rest}.`;
}
