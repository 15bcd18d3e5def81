import { ConfigError } from '../core/errors.js';

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * An instant that an option names, in ms since the epoch; null where the option is not given. A time without a zone is
 * UTC, as in the logs. Throws ConfigError for what is no time, such as the 30th of February.
 */
export function instantOf(flag: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const [, day, time = '00:00', zone = 'Z'] = INSTANT.exec(value.trim()) ?? [];
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z';
  const at = Date.parse(`${day}T${time}${offset}`);
  // Date.parse takes 30 February for 2 March.
  if (day === undefined || Number.isNaN(at) || new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day) {
    throw new ConfigError(
      `${flag} ${value} is not a time. Write a date such as 2001-06-30, or 2001-06-30T12:00:00Z.`,
    );
  }
  return at;
}
