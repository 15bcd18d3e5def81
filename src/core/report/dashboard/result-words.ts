import { limitShort } from '../../checks/explain.js';
import { limitNumber } from '../../checks/limits.js';
import { metricById } from '../../metrics/registry.js';
import type { ResultLine } from '../charts/ledger.js';
import type { Unit } from '../charts/y-scale.js';
import type { Limit, Report, Result } from '../report.js';
import { VERDICT_WORDS } from '../view.js';
import { formatBesideLimit, formatInterval, formatValue } from '../words.js';

/** Unit of a metric's values. */
export function unitOf(metric: string): Unit {
  return metricById(metric)?.unit ?? 'none';
}

/** Name of a metric as people say it. */
export function nameOf(metric: string): string {
  return metricById(metric)?.name ?? metric;
}

/** A short name for heads and cells: `PSI`; the name where there is no abbreviation. */
export function abbreviationOf(metric: string): string {
  return { psi: 'PSI', ks: 'KS distance', js_distance: 'JS distance' }[metric] ?? nameOf(metric);
}

/** A result's value, never rounded across its limit; empty where there is none. */
export function valueWords(result: Result): string {
  if (result.value === null) return '';
  const limit = limitOf(result);
  return formatBesideLimit(
    result.value,
    limit === null ? null : limitNumber(limit, result.value),
    unitOf(result.metric),
  );
}

/** A result's interval; empty where there is none. */
export function intervalWords(result: Result): string {
  return result.interval === null ? '' : formatInterval(result.interval, unitOf(result.metric));
}

/** The limit that a result crossed, else the one that applies. */
export function limitOf(result: Result): Limit | null {
  const { warn, alert } = result.threshold;
  return (result.standing_verdict ?? result.verdict) === 'warn' ? (warn ?? alert) : (alert ?? warn);
}

/** `warning above 0.1, alert above 0.25`; empty where nothing is set. */
export function limitsWords(result: Result): string {
  const unit = unitOf(result.metric);
  const words = (name: string, limit: Limit | null): string | null => {
    if (limit === null) return null;
    if ('above' in limit) return `${name} above ${formatValue(limit.above, unit)}`;
    if ('below' in limit) return `${name} below ${formatValue(limit.below, unit)}`;
    return `${name} outside ${formatValue(limit.outside[0], unit)} to ${formatValue(limit.outside[1], unit)}`;
  };
  return [words('warning', result.threshold.warn), words('alert', result.threshold.alert)]
    .filter((word) => word !== null)
    .join(', ');
}

/** A standing result as a line of a table. */
export function resultLine(report: Report, result: Result, words?: string): ResultLine {
  const verdict = result.standing_verdict ?? result.verdict;
  const limit = limitOf(result);
  return {
    metric: result.metric,
    name: nameOf(result.metric),
    column: result.subject.column,
    segment: result.subject.segment ?? result.subject.version,
    value: valueWords(result),
    interval: intervalWords(result),
    limit: limit === null ? '' : limitShort(limit, { unit: unitOf(result.metric) }),
    verdict,
    words: words === undefined || words === '' ? VERDICT_WORDS[verdict] : words,
    explanation: result.explanation,
    rows: result.n_current,
    line: report.checks.find((check) => check.check === result.check)?.line ?? null,
  };
}
