import { nearest } from './words.js';

/** What was meant by a value that cannot be read, and a sentence that says so. */
export interface MeantValue {
  readonly text: string;
  readonly hint: string;
}

const UNITS: Readonly<Record<string, string>> = {
  ms: 'ms',
  millisecond: 'ms',
  s: 's',
  sec: 's',
  second: 's',
  m: 'm',
  min: 'm',
  minute: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
  w: 'w',
  wk: 'w',
  week: 'w',
  mo: 'mo',
  month: 'mo',
};

const EVERY: Readonly<Record<string, string>> = { hourly: '1h', daily: '1d', weekly: '1w', monthly: '1mo' };

/**
 * What the author of a value meant; null where that cannot be told.
 * @param found The value as YAML reads it.
 * @param source The value as it is written.
 * @param write What should be written there, in words.
 */
export function meantValue(found: unknown, source: string, write: string): MeantValue | null {
  if (/^(a column|the name of|a path|who answers)/.test(write)) return asText(found, source);
  if (typeof found !== 'string') return null;
  const meant = write.startsWith('a duration')
    ? durationMeant(found)
    : write.startsWith('a number')
      ? numberMeant(found)
      : choiceMeant(found, write);
  return meant === null ? null : { text: meant, hint: `Here that is \`${meant}\`.` };
}

/** A number or truth value where text is wanted is nearly always a name that lacks its quotes. */
function asText(found: unknown, source: string): MeantValue | null {
  if (typeof found !== 'number' && typeof found !== 'boolean') return null;
  return { text: JSON.stringify(source), hint: 'Put it in quotes to make it text.' };
}

/** `10 days`, `1 wk`, `7D` and `daily`. */
function durationMeant(text: string): string | null {
  const word = text.trim().toLowerCase();
  const named = Object.hasOwn(EVERY, word) ? EVERY[word] : undefined;
  if (named !== undefined) return named;
  const [, count, unit = ''] = /^([1-9]\d{0,8})\s*([a-z]+?)s?$/.exec(word) ?? [];
  const short = word.endsWith('ms') && unit === 'm' ? 'ms' : unit;
  return count !== undefined && Object.hasOwn(UNITS, short) ? `${count}${UNITS[short]}` : null;
}

/** `20%`, `500ms`, and `0.2` in quotes. */
function numberMeant(text: string): string | null {
  const [, digits, unit] = /^([-+]?\d+(?:\.\d+)?)\s*(%|ms|)$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return null;
  return unit === '%' ? String(Number((Number(digits) / 100).toPrecision(12))) : digits;
}

/** The nearest of `one of a, b, c`. */
function choiceMeant(text: string, write: string): string | null {
  const choices = /^one of (.+)$/.exec(write)?.[1];
  return choices === undefined ? null : nearest(text, choices.split(', '));
}
