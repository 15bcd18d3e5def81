import type { OperationsSample } from '../report.js';
import { formatNumber } from '../words.js';
import { positionOf, type TimeAxis } from './axis.js';
import { frame, short, xOf, type ChartSpec, type Json } from './plot.js';
import { thinned } from './thin.js';
import { limitRules, numbersOf, yOf, yScale, type PlotLimits, type YScale } from './y-scale.js';

/** A sample placed on the axis. */
interface Placed {
  readonly sample: OperationsSample;
  readonly x0: number;
  readonly x1: number;
}

/** Samples of the service on the time axis; none where the axis is not of time. */
export function placeSamples(axis: TimeAxis, samples: readonly OperationsSample[]): Placed[] {
  const starts = samples.map((sample) => positionOf(axis, sample.start));
  const gaps = starts
    .flatMap((x, i) => (x === null || i === 0 ? [] : [x - (starts[i - 1] ?? x)]))
    .filter((gap) => gap > 0);
  const step = gaps.length === 0 ? 0.01 : Math.min(...gaps);
  return samples.flatMap((sample, i) => {
    const x0 = starts[i];
    return x0 === null || x0 === undefined ? [] : [{ sample, x0, x1: Math.min(1, x0 + step) }];
  });
}

/** Latency on a log scale: the area from p50 to p99, p95 as the line, its limit, its extreme by name. */
export function latencyChart(placed: readonly Placed[], limits: PlotLimits, height: number): ChartSpec {
  const values = placed.map(({ sample, x0, x1 }) => ({
    x: short((x0 + x1) / 2),
    p50: sample.latency_p50_ms,
    p95: sample.latency_p95_ms,
    p99: sample.latency_p99_ms,
  }));
  const known = values.flatMap(({ p50, p95, p99 }) => [p50, p95, p99]).filter((value) => value !== null);
  const scale = yScale({ values: known, limits, unit: 'none', height, zero: false, log: true });
  const top = values.reduce<(typeof values)[number] | null>(
    (best, one) => ((one.p95 ?? 0) > (best?.p95 ?? 0) ? one : best),
    null,
  );
  const [limit] = numbersOf(limits.alert);
  const extreme =
    top !== null && top.p95 !== null && limit !== undefined && top.p95 > limit
      ? [{ ...top, label: formatNumber(top.p95) }]
      : [];
  const layer: Json[] = [
    {
      mark: { type: 'area', fill: 'var(--tm-ref-soft)', clip: true, invalid: 'break-paths-show-domains' },
      encoding: { x: xOf('x'), y: yOf('p50', scale), y2: { field: 'p99' } },
    },
    ...limitRules(scale),
    {
      mark: {
        type: 'line',
        stroke: 'var(--tm-cur)',
        strokeWidth: 1.5,
        clip: true,
        invalid: 'break-paths-show-domains',
      },
      encoding: { x: xOf('x'), y: yOf('p95', scale) },
    },
    {
      data: { values: extreme },
      mark: {
        type: 'text',
        align: 'right',
        dx: -6,
        baseline: 'middle',
        fontSize: 11,
        fontWeight: 600,
        fill: 'var(--tm-fg)',
      },
      encoding: { x: xOf('x'), y: yOf('p95', scale), text: { field: 'label' } },
    },
  ];
  return { ...frame({ height, layer }), data: { values } };
}

/** The error rate by sample as bars from zero, in the alert colour where over the limit; dashed, what the SLO allows. */
export function errorRateChart(
  placed: readonly Placed[],
  limits: PlotLimits,
  height: number,
  promised: number | null = null,
): ChartSpec {
  const [limit] = numbersOf(limits.alert);
  const [soft] = numbersOf(limits.warn);
  const shown = thinned(placed, ({ sample }) => sample.error_rate ?? -1);
  const values = shown.map(({ sample, x0, x1 }) => ({
    x0: short(x0 + (x1 - x0) * 0.14),
    x1: short(x1 - (x1 - x0) * 0.14),
    zero: 0,
    value: sample.error_rate,
    over:
      limit !== undefined && (sample.error_rate ?? 0) > limit
        ? 'alert'
        : soft !== undefined && (sample.error_rate ?? 0) > soft
          ? 'warn'
          : 'quiet',
  }));
  const scale = yScale({
    values: [...values.map(({ value }) => value), promised].filter((value) => value !== null),
    limits,
    unit: 'share',
    height,
    zero: true,
  });
  const layer: Json[] = [
    {
      transform: [{ filter: 'isValid(datum.value)' }],
      mark: { type: 'rect', clip: true },
      encoding: {
        x: xOf('x0'),
        x2: { field: 'x1' },
        y: yOf('zero', scale),
        y2: { field: 'value' },
        fill: {
          condition: [
            { test: "datum.over === 'alert'", value: 'var(--tm-alert)' },
            { test: "datum.over === 'warn'", value: 'var(--tm-warn)' },
          ],
          value: 'var(--tm-ref)',
        },
      },
    },
    ...limitRules(scale),
    ...(promised === null ? [] : promiseLayers(promised, scale)),
  ];
  return { ...frame({ height, layer }), data: { values } };
}

/** The error rate that an SLO allows, by name. */
function promiseLayers(promised: number, scale: YScale): Json[] {
  const data = { values: [{ allowed: promised, label: 'SLO' }] };
  return [
    {
      data,
      mark: { type: 'rule', stroke: 'var(--tm-fg)', strokeDash: [6, 3], strokeWidth: 1, clip: true },
      encoding: { y: yOf('allowed', scale) },
    },
    {
      data,
      mark: { type: 'text', align: 'left', dx: 3, baseline: 'bottom', fontSize: 11, fill: 'var(--tm-fg)' },
      encoding: { x: { value: 0 }, y: yOf('allowed', scale), text: { field: 'label' } },
    },
  ];
}

/** Requests by sample: the amount as an area from zero. */
export function requestsChart(placed: readonly Placed[], height: number): ChartSpec {
  // Steps need the right edge of the last sample too.
  const last = placed.at(-1);
  const values = [
    ...placed.map(({ sample, x0 }) => ({ x: short(x0), value: sample.requests })),
    ...(last === undefined ? [] : [{ x: short(last.x1), value: last.sample.requests }]),
  ];
  const scale = yScale({
    values: values.map(({ value }) => value),
    limits: { warn: null, alert: null },
    unit: 'rows',
    height,
    zero: true,
  });
  const layer: Json[] = [
    {
      mark: {
        type: 'area',
        interpolate: 'step-after',
        fill: 'var(--tm-ref-soft)',
        line: { stroke: 'var(--tm-ref)', strokeWidth: 1 },
        clip: true,
      },
      encoding: { x: xOf('x'), y: yOf('value', scale) },
    },
  ];
  return { ...frame({ height, layer }), data: { values } };
}
