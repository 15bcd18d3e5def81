import type { Contribution, Makeup, MetricDescription, MetricValue } from '../metrics/metric.js';
import type { Limit } from '../report/report.js';
import {
  capitalise,
  formatBesideLimit,
  formatCount,
  formatInterval,
  formatNumber,
  formatP,
  formatShare,
  formatValue,
  plural,
} from '../report/words.js';
import type { Judgement } from './judge.js';
import { isBeyond, limitNumber, type Limits } from './limits.js';

/** What a sentence about one result is made of. */
export interface ExplainInput {
  readonly metric: MetricDescription;
  /** The metric that says how large a test statistic is; null where the value says so itself. */
  readonly size: MetricDescription | null;
  readonly value: MetricValue;
  readonly judgement: Judgement;
  readonly limits: Limits;
  readonly qValue: number | null;
  /** `origin`, or null for the whole slice. */
  readonly column: string | null;
  /** `origin=LAX`, or null for all rows. */
  readonly segment: string | null;
  /** `the week of 18 June`, or null for the whole window. */
  readonly chunk: string | null;
  /** Set when the row is not judged though it has a value: why, and when it will be. */
  readonly waiting: string | null;
  readonly minRows: number;
}

/** What made a shift, as a sentence; null where nothing is known of it. */
export function causeOf(value: MetricValue, judgement: Judgement): string | null {
  const words = detail(value, judgement).trim();
  return words === '' ? null : words;
}

/** One or two sentences: what was measured, against what, on how many rows, and what that means. */
export function explain(input: ExplainInput): string {
  const { metric, value, judgement, limits } = input;
  const named = input.column === null ? metric.name : `${metric.name} of ${input.column}`;
  const subject = input.segment === null ? named : `${named} where ${input.segment}`;
  const when = input.chunk === null ? 'over the whole window' : `in ${input.chunk}`;
  if (judgement.reason === 'own') return value.because ?? `${subject}: nothing found.`;
  const judged = value.size ?? value.value;
  if (judged === null) return `${subject} ${when}: ${value.because ?? 'cannot tell.'}`;

  const limit = limitThatCounts(judged, judgement, limits);
  const number = limit === null ? null : limitNumber(limit, judged);
  const shown = formatBesideLimit(judged, number, metric.unit);
  const interval = value.interval === null ? '' : ` ${formatInterval(value.interval, metric.unit)}`;
  const measured =
    input.size === null
      ? `${subject} is ${shown}${interval} ${when}${rows(value)}`
      : `${subject} is ${value.value === null ? 'infinite' : formatNumber(value.value)} ${when}${rows(value)}; its size, ${input.size.id}, is ${shown}`;
  const tail = detail(value, judgement);
  if (input.waiting !== null) return `${measured}. Not judged: ${input.waiting}${tail}`;
  switch (judgement.reason) {
    case 'beyond-alert':
    case 'beyond-warn':
      return `${measured}, ${limit === null ? '' : limitWords(limit, metric, judgement.verdict)}.${tail}`;
    case 'beyond-not-sure':
      return `${measured}: beyond the limit${limit === null ? '' : ` (${limitShort(limit, metric)})`}, but not for sure, since the interval reaches across it.${tail}`;
    case 'beyond-chance':
      return `${measured}: large, but these rows cannot tell it from chance${chanceWords(value, input.qValue)}.${tail}`;
    case 'too-few-rows':
      return `${measured}. Too few rows to judge: at least ${formatCount(input.minRows)} are needed on each side.`;
    case 'no-chance-key':
      return `${measured}. It has no test against chance, so it is shown without a verdict.`;
    case 'no-limit':
      return `${measured}. No limit is set.${tail}`;
    case 'holds':
      return `${measured}: holds${limit === null ? '' : `, ${holdsWords(limit, metric)}`}.${tail}`;
    case 'no-value':
      return measured;
  }
}

