import { desc, op, table } from 'arquero';

import type { Duration } from '../config/duration.js';
import { FAMILIES, type Family } from '../config/monitor.js';
import type { Unit } from '../metrics/metric.js';
import { metricById } from '../metrics/registry.js';
import { groupBy } from '../profile/group-by.js';
import { VERDICTS, type Result, type Summary, type Verdict } from '../report/report.js';
import {
  capitalise,
  formatBesideLimit,
  formatChunk,
  formatInterval,
  formatList,
  formatValue,
  plural,
} from '../report/words.js';
import { limitShort } from './explain.js';
import { limitNumber } from './limits.js';
import { worst } from './standing.js';

/** Counts, decision and a few words for each family, from the standing results. */
export function summarise(
  results: readonly Result[],
  every: Duration | null,
  causeOf: (result: Result) => string | null,
): Summary {
  const standing = results.filter((result) => result.standing);
  const counts = countVerdicts(standing);
  const verdict = worst(standing.map((result) => result.standing_verdict ?? 'info'));
  return {
    verdict,
    decision: decide(standing, every, causeOf),
    pass: counts.pass ?? 0,
    warn: counts.warn ?? 0,
    alert: counts.alert ?? 0,
    error: counts.error ?? 0,
    unknown: counts.unknown ?? 0,
    info: counts.info ?? 0,
    families: FAMILIES.flatMap((family) => {
      const own = standing.filter((result) => result.family === family);
      if (own.length === 0) return [];
      return [
        {
          family,
          verdict: worst(own.map((result) => result.standing_verdict ?? 'info')),
          because: familyWords(family, own),
        },
      ];
    }),
  };
}

function countVerdicts(standing: readonly Result[]): Partial<Record<Verdict, number>> {
  const rollup = table({ verdict: standing.map((result) => result.standing_verdict) })
    .groupby('verdict')
    .rollup({ n: op.count() });
  const counts: Partial<Record<Verdict, number>> = {};
  for (const row of rollup.objects() as { verdict: Verdict; n: number }[]) counts[row.verdict] = row.n;
  return counts;
}

/** Keep, update, or cannot tell (definitions.md, section 8), and why. */
function decide(
  standing: readonly Result[],
  every: Duration | null,
  causeOf: (result: Result) => string | null,
): Summary['decision'] {
  const errors = standing.filter((result) => result.standing_verdict === 'error');
  const performance = standing.filter(isEvidence);
  const alerts = performance.filter((result) => result.standing_verdict === 'alert');
  const evidence = performance.filter(
    (result) => result.standing_verdict === 'pass' || result.standing_verdict === 'warn',
  );
  const shifts = shiftWords(standing, causeOf);
  const service = serviceWords(standing);
  const others = [shifts, service].filter((words) => words !== null);
  const lookFirst = others.length === 0 ? [] : [`Look first: ${others.join(' ')}`];
  if (alerts.length > 0) {
    return {
      keep: false,
      because: [
        ...alerts.slice(0, 2).map((result) => fallWords(result, every)),
        ...(alerts.length > 2
          ? [`${capitalise(plural(alerts.length - 2, 'other performance check'))} alert too.`]
          : []),
        ...lookFirst,
      ].join(' '),
    };
  }
  if (errors.length > 0) {
    const more =
      errors.length > 2
        ? ` ${capitalise(plural(errors.length - 2, 'other check'))} could not be computed.`
        : '';
    return {
      keep: null,
      because: `${errors
        .slice(0, 2)
        .map((result) => result.explanation)
        .join(' ')}${more}`,
    };
  }
  if (evidence.length === 0) {
    const why =
      performance[0]?.explanation ??
      'No check looks at performance, so nothing says how good the model still is.';
    return { keep: null, because: [why, ...lookFirst].join(' ') };
  }
  const look = lookFirst.length === 0 ? ['Nothing else calls for a look.'] : lookFirst;
  return { keep: true, because: [...evidenceWords(evidence, performance), ...look].join(' ') };
}

