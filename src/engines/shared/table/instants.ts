import { ROWS_A_STEP, type Steps } from '../../../core/profile/breath.js';
import { TimeZones } from './time-zones.js';

const INSTANT =
  /^[ \t-\r]*(-?\d{1,5})([-/])(\d{1,2})\2(\d{1,2})( \(BC\))?(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?(Z|[+-]\d{2}(?::?\d{2}(?::\d{2})?)?| [A-Za-z][\w+/:-]*)?[ \t-\r]*)?$/;

const DAY = 86_400_000;

/**
 * A text as an instant, µs since the epoch, read as DuckDB casts it to TIMESTAMPTZ: without a zone it is UTC. Null where it is
 * none; years have up to five digits, since what DuckDB holds ends amid those with six. Zones by name are those that the runtime knows (IANA).
 */
export function parseInstant(text: string, zones: TimeZones): number | null {
  if (text === 'epoch') return 0;
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [
    ,
    years = '',
    ,
    months,
    days,
    before,
    hours = '0',
    minutes = '0',
    seconds = '0',
    fraction = '',
    zone,
  ] = match;
  const year = before === undefined ? Number(years) : 1 - Number(years);
  const [month, day] = [Number(months), Number(days)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1000;
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  if (minute > 59 || second > 59 || ofDay > DAY || (ofDay === DAY && micros > 0)) return null;
  const local = date.getTime() + ofDay;
  const offset = zone === undefined ? 0 : zones.aheadOf(zone, local);
  return offset === null ? null : (local - offset) * 1000 + micros;
}

/** The instants of texts, NaN for those that are none. */
export function* parseInstants(texts: readonly string[]): Steps<Float64Array> {
  const zones = new TimeZones();
  const instants = new Float64Array(texts.length);
  for (const [i, text] of texts.entries()) {
    if (i % ROWS_A_STEP === 0) yield;
    instants[i] = parseInstant(text, zones) ?? NaN;
  }
  return instants;
}

/** An instant (µs) as DuckDB writes a TIMESTAMP: `2024-01-01 05:06:07.1`. */
export function instantText(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const [date = '', time = ''] = new Date(Math.floor(millis / 1000) * 1000).toISOString().split('T');
  const fraction = String(micros - Math.floor(millis / 1000) * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${date} ${time.slice(0, 8)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The day of an instant (µs) as DuckDB writes a DATE. */
export function dateText(micros: number): string {
  return instantText(micros).slice(0, 10);
}
