import { limitNumber } from '../core/checks/limits.js';
import type { MetricDescription } from '../core/metrics/metric.js';
import type { Limit, Report, Result } from '../core/report/report.js';
import { countWords, standingOf } from '../core/report/view.js';
import { formatBesideLimit, formatValue, plural } from '../core/report/words.js';

type Unit = MetricDescription['unit'];

/** `keep`, `update` or `cannot tell`. */
export function decisionWord(report: Report): 'keep' | 'update' | 'cannot tell' {
  const { keep } = report.summary.decision;
  return keep === null ? 'cannot tell' : keep ? 'keep' : 'update';
}

/** The model in a few words: `update, 2 inputs shifted`. */
export function modelWords(report: Report): string {
  const alerts = standingOf(report, 'stability').filter((result) => result.standing_verdict === 'alert');
  const shifted = new Set(alerts.map((result) => result.subject.column).filter((column) => column !== null))
    .size;
  const { alert, warn, error } = report.summary;
  const because =
    error > 0
      ? plural(error, 'error')
      : shifted > 0
        ? `${plural(shifted, 'column')} shifted`
        : alert > 0
          ? plural(alert, 'alert')
          : warn > 0
            ? plural(warn, 'warning')
            : null;
  return [decisionWord(report), because].filter((part) => part !== null).join(', ');
}

/** A family in a few words, as the report says it. */
export function familyWords(report: Report, family: Result['family']): string {
  const known = report.summary.families.find((one) => one.family === family);
  return known?.because ?? countWords(standingOf(report, family));
}

/** `0.47, limit 0.25`, `0.124, warns above 0.1`, `90 ms`. */
export function valueWords(result: Result, unit: Unit): string {
  if (result.value === null) return result.standing_verdict === 'error' ? 'no value' : 'cannot tell';
  const verdict = result.standing_verdict ?? result.verdict;
  const limit =
    verdict === 'warn'
      ? (result.threshold.warn ?? result.threshold.alert)
      : (result.threshold.alert ?? result.threshold.warn);
  const value = formatBesideLimit(
    result.value,
    limit === null ? null : limitNumber(limit, result.value),
    unit,
  );
  if (limit === null || verdict === 'pass' || verdict === 'info') return value;
  return `${value}, ${verdict === 'warn' && result.threshold.warn !== null ? 'warns' : 'limit'} ${limitWords(limit, unit, verdict === 'warn')}`;
}

function limitWords(limit: Limit, unit: Unit, warns: boolean): string {
  if ('above' in limit) return `${warns ? 'above ' : ''}${formatValue(limit.above, unit)}`;
  if ('below' in limit) return `${warns ? 'below ' : ''}${formatValue(limit.below, unit)}`;
  return `${formatValue(limit.outside[0], unit)} to ${formatValue(limit.outside[1], unit)}`;
}

/** `just now`, `2 min ago`, `3 h ago`, `2 d ago`. */
export function ageWords(instant: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(instant)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}

/** `64 kB`, `1.2 MB`. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : size.toFixed(1)}\u00A0${units[unit]}`;
}