/** What says how good the model is: performance, measured or estimated, and concept shift (definitions.md, section 8). */
function isEvidence({ family, metric }: Result): boolean {
  return family === 'performance' || metric === 'concept_shift';
}

function isEstimate({ metric }: Result): boolean {
  return metric.startsWith('estimated_');
}

/** What holds, whether it was measured on labels or estimated without them, and what cannot be told yet. */
function evidenceWords(evidence: readonly Result[], performance: readonly Result[]): string[] {
  const measured = evidence.filter((result) => !isEstimate(result));
  const estimated = evidence.filter(isEstimate);
  const missing = performance.find((result) => result.standing_verdict === 'unknown' && !isEstimate(result));
  return [
    ...(measured.length > 0 ? holdWords(measured) : []),
    ...(measured.length === 0
      ? ['This rests on estimates alone: no measured performance can be judged.', ...holdWords(estimated)]
      : []),
    ...(missing === undefined ? [] : [`Still missing: ${missing.explanation}`]),
  ];
}

function nameOf(result: Result): string {
  return metricById(result.metric)?.name ?? result.metric;
}

/** A result in a list: its column, else its metric; and its segment. */
function subjectName(result: Result): string {
  const { column, segment } = result.subject;
  return segment === null ? (column ?? nameOf(result)) : `${column ?? nameOf(result)} where ${segment}`;
}

