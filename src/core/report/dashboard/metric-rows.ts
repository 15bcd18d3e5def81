import { metricById } from '../../metrics/registry.js';
import type { TimeAxis } from '../charts/axis.js';
import { coverageBars } from '../charts/coverage.js';
import type { PlotRow, Reading, ReadingValue } from '../charts/ledger.js';
import { metricLine } from '../charts/metric-line.js';
import type { PlotTable } from '../charts/plot.js';
import { pointsOf, spansOf, spanWords, type SeriesPoint } from '../charts/series.js';
import { thinnedWords } from '../charts/thin.js';
import { valueBars } from '../charts/value-bars.js';
import { capitalise, formatCount, formatShare, plural } from '../words.js';
import { intervalWords, limitsWords, nameOf, unitOf, valueWords } from './result-words.js';
import { isWhole, resultAt, seriesId, verdictWords, type Series } from './series-index.js';

/** A metric over time as a line with its interval; beside it what it was estimated to be, where it was. */
export function lineRow(
  series: Series,
  axis: TimeAxis,
  height: number,
  estimate: Series | null = null,
): PlotRow {
  const points = pointsOf(axis, series.results);
  const estimated = isEstimate(series);
  const guessed = estimate === null ? [] : pointsOf(axis, estimate.results);
  const limits = series.results[0]?.threshold ?? { warn: null, alert: null };
  return {
    id: seriesId(series),
    name: nameOf(series.metric),
    note: [noteOf(series.metric), estimateNote(axis, points, guessed)]
      .filter((part) => part !== '')
      .join('. '),
    plot: {
      spec: metricLine(axis, {
        points,
        limits,
        unit: unitOf(series.metric),
        range: metricById(series.metric)?.range ?? [-Infinity, Infinity],
        height,
        past: pastPoints(series, axis),
        reference: series.past.get(null)?.value ?? null,
        estimate: guessed,
        estimated,
      }),
      alt: altOf(series, axis),
      table: estimate === null ? tableOf(series, axis) : tableBeside(series, estimate, axis),
    },
    readings: axis.chunks.map((_, i) => {
      const as = estimated
        ? ({ swatch: 'est', name: 'estimated' } as const)
        : ({ swatch: 'cur', name: 'measured' } as const);
      return withReference(series, withEstimate(readingOf(series, axis, i, as), estimate, axis, i));
    }),
  };
}

function pastPoints(series: Series, axis: TimeAxis): SeriesPoint[] {
  return axis.past.map(({ name, x0, x1 }) => ({
    title: name,
    x0,
    x1,
    value: series.past.get(name)?.value ?? null,
    interval: null,
    verdict: null,
    judged: true,
  }));
}

/** Whether a series is told without labels. */
export function isEstimate({ metric }: Series): boolean {
  return metric.startsWith('estimated_');
}

/** The estimate of what a series measures: of the same rows; null where there is none. */
export function estimateOf(series: Series, among: readonly Series[]): Series | null {
  return among.find((one) => one.metric === `estimated_${series.metric}` && one.part === series.part) ?? null;
}

/** How often the estimate was right: `Estimate (dashed): its interval held the measured value in 9 of 20 weeks`. */
function estimateNote(
  axis: TimeAxis,
  points: readonly SeriesPoint[],
  guessed: readonly SeriesPoint[],
): string {
  if (guessed.length === 0) return '';
  const told = points.flatMap(({ value, judged }, i) => {
    const interval = guessed[i]?.interval ?? null;
    return value === null || !judged || interval === null
      ? []
      : [value >= interval[0] && value <= interval[1]];
  });
  return told.length === 0
    ? 'Estimate: dashed'
    : `Estimate (dashed): its interval held the measured value in ${told.filter(Boolean).length} of ${plural(told.length, axis.unit)}`;
}

/** Adds what a chunk was estimated to be to its reading. */
function withEstimate(reading: Reading, estimate: Series | null, axis: TimeAxis, index: number): Reading {
  const result = estimate?.byChunk.get(axis.chunks[index]?.name ?? null);
  if (estimate === null || result === undefined || result.value === null) return reading;
  const value: ReadingValue = {
    swatch: 'est',
    name: 'estimated',
    value: valueWords(result),
    detail: intervalWords(result),
  };
  const loud = result.verdict === 'alert' || result.verdict === 'warn';
  const words = loud ? `estimate: ${verdictWords(estimate, axis, index)}` : '';
  return {
    ...reading,
    values: [...reading.values, value],
    words: [reading.words, words].filter((part) => part !== '').join('; '),
  };
}

/** Adds the metric on the whole reference to a reading that has a value. */
function withReference(series: Series, reading: Reading): Reading {
  const reference = series.past.get(null);
  if (reference === undefined || reading.values.length === 0) return reading;
  const value: ReadingValue = {
    swatch: 'ref',
    name: 'reference',
    value: valueWords(reference),
    detail: intervalWords(reference),
  };
  return { ...reading, values: [...reading.values, value] };
}

/** A metric over time as bars from zero, for measures of which zero is the best. */
export function barRow(series: Series, axis: TimeAxis, height: number, name?: string): PlotRow {
  const limits = series.results[0]?.threshold ?? { warn: null, alert: null };
  const [first] = series.results;
  return {
    id: seriesId(series),
    name: name ?? nameOf(series.metric),
    note: first === undefined ? '' : `${capitalise(limitsWords(first))}${thinnedWords(axis.chunks.length)}`,
    plot: {
      spec: valueBars({
        points: pointsOf(axis, series.results),
        limits,
        unit: unitOf(series.metric),
        height,
      }),
      alt: altOf(series, axis),
      table: tableOf(series, axis),
    },
    readings: axis.chunks.map((_, i) => readingOf(series, axis, i, { swatch: null, name: '' })),
  };
}

