import type { Limit } from '../report.js';
import { formatNumber, formatShare } from '../words.js';
import { short, type Json } from './plot.js';

/** How values of a metric are written. */
export type Unit = 'none' | 'share' | 'ms' | 's' | 'rows';

/** The limits of a metric, as in its results. */
export interface PlotLimits {
  readonly warn: Limit | null;
  readonly alert: Limit | null;
}

/** A y scale with its ticks, the limits among them. */
export interface YScale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly {
    readonly value: number;
    readonly label: string;
    readonly limit: 'warn' | 'alert' | null;
  }[];
  readonly log: boolean;
}

interface ScaleOptions {
  readonly values: readonly number[];
  readonly limits: PlotLimits;
  readonly unit: Unit;
  readonly height: number;
  /** Bars and areas of amount start at zero; lines need not. */
  readonly zero: boolean;
  readonly log?: boolean;
  /** The metric's own range, which the scale never leaves. */
  readonly range?: readonly [number, number];
}

/** Every number of a limit. */
export function numbersOf(limit: Limit | null): number[] {
  if (limit === null) return [];
  if ('above' in limit) return [limit.above];
  return 'below' in limit ? [limit.below] : [...limit.outside];
}

/** A scale that holds all values and the limits that are near them, with three to five ticks. */
export function yScale(options: ScaleOptions): YScale {
  const { limits, height, unit, zero, log = false, range = [-Infinity, Infinity] } = options;
  const values = options.values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const marked = [
    ...numbersOf(limits.alert).map((value) => ({ value, limit: 'alert' as const })),
    ...numbersOf(limits.warn).map((value) => ({ value, limit: 'warn' as const })),
  ].filter(({ value }) => !log || value > 0);
  const low = values.length === 0 ? 0 : Math.min(...values);
  const high = values.length === 0 ? 1 : Math.max(...values);
  const spread = high - low || Math.abs(high) || 1;
  // A limit far from every value would press the values to a line; its words stand in the reading.
  const near = marked.filter(
    ({ value }) => zero || log || (value >= low - 2 * spread && value <= high + 2 * spread),
  );
  const all = [...values, ...near.map(({ value }) => value), ...(zero ? [0] : [])];
  const domain = log ? logDomain(all) : linearDomain(all, zero, range);
  const at = (value: number): number =>
    log
      ? (Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])) * height
      : ((value - domain[0]) / (domain[1] - domain[0])) * height;
  const candidates = log
    ? logTicks(domain)
    : niceTicks(domain, Math.max(2, Math.min(4, Math.floor(height / 26))));
  const apart = log ? 20 : 12;
  const plain = candidates
    .filter((value) => near.every((limit) => Math.abs(at(limit.value) - at(value)) >= 13))
    .reduce<number[]>(
      (kept, value) =>
        kept.some((other) => Math.abs(at(other) - at(value)) < apart) ? kept : [...kept, value],
      [],
    )
    .map((value) => ({ value, limit: null }));
  const ticks = [
    ...plain,
    ...near.filter(
      (one, i) => near.findIndex((other) => Math.abs(at(other.value) - at(one.value)) < 12) === i,
    ),
  ];
  return {
    domain: [short(domain[0]), short(domain[1])],
    log,
    ticks: ticks
      .sort((a, b) => a.value - b.value)
      .map(({ value, limit }) => ({ value: short(value), limit, label: tickLabel(value, unit) })),
  };
}

/** Axis properties for ticks with labels of their own; labels that have no room give way. */
export function namedTicks(
  ticks: readonly { readonly value: number; readonly label: string }[],
): Readonly<Record<string, Json>> {
  const labels = ticks.map(
    ({ value, label }) => `${JSON.stringify(String(value))}: ${JSON.stringify(label)}`,
  );
  return {
    values: ticks.map((tick) => tick.value),
    // The default thins the values that are named.
    tickCount: 20,
    labelExpr: `{${labels.join(', ')}}[datum.value]`,
    labelOverlap: 'greedy',
    labelSeparation: 4,
  };
}

/** The y encoding of a field on a scale, with its axis. */
export function yOf(field: string, scale: YScale): Json {
  const is = (limit: 'warn' | 'alert'): string =>
    scale.ticks
      .filter((tick) => tick.limit === limit)
      .map((tick) => `datum.value === ${tick.value}`)
      .join(' || ') || 'false';
  return {
    field,
    type: 'quantitative',
    scale: {
      domain: [...scale.domain],
      nice: false,
      ...(scale.log ? { type: 'log' as const } : { zero: false }),
    },
    axis: {
      ...namedTicks(scale.ticks),
      labelColor: {
        condition: [
          { test: is('alert'), value: 'var(--tm-alert)' },
          { test: is('warn'), value: 'var(--tm-fg)' },
        ],
        value: 'var(--tm-muted)',
      },
      labelFontWeight: { condition: { test: `${is('alert')} || ${is('warn')}`, value: 600 }, value: 400 },
    },
  };
}

/** Dotted rules at the limits that the scale shows. */
export function limitRules(scale: YScale): Json[] {
  return scale.ticks
    .filter((tick) => tick.limit !== null)
    .map((tick) => ({
      data: { values: [{ limit: tick.value }] },
      mark: {
        type: 'rule',
        stroke: tick.limit === 'alert' ? 'var(--tm-alert)' : 'var(--tm-warn)',
        strokeDash: [2, 3],
        strokeWidth: 1.25,
      },
      encoding: { y: yOf('limit', scale) },
    }));
}

function linearDomain(
  all: readonly number[],
  zero: boolean,
  range: readonly [number, number],
): [number, number] {
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const from = zero && low >= 0 ? 0 : Math.max(range[0], low - room);
  return [from, Math.max(Math.min(range[1], high + room), from + 1e-9)];
}

function logDomain(all: readonly number[]): [number, number] {
  const low = all.length === 0 ? 1 : Math.min(...all);
  const high = all.length === 0 ? 10 : Math.max(...all);
  return [low * 0.88, Math.max(high * 1.12, low * 1.5)];
}

function logTicks([low, high]: readonly [number, number]): number[] {
  const ticks: number[] = [];
  const bases = high / low > 40 ? [1] : [1, 1.5, 2, 3, 5, 7];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const base of bases) {
      const value = short(base * 10 ** power);
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks;
}

/** Round numbers within a domain, about `count` of them. */
export function niceTicks([low, high]: readonly [number, number], count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((base) => base * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-9); i++) ticks.push(short(i * step));
  return ticks;
}

function tickLabel(value: number, unit: Unit): string {
  if (unit === 'share')
    return value === 0
      ? '0\u00A0%'
      : formatShare(value)
          .replace(/\.0+(?=\u00A0)/, '')
          .replace(/(\.\d*?)0+(?=\u00A0)/, '$1');
  if (unit === 'rows' && value >= 1000) return `${formatNumber(value / 1000)}k`;
  return formatNumber(value);
}