/** The limit a value is beyond; where it holds, the alert limit. */
function limitThatCounts(value: number, judgement: Judgement, limits: Limits): Limit | null {
  if (judgement.reason === 'beyond-warn') return limits.warn;
  if (limits.alert !== null && isBeyond(value, limits.alert)) return limits.alert;
  return judgement.reason === 'beyond-chance' ? limits.warn : (limits.alert ?? limits.warn);
}

/** The q-value; and whether it is that of rows drawn anew, since the test's law does not hold on so few. */
function chanceWords({ pValue, drawnP = 0 }: MetricValue, qValue: number | null): string {
  if (qValue === null) return '';
  const drawn = drawnP > (pValue ?? 1) ? ', by drawing the rows anew, since they are few' : '';
  return ` (q ${formatP(qValue).slice(2)}${drawn})`;
}

function rows(value: MetricValue): string {
  return value.nReference === null
    ? ` (${plural(value.nCurrent, 'row')})`
    : ` (${plural(value.nCurrent, 'row')} against ${formatCount(value.nReference)})`;
}

function limitWords(limit: Limit, metric: MetricDescription, verdict: string): string {
  const name = verdict === 'alert' ? 'alert' : 'warning';
  if ('above' in limit) return `above the ${name} limit of ${formatValue(limit.above, metric.unit)}`;
  if ('below' in limit) return `below the ${name} limit of ${formatValue(limit.below, metric.unit)}`;
  return `outside the ${name} limits ${formatValue(limit.outside[0], metric.unit)} to ${formatValue(limit.outside[1], metric.unit)}`;
}

function holdsWords(limit: Limit, metric: MetricDescription): string {
  if ('above' in limit) return `not above ${formatValue(limit.above, metric.unit)}`;
  if ('below' in limit) return `not below ${formatValue(limit.below, metric.unit)}`;
  return `within ${formatValue(limit.outside[0], metric.unit)} to ${formatValue(limit.outside[1], metric.unit)}`;
}

/** A limit in a few characters: `> 0.25`. */
export function limitShort(limit: Limit, metric: Pick<MetricDescription, 'unit'>): string {
  if ('above' in limit) return `> ${formatValue(limit.above, metric.unit)}`;
  if ('below' in limit) return `< ${formatValue(limit.below, metric.unit)}`;
  return `${formatValue(limit.outside[0], metric.unit)} … ${formatValue(limit.outside[1], metric.unit)}`;
}

/** The part of a shift that values hardly known to the reference make, where it is much of it. */
function rareWords({ rare, parts }: Makeup): string | null {
  if (rare.bins < 2 || rare.part < 0.3 * parts) return null;
  return ` ${formatShare(rare.current)} of the rows have values that the reference hardly has (${formatShare(rare.reference)} there): ${formatNumber(rare.part)} of the value.`;
}

/** A bin in a sentence. Values of the data stay as they are, at its beginning too. */
function binWords({ bin, of }: Contribution, isFirst: boolean): string {
  if (of === undefined) return bin;
  const words = of === 'unseen' ? 'values that the reference lacks' : 'the other values';
  return isFirst ? capitalise(words) : words;
}

/** At most two causes of a shift, the largest first, with their part; else what the metric itself noted. */
function detail(value: MetricValue, judgement: Judgement): string {
  const shifted = judgement.reason === 'beyond-alert' || judgement.reason === 'beyond-warn';
  const { makeup } = value;
  if (shifted && makeup !== undefined && value.value !== null) {
    const rare = rareWords(makeup);
    if (rare !== null) return rare;
    const causes = makeup.largest
      .filter(({ part }) => part > 0.1 * makeup.parts)
      .map(
        (part, i) =>
          `${binWords(part, i === 0)} went from ${formatShare(part.reference)} to ${formatShare(part.current)}`,
      );
    if (causes.length > 0) return ` ${causes.join('; ')}.`;
  }
  return value.because === undefined ? '' : ` ${value.because}`;
}