/** The share of rows with a label, by chunk. */
export function coverageRow(found: Series | null, axis: TimeAxis, height: number): PlotRow | null {
  const series = found !== null && isWhole(found) ? null : found;
  if (series === null && axis.chunks.every((chunk) => chunk.labelled === null)) return null;
  const points =
    series === null
      ? axis.chunks.map((chunk) => ({
          title: chunk.title,
          x0: chunk.x0,
          x1: chunk.x1,
          value:
            chunk.labelled === null || chunk.rows === 0 ? null : Math.min(1, chunk.labelled / chunk.rows),
          interval: null,
          verdict: null,
          judged: chunk.mature,
        }))
      : pointsOf(axis, series.results).map((point, i) => ({
          ...point,
          judged: point.judged && axis.chunks[i]?.mature === true,
        }));
  const shown = points[axis.standing];
  const low = points.filter(
    (point) => point.judged && (point.verdict === 'warn' || point.verdict === 'alert'),
  );
  return {
    id: 'labels',
    name: 'Labels in',
    note: `Share of rows with a label; hollow: low or not mature${thinnedWords(axis.chunks.length)}`,
    plot: {
      spec: coverageBars(points, height),
      alt: `Labels in: ${shown?.value === null || shown === undefined ? 'none' : formatShare(shown.value)} in the ${shown?.title ?? 'window'}${low.map((point) => `; ${point.title} ${formatShare(point.value ?? 0)}`).join('')}.`,
      table: {
        head: ['chunk', 'labels in'],
        rows: points.map((point) => [point.title, point.value === null ? '' : formatShare(point.value)]),
      },
    },
    readings: axis.chunks.map((chunk, i): Reading => {
      const value = points[i]?.value ?? null;
      const result = series?.byChunk.get(chunk.name);
      const own: ReadingValue = {
        swatch: null,
        name: '',
        value: result !== undefined ? valueWords(result) : value === null ? 'none' : formatShare(value),
        detail: `of ${formatCount(chunk.rows)} rows`,
      };
      const judged = result !== undefined && chunk.mature;
      return {
        values: [own],
        verdict: judged ? result.verdict : null,
        words:
          judged && series !== null ? verdictWords(series, axis, i) : chunk.mature ? '' : 'labels not mature',
        note: '',
      };
    }),
  };
}

/** The reading of one chunk of a series. */
export function readingOf(
  series: Series,
  axis: TimeAxis,
  index: number,
  as: { readonly swatch: ReadingValue['swatch']; readonly name: string },
): Reading {
  const chunk = axis.chunks[index];
  const result = chunk === undefined ? undefined : resultAt(series, chunk.name);
  if (chunk === undefined || result === undefined)
    return { values: [], verdict: null, words: '', note: 'no value' };
  if (result.value === null) {
    return {
      values: [],
      verdict: result.verdict,
      words: verdictWords(series, axis, index),
      note: result.explanation,
    };
  }
  const rows =
    result.n_current >= chunk.rows
      ? `${formatCount(result.n_current)} rows`
      : `${formatCount(result.n_current)} of ${formatCount(chunk.rows)} rows`;
  const limits = limitsWords(result);
  return {
    values: [{ ...as, value: valueWords(result), detail: intervalWords(result) }],
    verdict: result.verdict,
    words: `${verdictWords(series, axis, index)}${limits === '' ? '' : `; ${limits}`}`,
    note: rows,
  };
}

/** The alternative text of a metric over time: the standing value with its interval, and when it alerted. */
export function altOf(series: Series, axis: TimeAxis): string {
  const name =
    series.column === null ? nameOf(series.metric) : `${nameOf(series.metric)} of ${series.column}`;
  const standing = series.standing ?? series.byChunk.get(axis.chunks[axis.standing]?.name ?? null);
  const title =
    axis.chunks.find((chunk) => chunk.name === (standing?.chunk ?? null))?.title ?? 'whole window';
  const value =
    standing === undefined || standing.value === null
      ? 'no value'
      : `${valueWords(standing)}${standing.interval === null ? '' : `, interval ${intervalWords(standing)}`}`;
  const spans = spansOf(pointsOf(axis, series.results), ['alert', 'error']);
  return `${name} ${value} in the ${title}${spans.length === 0 ? '; no alert' : `; alert ${spanWords(spans)}`}.`;
}

/** All values of a series as a table. */
export function tableOf(series: Series, axis: TimeAxis): PlotTable {
  return {
    head: [axis.unit, 'value', '95 % interval', 'rows', 'verdict'],
    rows: axis.chunks.map((chunk, i) => {
      const result = series.byChunk.get(chunk.name);
      if (result === undefined) return [chunk.title, '', '', '', ''];
      return [
        chunk.title,
        valueWords(result),
        intervalWords(result),
        formatCount(result.n_current),
        verdictWords(series, axis, i),
      ];
    }),
  };
}

/** Values of a series with their estimates beside them, as a table. */
function tableBeside(series: Series, estimate: Series, axis: TimeAxis): PlotTable {
  const { head, rows } = tableOf(series, axis);
  return {
    head: [...head, 'estimated', 'its 95 % interval'],
    rows: rows.map((row, i) => {
      const result = estimate.byChunk.get(axis.chunks[i]?.name ?? null);
      return [...row, ...(result === undefined ? ['', ''] : [valueWords(result), intervalWords(result)])];
    }),
  };
}

/** The first clause of a metric's definition: the rest stands in the definitions. */
function noteOf(metric: string): string {
  return capitalise(metricById(metric)?.definition.split(/[;,:]/)[0] ?? '');
}
