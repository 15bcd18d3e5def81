import { FAMILIES, type Family } from '../../config/monitor.js';
import { isSurelyWorse } from '../../checks/limits.js';
import { metricById } from '../../metrics/registry.js';
import { timeAxis, type TimeAxis } from '../charts/axis.js';
import type { LedgerSection, PlotRow, ResultLine, SegmentView } from '../charts/ledger.js';
import type { Report, Result, SegmentValue } from '../report.js';
import { countWords, sameSeries } from '../view.js';
import { capitalise, formatCount, formatInterval, formatList, formatValue, plural } from '../words.js';
import { barRow, lineRow } from './metric-rows.js';
import { nameOf, resultLine, unitOf } from './result-words.js';
import { seriesIn, type Series } from './series-index.js';

const HEIGHT = 72;

/** The segments that the report has values of, in its order: `origin=LAX`. */
export function segmentNames(report: Report): string[] {
  const all = [...(report.segment_results ?? []), ...report.results];
  return [...new Set(all.flatMap(({ subject }) => subject.segment ?? []))];
}

/** A segment as one chooses it: its rows, and how the model does there. */
export function segmentChoices(report: Report): { readonly segment: string; readonly words: string }[] {
  return segmentNames(report).map((segment) => {
    const values = valuesOf(report, segment);
    const performance = values.find(({ family, value }) => family === 'performance' && value !== null);
    const rows = plural(rowsOf(values), 'row');
    return {
      segment,
      words:
        performance === undefined ? rows : `${nameOf(performance.metric)} ${words(performance)}, ${rows}`,
    };
  });
}

/** All that the report holds of one segment; null where it holds nothing of it. */
export function segmentView(report: Report, segment: string): SegmentView | null {
  const axis = timeAxis(report);
  const own = { ...report, results: report.results.filter((one) => one.subject.segment === segment) };
  const series = seriesIn({ ...own, reference_results: [] });
  const shown = (report.segment_results ?? []).filter((one) => one.subject.segment === segment);
  if (series.length === 0 && shown.length === 0) return null;
  const all = formatCount(report.windows.current.rows);
  return {
    segment,
    sentence: `${formatCount(rowsOf([...shown, ...own.results]))} of ${all} rows. The verdict above is about all rows.`,
    sections: FAMILIES.flatMap((family) => sectionOf(family, report, axis, series, shown) ?? []),
    missing: missingWords(report, series, shown),
  };
}

function sectionOf(
  family: Family,
  report: Report,
  axis: TimeAxis,
  all: readonly Series[],
  values: readonly SegmentValue[],
): LedgerSection | null {
  const series = all.filter((one) => one.results[0]?.family === family);
  const shown = values.filter((one) => one.family === family);
  if (series.length === 0 && shown.length === 0) return null;
  const standing = series.flatMap((one) => one.standing ?? []);
  const timed = axis.kind !== 'window';
  const sentence = [
    standing.length === 0 ? null : `Judged by segment: ${countWords(standing)}.`,
    shown.length === 0 ? null : `${capitalise(plural(shown.length, 'value'))} over the window, not judged.`,
  ];
  return {
    id: family,
    title: capitalise(family),
    sentence: sentence.filter((part) => part !== null).join(' '),
    hint: '',
    heat: null,
    plots: timed ? series.map((one) => plotOf(one, axis)) : [],
    lines: [
      ...(timed ? [] : standing.map((one) => resultLine(report, one))),
      ...shown.map((one) => valueLine(report, one)),
    ],
  };
}

/** A check that says itself by which segments it is judged, over time. */
function plotOf(series: Series, axis: TimeAxis): PlotRow {
  const name = `${nameOf(series.metric)}${series.column === null ? '' : ` of ${series.column}`}`;
  const { alert, warn } = series.results[0]?.threshold ?? { alert: null, warn: null };
  const limit = alert ?? warn;
  // Where less is worse a bar that reaches the limit would look like harm.
  return limit === null || 'below' in limit
    ? { ...lineRow(series, axis, HEIGHT), name }
    : barRow(series, axis, HEIGHT, name);
}

/** A value over the window, beside that of all rows. */
function valueLine(report: Report, value: SegmentValue): ResultLine {
  const { metric, subject, family } = value;
  const whole = wholeOf(report, value);
  const rows = [
    plural(value.n_current, 'row'),
    value.n_reference === null ? null : `against ${formatCount(value.n_reference)}`,
  ];
  const all = whole === null || whole.value === null ? '' : ` All rows: ${words(whole)}.`;
  const worse = metricById(metric)?.worse ?? 'either';
  const surely =
    family === 'performance' &&
    typeof whole?.value === 'number' &&
    isSurelyWorse(value.interval, whole.value, { worse });
  return {
    metric,
    name: nameOf(metric),
    column: subject.column,
    segment: null,
    value: value.value === null ? '' : formatValue(value.value, unitOf(metric)),
    interval: value.interval === null ? '' : formatInterval(value.interval, unitOf(metric)),
    limit: '',
    verdict: value.value === null ? 'unknown' : 'info',
    words: value.value === null ? 'no value on these rows' : 'not judged',
    explanation: `${capitalise(rows.filter((part) => part !== null).join(' '))}.${all}${surely ? ' Surely worse here: the whole interval is beyond that.' : ''}`,
    rows: value.n_current,
    line: report.checks.find(({ check }) => check === value.check)?.line ?? null,
  };
}

/** The same check on all rows of the window. */
function wholeOf(report: Report, value: SegmentValue): Result | null {
  const all = { ...value, subject: { ...value.subject, segment: null, version: null } };
  return report.results.find((one) => one.chunk === null && sameSeries(one, all)) ?? null;
}

function missingWords(
  report: Report,
  series: readonly Series[],
  shown: readonly SegmentValue[],
): string | null {
  const told = new Set([...series, ...shown].map(({ check }) => check));
  const missing = report.checks.filter(({ check }) => !told.has(check));
  if (missing.length === 0) return null;
  const columns = new Map<string | null, Set<string>>();
  for (const { check, subject } of report.results) {
    const known = columns.get(check) ?? new Set();
    columns.set(check, subject.column === null ? known : known.add(subject.column));
  }
  const names = missing.map(({ check, metric }) => {
    const [first, ...others] = columns.get(check) ?? [];
    if (first === undefined) return nameOf(metric);
    return `${nameOf(metric)} of ${others.length === 0 ? first : plural(others.length + 1, 'column')}`;
  });
  return `Told of all rows only: ${formatList(names, Infinity)}. A check of every feature is told by segment where it has a “segment” of its own.`;
}

function valuesOf(report: Report, segment: string): SegmentValue[] {
  const isOwn = (one: SegmentValue): boolean => one.subject.segment === segment;
  return [...(report.segment_results ?? []).filter(isOwn), ...report.results.filter(isOwn)];
}

function rowsOf(values: readonly SegmentValue[]): number {
  return values.reduce((most, { n_current }) => Math.max(most, n_current), 0);
}

/** `0.66 [0.627, 0.692]`. */
function words({ metric, value, interval }: Pick<SegmentValue, 'metric' | 'value' | 'interval'>): string {
  const unit = unitOf(metric);
  const own = value === null ? '' : formatValue(value, unit);
  return interval === null ? own : `${own} ${formatInterval(interval, unit)}`;
}
