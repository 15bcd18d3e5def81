import type { TimeAxis } from './axis.js';
import { frame, xOf, type ChartSpec, type Json } from './plot.js';
import { pointData, type SeriesPoint } from './series.js';
import { loudness, thinned } from './thin.js';
import { limitRules, yOf, yScale, type PlotLimits, type Unit, type YScale } from './y-scale.js';

interface MetricLineOptions {
  readonly points: readonly SeriesPoint[];
  readonly limits: PlotLimits;
  readonly unit: Unit;
  readonly range: readonly [number, number];
  readonly height: number;
  /** The metric on the reference: by its chunks where they are on the axis, and as a whole. */
  readonly past: readonly SeriesPoint[];
  readonly reference: number | null;
  /** What the metric is estimated to be without labels, by chunk; empty without an estimate. */
  readonly estimate: readonly SeriesPoint[];
  /** Whether the points themselves are estimates. */
  readonly estimated: boolean;
}

/** More points than this are drawn as a line without dots. */
const MOST_DOTS = 70;

/**
 * A metric by chunk: interval band, straight line, limits. Points that do not count are hollow, with their
 * interval as a bar, and the line stops before them; diamonds are alerts, triangles warnings. Estimates are dashed.
 */
export function metricLine(_axis: TimeAxis, options: MetricLineOptions): ChartSpec {
  const { points, limits, unit, range, height, past, reference, estimate, estimated } = options;
  const [line, band] = estimated ? [ESTIMATE, ESTIMATE_BAND] : [MEASURED, MEASURED_BAND];
  const stroke = line.stroke;
  const scale = yScale({
    values: [
      ...points.flatMap((point) => [point.value, ...(point.interval ?? [])]),
      ...past.map((point) => point.value),
      ...estimate.flatMap((point) => [point.value, ...(point.interval ?? [])]),
      reference,
    ].filter((value) => value !== null),
    limits,
    unit,
    range,
    height,
    zero: false,
  });
  // The line goes through every point; of marks on it there are only so many that can be seen apart.
  const marks = thinned(points, loudness);
  const own = marks.length === points.length ? {} : { data: { values: pointData(marks) } };
  const dot = (mark: Json & object, test: string): Json => ({
    ...own,
    transform: [{ filter: `isValid(datum.value) && ${test}` }],
    mark: { type: 'point', filled: true, opacity: 1, clip: true, ...mark },
    encoding: { x: xOf('x'), y: yOf('value', scale) },
  });
  const layer: Json[] = [
    {
      transform: [{ calculate: 'datum.judged ? datum.lo : null', as: 'low' }],
      mark: { type: 'area', ...band, clip: true, invalid: 'break-paths-show-domains' },
      encoding: { x: xOf('x'), y: yOf('low', scale), y2: { field: 'hi' } },
    },
    ...(reference === null ? [] : [referenceRule(reference, scale)]),
    ...(past.length === 0 ? [] : [pastLine(past, scale)]),
    ...(estimate.length === 0 ? [] : estimateLayers(estimate, scale)),
    ...limitRules(scale),
    {
      ...own,
      transform: [{ filter: 'isValid(datum.lo) && !datum.judged' }],
      mark: { type: 'rule', stroke, strokeWidth: 1.25, clip: true },
      encoding: { x: xOf('x'), y: yOf('lo', scale), y2: { field: 'hi' } },
    },
    {
      mark: {
        type: 'line',
        ...line,
        clip: true,
        invalid: 'break-paths-show-domains',
      },
      encoding: { x: xOf('x'), y: yOf('line', scale) },
    },
    dot(
      { fill: stroke, size: 26 },
      points.length > MOST_DOTS
        ? 'false'
        : "datum.judged && datum.verdict !== 'alert' && datum.verdict !== 'error'",
    ),
    dot({ fill: 'var(--tm-bg)', stroke, strokeWidth: 1.5, size: 40 }, '!datum.judged'),
    dot(
      { shape: 'triangle-up', fill: 'var(--tm-warn)', stroke: 'var(--tm-bg)', strokeWidth: 1, size: 70 },
      "datum.judged && datum.verdict === 'warn'",
    ),
    dot(
      { shape: 'diamond', fill: 'var(--tm-alert)', stroke: 'var(--tm-bg)', strokeWidth: 1, size: 80 },
      "datum.judged && (datum.verdict === 'alert' || datum.verdict === 'error')",
    ),
  ];
  return { ...frame({ height, layer }), data: { values: pointData(points) } };
}

const MEASURED = { stroke: 'var(--tm-cur)', strokeWidth: 2 } as const;
const MEASURED_BAND = { fill: 'var(--tm-cur-soft)' } as const;
const ESTIMATE = { stroke: 'var(--tm-est)', strokeWidth: 1.5, strokeDash: [5, 3] } as const;
const ESTIMATE_BAND = { fill: 'var(--tm-est)', fillOpacity: 0.14 } as const;

/** The estimate below what was measured: its band, and a dashed line that goes on where labels are not there yet. */
function estimateLayers(estimate: readonly SeriesPoint[], scale: YScale): Json[] {
  const data = { values: pointData(estimate) };
  return [
    {
      data,
      mark: { type: 'area', ...ESTIMATE_BAND, clip: true, invalid: 'break-paths-show-domains' },
      encoding: { x: xOf('x'), y: yOf('lo', scale), y2: { field: 'hi' } },
    },
    {
      data,
      mark: { type: 'line', ...ESTIMATE, clip: true, invalid: 'break-paths-show-domains' },
      encoding: { x: xOf('x'), y: yOf('value', scale) },
    },
  ];
}

/** The reference's own value, across the whole axis. */
function referenceRule(reference: number, scale: YScale): Json {
  return {
    data: { values: [{ y: reference }] },
    mark: { type: 'rule', stroke: 'var(--tm-ref)', strokeWidth: 1, clip: true },
    encoding: { y: yOf('y', scale) },
  };
}

/** The reference by its own chunks. */
function pastLine(past: readonly SeriesPoint[], scale: YScale): Json {
  return {
    data: { values: pointData(past) },
    mark: {
      type: 'line',
      stroke: 'var(--tm-ref)',
      strokeWidth: 1.25,
      point: { filled: true, fill: 'var(--tm-ref)', size: 14 },
      clip: true,
      invalid: 'break-paths-show-domains',
    },
    encoding: { x: xOf('x'), y: yOf('value', scale) },
  };
}
