import { worst } from '../../checks/standing.js';
import { positionOf, shortDay, type TimeAxis } from '../charts/axis.js';
import type { LedgerSection, PlotRow, Reading, ReadingValue } from '../charts/ledger.js';
import { errorRateChart, latencyChart, placeSamples, requestsChart } from '../charts/service.js';
import { thinnedWords } from '../charts/thin.js';
import { numbersOf, type PlotLimits } from '../charts/y-scale.js';
import type { OperationsSample, Report, Verdict } from '../report.js';
import { capitalise, formatCount, formatList, formatNumber, formatShare, formatValue } from '../words.js';
import { budgetRow } from './budget-row.js';
import { lineRow } from './metric-rows.js';
import { intervalWords, limitsWords, nameOf, resultLine, valueWords } from './result-words.js';
import { isWhole, resultAt, standingVerdict, verdictWords, type Series } from './series-index.js';
import { isOdd } from './stability.js';

const NONE: PlotLimits = { warn: null, alert: null };
const LATENCY = ['latency_p95_ms', 'latency_p99_ms', 'latency_p50_ms'];

/** Operations: the service over time, finer than the chunks; null when the log says nothing of it. */
export function operationsSection(
  report: Report,
  axis: TimeAxis,
  series: readonly Series[],
): LedgerSection | null {
  const own = series.filter((one) => one.results[0]?.family === 'operations' && one.part === null);
  const samples = axis.span === null ? [] : report.operations;
  if (own.length === 0 && samples.length === 0) return null;
  const find = (metric: string): Series | null => own.find((one) => one.metric === metric) ?? null;
  const plots = [
    samples.some((sample) => sample.latency_p95_ms !== null) ? latencyRow(axis, samples, own) : null,
    samples.some((sample) => sample.error_rate !== null)
      ? errorRow(axis, samples, find('error_rate'), report.slo)
      : null,
    samples.length > 0 ? requestsRow(axis, samples, find('requests')) : null,
  ].filter((row) => row !== null);
  const drawn = samples.length === 0 ? [] : [...LATENCY, 'error_rate', 'requests'];
  const rest = own.filter((one) => !drawn.includes(one.metric));
  return {
    id: 'operations',
    title: 'Operations',
    sentence: sentenceOf(own),
    hint: samples.length > 0 ? `${capitalise(sampleWords(samples))}.` : '',
    heat: null,
    plots: [
      ...plots,
      ...(axis.kind === 'window'
        ? []
        : rest
            .filter((one) => !isWhole(one))
            .map((one) =>
              one.metric === 'slo_budget_left'
                ? budgetRow(one, axis, report.slo, 56)
                : lineRow(one, axis, 56),
            )),
    ],
    lines: own.flatMap((one) =>
      one.standing !== null &&
      (axis.kind === 'window' ||
        (isOdd(one.standing) && one.standing.value === null) ||
        (isWhole(one) && rest.includes(one)))
        ? [resultLine(report, one.standing)]
        : [],
    ),
  };
}

function latencyRow(axis: TimeAxis, samples: readonly OperationsSample[], own: readonly Series[]): PlotRow {
  const checked = LATENCY.flatMap((metric) => own.filter((one) => one.metric === metric));
  const p95 = checked.find((one) => one.metric === 'latency_p95_ms');
  const limits = p95?.results[0]?.threshold ?? NONE;
  const highest = [...samples].sort((a, b) => (b.latency_p95_ms ?? 0) - (a.latency_p95_ms ?? 0))[0];
  const [objective] = numbersOf(limits.alert);
  const now = p95?.standing;
  return {
    id: 'latency',
    name: 'Latency',
    note: 'p95 line, p50 to p99 band, ms, log scale',
    plot: {
      spec: latencyChart(placeSamples(axis, samples), limits, 76),
      alt: `Latency: p95 ${now?.value === null || now === null || now === undefined ? 'not checked' : valueWords(now)}${objective === undefined ? '' : `, limit ${formatValue(objective, 'ms')}`}${highest === undefined || highest.latency_p95_ms === null ? '' : `; highest ${formatValue(highest.latency_p95_ms, 'ms')} on ${shortDay(highest.start)}`}.`,
      table: {
        head: ['from', 'p50', 'p95', 'p99'],
        rows: samples.map((sample) => [
          shortDay(sample.start),
          ...[sample.latency_p50_ms, sample.latency_p95_ms, sample.latency_p99_ms].map((ms) =>
            ms === null ? '' : formatValue(ms, 'ms'),
          ),
        ]),
      },
    },
    readings: axis.chunks.map((chunk, i): Reading => {
      const values = checked.flatMap((one): ReadingValue[] => {
        const result = resultAt(one, chunk.name);
        if (result === undefined || result.value === null) return [];
        const name = one.metric.replace('latency_', '').replace('_ms', '');
        return [
          {
            swatch: name === 'p95' ? 'cur' : 'band',
            name,
            value: valueWords(result),
            detail: limitsWords(result),
          },
        ];
      });
      const verdicts = checked.flatMap((one) => resultAt(one, chunk.name)?.verdict ?? []);
      const loudest = checked.find(
        (one) => resultAt(one, chunk.name)?.verdict === (verdicts.length === 0 ? null : worst(verdicts)),
      );
      return {
        values: values.length > 0 ? values : rangeOf(inChunk(axis, samples, i)),
        verdict: verdicts.length === 0 ? null : worst(verdicts),
        words: loudest === undefined ? 'not checked' : verdictWords(loudest, axis, i),
        note: '',
      };
    }),
  };
}