/** `accuracy`, but `ROC AUC`: a name within a sentence. */
function inSentence(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

function unitOf(result: Result): Unit {
  return metricById(result.metric)?.unit ?? 'none';
}

function valueWords(result: Result): string {
  if (result.value === null) return '';
  const limit = result.threshold.alert ?? result.threshold.warn;
  const value = formatBesideLimit(
    result.value,
    limit === null ? null : limitNumber(limit, result.value),
    unitOf(result),
  );
  return result.interval === null ? value : `${value} ${formatInterval(result.interval, unitOf(result))}`;
}

/** `ROC AUC 0.733 [0.718, 0.747] and accuracy 82 % hold.`, and what is near its limit apart. */
function holdWords(evidence: readonly Result[]): string[] {
  const words = (results: readonly Result[]): string =>
    formatList(
      results.map(
        (result, i) =>
          `${i === 0 ? nameOf(result) : inSentence(nameOf(result))} ${valueWords(result)}${whereWords(result)}`,
      ),
      2,
    );
  const holding = evidence.filter((result) => result.standing_verdict === 'pass').slice(0, 2);
  const near = evidence.filter((result) => result.standing_verdict === 'warn').slice(0, 2);
  return [
    ...(holding.length === 0 ? [] : [`${words(holding)} ${holding.length === 1 ? 'holds' : 'hold'}.`]),
    ...(near.length === 0 ? [] : [`${words(near)} ${near.length === 1 ? 'is' : 'are'} at the limit.`]),
    ...[...holding, ...near].flatMap((result) => unskilledWords(result) ?? []),
  ];
}

/** Of a value that is within its limit and says that the model may know nothing; null of any other. */
function unskilledWords(result: Result): string | null {
  const unskilled = metricById(result.metric)?.unskilled;
  if (unskilled === undefined || result.interval === null) return null;
  const [low, high] = result.interval;
  if (low > unskilled) return null;
  const is = high < unskilled ? 'is below' : 'cannot be told from';
  return `${nameOf(result)}${whereWords(result)} ${is} that of a model that knows nothing (${formatValue(unskilled, unitOf(result))}).`;
}

/** The segment that a result is about; empty for all rows. */
function whereWords({ subject: { segment } }: Result): string {
  return segment === null ? '' : ` where ${segment}`;
}

function fallWords(result: Result, every: Duration | null): string {
  const limit = result.threshold.alert;
  const beyond =
    limit === null
      ? ''
      : 'below' in limit
        ? `, below ${formatValue(limit.below, unitOf(result))}`
        : 'above' in limit
          ? `, above ${formatValue(limit.above, unitOf(result))}`
          : `, beyond ${limitShort(limit, { unit: unitOf(result) })}`;
  const when = result.chunk === null ? '' : ` in ${formatChunk(result.chunk, every)}`;
  const became = metricById(result.metric)?.worse === 'lower' ? 'fell to' : 'is';
  return `${nameOf(result)} ${became} ${valueWords(result)}${whereWords(result)}${when}${beyond}.`;
}

/** The columns that shifted, worst verdict and largest value first. */
function shiftWords(standing: readonly Result[], causeOf: (result: Result) => string | null): string | null {
  const shifted = standing.filter(
    (result) =>
      result.family === 'stability' &&
      (result.standing_verdict === 'alert' || result.standing_verdict === 'warn'),
  );
  if (shifted.length === 0) return null;
  const ranked = table({
    column: shifted.map((result) => result.subject.column ?? result.metric),
    rank: shifted.map((result) => VERDICTS.indexOf(result.standing_verdict ?? 'info')),
    value: shifted.map((result) => Math.abs(result.value ?? 0)),
  })
    .orderby('rank', desc('value'))
    .dedupe('column');
  const alerts = new Set(
    shifted.filter((result) => result.standing_verdict === 'alert').map((result) => result.subject.column),
  );
  const columns = (ranked.array('column') as string[]).filter(
    (column) => alerts.size === 0 || alerts.has(column),
  );
  const first = shifted.find((result) => result.subject.column === columns[0]);
  const cause = first === undefined ? null : causeOf(first);
  const of = cause === null || columns.length === 1 ? '' : `In ${columns[0]}, `;
  // Names of columns stay as they are: x and X are two.
  return `${formatList(columns)} shifted${alerts.size === 0 ? ' a little' : ''}.${cause === null ? '' : ` ${of}${cause}`}`;
}

function serviceWords(standing: readonly Result[]): string | null {
  const odd = standing.filter(
    (result) =>
      result.family !== 'stability' &&
      result.family !== 'performance' &&
      (result.standing_verdict === 'alert' || result.standing_verdict === 'warn'),
  );
  if (odd.length === 0) return null;
  const byMetric = groupBy(odd, ({ metric }) => metric);
  const sentences = [...byMetric.values()].map((results) => {
    const [first] = results;
    if (first === undefined) return '';
    const of = results.map((result) =>
      result.subject.column === null ? valueOnly(result) : `${result.subject.column} (${valueOnly(result)})`,
    );
    return first.subject.column === null
      ? `${nameOf(first)} is beyond its limit at ${formatList(of)}.`
      : `${nameOf(first)} is beyond its limit for ${formatList(of)}.`;
  });
  return sentences.slice(0, 2).join(' ');
}

/** A result's value without its interval. */
function valueOnly(result: Result): string {
  return valueWords({ ...result, interval: null });
}

/** `2 of 8 shifted: origin and destination`, `ROC AUC 0.735`, `9 checks hold`. */
function familyWords(family: Family, own: readonly Result[]): string {
  const by = (verdict: Verdict): readonly Result[] =>
    own.filter((result) => result.standing_verdict === verdict);
  const subjects = (results: readonly Result[]): string => formatList([...new Set(results.map(subjectName))]);
  const errors = by('error');
  if (errors.length > 0)
    return `${plural(errors.length, 'check')} could not be computed: ${subjects(errors)}`;
  const alerts = by('alert');
  const warns = by('warn');
  if (alerts.length > 0 || warns.length > 0) {
    const parts = [
      alerts.length === 0 ? null : `${plural(alerts.length, 'alert')}: ${subjects(alerts)}`,
      warns.length === 0 ? null : `${plural(warns.length, 'warning')}: ${subjects(warns)}`,
    ];
    return parts.filter((part) => part !== null).join('; ');
  }
  const unknown = by('unknown');
  if (unknown.length > 0) return `cannot tell: ${subjects(unknown)}`;
  const holding = by('pass');
  const single = holding.length === 1 ? holding[0] : undefined;
  if (single !== undefined && family !== 'quality') return `${nameOf(single)} ${valueWords(single)} holds`;
  return holding.length === 0
    ? plural(own.length, 'value')
    : `${plural(holding.length, 'check')} ${holding.length === 1 ? 'holds' : 'hold'}`;
}
