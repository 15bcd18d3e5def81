import type { Duration } from '../config/duration.js';
import type { Unit } from '../metrics/metric.js';

/** Between a number and what follows it. */
const NBSP = '\u00A0';
/** Between groups of three digits. */
const THIN = '\u202F';
const MINUS = '\u2212';

/** A count with thin spaces between thousands: `14 661`. */
export function formatCount(n: number): string {
  return String(Math.round(n))
    .replace(/\B(?=(\d{3})+$)/g, THIN)
    .replace('-', MINUS);
}

/** At most three significant digits: `0.47`, `0.735`, `89`, `14 661`. */
export function formatNumber(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) >= 1000) return formatCount(x);
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 1000) return formatCount(x);
  if (size < 0.0005) return `${x < 0 ? MINUS : ''}${size.toPrecision(2)}`;
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 3 : size >= 0.01 ? 3 : 4;
  const text = size.toFixed(digits);
  return `${x < 0 ? MINUS : ''}${text.includes('.') ? text.replace(/\.?0+$/, '') : text}`;
}

/** A number or a bin of numbers as they are written in data, with the minus that people read: `[−6.7, −2.1)`. */
export function withMinus(text: string): string {
  return text.replaceAll('-', MINUS);
}

/** A share as percent: `14 %`, one decimal under 10 %, two under 1 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  const digits = size === 0 || size >= 10 ? 0 : size >= 1 ? 1 : 2;
  // 99.97 % must not print as 100 %.
  const text =
    size > 0 && size < 0.005
      ? String(Number(size.toPrecision(1)))
      : size > 99 && size < 100
        ? Math.min(99.99, size).toFixed(size > 99.9 ? 2 : 1)
        : size.toFixed(digits);
  return `${percent < 0 ? MINUS : ''}${text}${NBSP}%`;
}

/** A metric's value in its unit. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 'share') return formatShare(value);
  if (unit === 'ms' || unit === 's') return `${formatNumber(value)}${NBSP}${unit}`;
  if (unit === 'rows') return formatCount(value);
  return formatNumber(value);
}

/**
 * A value beside a limit: never rounded across it. 0.248 under a limit of 0.25 prints `0.248`.
 */
export function formatBesideLimit(value: number, limit: number | null, unit: Unit): string {
  const text = formatValue(value, unit);
  if (limit === null || value === limit || formatValue(limit, unit) !== text) return text;
  const scale = unit === 'share' ? 100 : 1;
  for (let digits = 1; digits <= 8; digits++) {
    const [a, b] = [(value * scale).toFixed(digits), (limit * scale).toFixed(digits)];
    if (Number(a) === Number(b)) continue;
    const exact = withMinus(a);
    return unit === 'share'
      ? `${exact}${NBSP}%`
      : unit === 'ms' || unit === 's'
        ? `${exact}${NBSP}${unit}`
        : exact;
  }
  return text;
}

/** `[0.44, 0.50]` in the value's unit. */
export function formatInterval(interval: readonly [number, number], unit: Unit): string {
  if (unit === 'share') {
    const [low, high] = interval.map((end) => formatShare(end).replace(`${NBSP}%`, ''));
    return `[${low},${NBSP}${high}]${NBSP}%`;
  }
  return `[${formatNumber(interval[0])},${NBSP}${formatNumber(interval[1])}]`;
}

export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${p.toFixed(3).replace(/0+$/, '').replace(/\.$/, '')}`;
}

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore

/** `18 June`, with the year where asked. */
export function formatDay(iso: string, year = false): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return year ? `${day} ${date.getUTCFullYear()}` : day;
}

/** `June 2001`. */
export function formatMonth(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A chunk in words: `the week of 18 June`, `18 June`, `June 2001`, `18 June, 14:00`. */
export function formatChunk(name: string, every: Duration | null): string {
  const date = new Date(name);
  if (every === null || Number.isNaN(date.getTime())) return `chunk ${name}`;
  const day = formatDay(name);
  switch (every.unit) {
    case 'w':
      return every.count === 1 ? `the week of ${day}` : `the ${every.count} weeks from ${day}`;
    case 'd':
      return every.count === 1 ? day : `the ${every.count} days from ${day}`;
    case 'mo':
      return every.count === 1 ? formatMonth(name) : `the ${every.count} months from ${formatMonth(name)}`;
    default:
      return `${day}, ${name.slice(11, 16)}`;
  }
}

/** `origin`, `origin and destination`, `origin, destination and 3 others`. */
export function formatList(items: readonly string[], most = 3): string {
  if (items.length === 0) return '';
  if (items.length > most)
    return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} others`;
  return items.length === 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** Capitalises a sentence that begins with a plain word; a name such as `temp_max` or `p95` stays as it is. */
export function capitalise(text: string): string {
  return /^[a-z]+(?![\w-])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
