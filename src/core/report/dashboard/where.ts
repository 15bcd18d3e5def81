import { valuesBySegment } from '../../checks/context.js';
import { isSurelyWorse } from '../../checks/limits.js';
import { metricById } from '../../metrics/registry.js';
import { forest } from '../charts/forest.js';
import type { WhereView } from '../charts/ledger.js';
import type { Report, SegmentValue } from '../report.js';
import { formatCount, formatInterval, formatList, formatValue, plural } from '../words.js';
import { nameOf } from './result-words.js';

/** Segments drawn by name, the worst first. */
const MOST_SEGMENTS = 12;
/** Metrics that are drawn: more would say the same again. */
const MOST_METRICS = 2;
const ROW_HEIGHT = 22;
const WIDTH = 420;

/** The values by segment of each performance metric that has a worse side, over the window: a group for each chart. */
export function whereGroups(report: Report): (readonly SegmentValue[])[] {
  const bySegment = valuesBySegment(report.results, report.segment_results ?? []).filter(
    ({ family, metric }) => family === 'performance' && metricById(metric)?.worse !== 'either',
  );
  const groups = new Map<string, Map<string, SegmentValue>>();
  for (const result of bySegment) {
    const column = (result.subject.segment ?? '').split('=')[0] ?? '';
    const key = JSON.stringify([result.metric, column]);
    const group = groups.get(key) ?? new Map<string, SegmentValue>();
    groups.set(key, group.set(result.subject.segment ?? '', result));
  }
  return [...groups.values()].slice(0, MOST_METRICS).map((group) => [...group.values()]);
}

/** Where performance is worst: the worst segments of each group, worst first. */
export function whereViews(report: Report): WhereView[] {
  return whereGroups(report).map((group) => whereView(report, group));
}

function whereView(report: Report, results: readonly SegmentValue[]): WhereView {
  const metric = results[0]?.metric ?? '';
  const { unit, worse } = metricById(metric) ?? { unit: 'none' as const, worse: 'higher' as const };
  const all = report.results.find(
    (one) => one.metric === metric && one.chunk === null && one.subject.segment === null,
  );
  const whole = all?.value ?? null;
  const sign = worse === 'lower' ? 1 : -1;
  const sorted = [...results].sort((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)));
  const isApart = ({ interval }: SegmentValue): boolean =>
    whole !== null && isSurelyWorse(interval, whole, { worse });
  const shown = sorted.slice(0, MOST_SEGMENTS);
  const apart = sorted.filter(isApart);
  const format = (value: number): string => formatValue(value, unit);
  const lines = shown.map((result) => ({
    segment: result.subject.segment ?? '',
    value: format(result.value ?? NaN),
    interval: result.interval === null ? '' : formatInterval(result.interval, unit),
    rows: formatCount(result.n_current),
    words: isApart(result) ? 'worse than all rows' : 'cannot be told from all rows, or better',
  }));
  const name = nameOf(metric);
  const worst = apart.slice(0, 3).map(({ subject, value }) => `${subject.segment} (${format(value ?? NaN)})`);
  const sentence =
    apart.length === 0
      ? `No segment is surely worse than all rows${whole === null ? '' : ` (${format(whole)})`}.`
      : `${plural(apart.length, 'segment')} of ${results.length} ${apart.length === 1 ? 'is' : 'are'} surely worse than all rows${whole === null ? '' : ` (${format(whole)})`}: ${apart.length > 3 ? `${worst.join(', ')} and ${plural(apart.length - 3, 'other')}` : formatList(worst, 3)}.`;
  return {
    title: `${name} by segment`,
    sentence,
    rest: sorted.length > shown.length ? `${sorted.length - shown.length} others are better` : null,
    lines,
    plot: {
      spec: forest(
        shown.map((result) => ({
          value: result.value ?? 0,
          interval: result.interval,
          apart: isApart(result),
        })),
        whole,
        format,
        WIDTH,
        ROW_HEIGHT,
      ),
      alt: `${name} by segment over the window. ${sentence}`,
      table: {
        head: ['segment', name, '95 % interval', 'rows', ''],
        rows: lines.map((line) => [line.segment, line.value, line.interval, line.rows, line.words]),
      },
    },
  };
}