/** Without a check there is no value of the chunk: the ends of the samples say what is known. */
function rangeOf(samples: readonly OperationsSample[]): ReadingValue[] {
  const known = samples.map((sample) => sample.latency_p95_ms).filter((ms) => ms !== null);
  if (known.length === 0) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return [
    { swatch: 'cur', name: 'p95', value: `${formatNumber(low)} to ${formatValue(high, 'ms')}`, detail: '' },
  ];
}

function errorRow(
  axis: TimeAxis,
  samples: readonly OperationsSample[],
  series: Series | null,
  slo: Report['slo'],
): PlotRow {
  const promised = slo === null || slo === undefined ? null : 1 - slo.objective;
  const limits = series?.results[0]?.threshold ?? NONE;
  const [limit] = numbersOf(limits.alert);
  const over = limit === undefined ? [] : samples.filter((sample) => (sample.error_rate ?? 0) > limit);
  const now = series?.standing ?? null;
  return {
    id: 'errors',
    name: 'Errors',
    note: `Share of failed requests${promised === null ? '' : `; the SLO allows ${formatShare(promised)} over ${slo?.window ?? ''}`}${thinnedWords(samples.length)}`,
    plot: {
      spec: errorRateChart(placeSamples(axis, samples), limits, 44, promised),
      alt: `Error rate ${now === null || now.value === null ? 'not checked' : valueWords(now)}${limit === undefined ? '' : `, limit ${formatShare(limit)}; ${over.length === 0 ? 'never over it' : `over it ${over.length} times, the last on ${shortDay(over.at(-1)?.start ?? '')}`}`}.`,
      table: {
        head: ['from', 'error rate'],
        rows: samples.map((sample) => [
          shortDay(sample.start),
          sample.error_rate === null ? '' : formatShare(sample.error_rate),
        ]),
      },
    },
    readings: axis.chunks.map((chunk, i): Reading => {
      const result = series === null ? undefined : resultAt(series, chunk.name);
      if (series === null || result === undefined || result.value === null)
        return { values: [], verdict: null, words: 'not checked', note: '' };
      const limits = limitsWords(result);
      return {
        values: [{ swatch: null, name: '', value: valueWords(result), detail: intervalWords(result) }],
        verdict: result.verdict,
        words: `${verdictWords(series, axis, i)}${limits === '' ? '' : `; ${limits}`}`,
        note: '',
      };
    }),
  };
}

function requestsRow(axis: TimeAxis, samples: readonly OperationsSample[], series: Series | null): PlotRow {
  const [low, high] = [
    Math.min(...samples.map((one) => one.requests)),
    Math.max(...samples.map((one) => one.requests)),
  ];
  return {
    id: 'requests',
    name: 'Requests',
    note: capitalise(sampleWords(samples)),
    plot: {
      spec: requestsChart(placeSamples(axis, samples), 34),
      alt: `Requests: between ${formatCount(low)} and ${formatCount(high)}, ${sampleWords(samples)}.`,
      table: {
        head: ['from', 'requests'],
        rows: samples.map((sample) => [shortDay(sample.start), formatCount(sample.requests)]),
      },
    },
    readings: axis.chunks.map((chunk, i): Reading => {
      const result = series === null ? undefined : resultAt(series, chunk.name);
      const judged = result !== undefined && result.verdict !== 'info';
      return {
        values: [{ swatch: null, name: '', value: formatCount(chunk.rows), detail: `in the ${chunk.title}` }],
        verdict: judged ? result.verdict : null,
        words: judged && series !== null ? verdictWords(series, axis, i) : '',
        note: '',
      };
    }),
  };
}

function inChunk(axis: TimeAxis, samples: readonly OperationsSample[], index: number): OperationsSample[] {
  const chunk = axis.chunks[index];
  if (chunk === undefined) return [];
  return samples.filter((sample) => {
    const x = positionOf(axis, sample.start);
    return x !== null && x >= chunk.x0 - 1e-9 && x < chunk.x1 - 1e-9;
  });
}

/** `per day`, `per hour`. */
function sampleWords(samples: readonly OperationsSample[]): string {
  const gaps = samples.flatMap((sample, i) =>
    i === 0 ? [] : [Date.parse(sample.start) - Date.parse(samples[i - 1]?.start ?? '')],
  );
  const hours = Math.min(...gaps) / 3_600_000;
  return hours === 1 ? 'per hour' : hours === 24 ? 'per day' : 'as logged';
}

function sentenceOf(own: readonly Series[]): string {
  if (own.length === 0) return 'No check looks at the service.';
  const of = (...verdicts: Verdict[]): string[] =>
    own.filter((one) => verdicts.includes(standingVerdict(one))).map((one) => nameOf(one.metric));
  const bad = of('alert', 'warn');
  if (bad.length > 0)
    return `${capitalise(formatList(bad))} ${bad.length === 1 ? 'is' : 'are'} beyond the limit.`;
  const lost = of('error', 'unknown');
  if (lost.length > 0) return `Cannot tell: ${formatList(lost)}.`;
  return of('pass').length === 0 ? 'Values only: no limit is set.' : 'Within every limit.';
}
