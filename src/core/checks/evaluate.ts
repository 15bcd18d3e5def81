import type { ConfigDocument } from '../config/document.js';
import type { Duration } from '../config/duration.js';
import type { CheckSpec, Monitor } from '../config/monitor.js';
import { comparesWithReference } from '../metrics/compares.js';
import type { Metric, MetricInput, MetricValue } from '../metrics/metric.js';
import { METRICS, metricById, metricOf } from '../metrics/registry.js';
import { mergeRows } from '../profile/merge.js';
import type { RowsProfile, SliceProfile } from '../profile/profiles.js';
import { remember } from '../profile/remember.js';
import { sliceOf } from '../profile/slice.js';
import type { Chunk, Window } from '../profile/windows.js';
import type { Result, Verdict } from '../report/report.js';
import { formatChunk } from '../report/words.js';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.js';
import { tooEarly, type ColumnValues, type Comparison } from './column-values.js';
import { isByChunk } from './by-chunk.js';
import { columnsOfCheck } from './columns-of-check.js';
import { causeOf, explain } from './explain.js';
import { heldBack, matureOn } from './held-back.js';
import { judge, type Judgement } from './judge.js';
import { segmentKey } from './segments.js';
import { isLearned, limitsOf, needsReferenceValue, unlearnedWords, type Limits } from './limits.js';

/** Everything the checks look at. */
export interface EvaluateInput extends Comparison {
  readonly document: ConfigDocument;
  /** Values of the metrics that look at one column. */
  readonly values: ColumnValues;
  /** The same of the rows of each segment, by `segmentKey`. */
  readonly segments: ReadonlyMap<string, readonly SegmentInput[]>;
}

/** One segment of the rows, with all that a check looks at. */
export type SegmentInput = Omit<EvaluateInput, 'segments' | 'document'>;

/** A result before it is known which rows stand. */
export type Row = Omit<Result, 'standing' | 'standing_verdict'> & {
  /** Position of the chunk in time; -1 for the window row. */
  readonly position: number;
  /** Whether the row may stand: its chunk is complete, and mature where labels are needed. */
  readonly eligible: boolean;
  /** What made a shift, in a sentence for the summary. */
  readonly cause: string | null;
};

const CONFIDENCE = 0.95;
const NO_LIMITS: Limits = { warn: null, alert: null };

/** What is known of checks already. */
export type KnownRows = ReadonlyMap<CheckSpec, readonly Row[]>;

/** Rows of every check of the config, and of the checks that always run: those of one check in one window or chunk at a time. */
export function* evaluate(input: EvaluateInput, known: KnownRows): Generator<readonly Row[]> {
  const configured = new Set(input.monitor.checks.map((check) => check.metric));
  const always = METRICS.filter((metric) => metric.always && !configured.has(metric.id)).map(alwaysCheck);
  for (const check of [...input.monitor.checks, ...always]) {
    const rows = known.get(check);
    if (rows === undefined) yield* evaluateCheck(check, input);
    else yield rows;
  }
}

function alwaysCheck(metric: Metric): CheckSpec {
  return {
    id: '',
    family: metric.family,
    metric: metric.id,
    of: null,
    segment: null,
    every: null,
    minRows: 0,
    warn: { kind: 'default' },
    alert: { kind: 'default' },
    bins: null,
    definition: 'tidemark',
    k: 10,
  };
}

/** Rows of one check. */
export function* evaluateCheck(check: CheckSpec, input: EvaluateInput): Generator<Row[]> {
  const metric = metricOf(check);
  const unsupported =
    metricById(check.metric) === null
      ? `The metric ${check.metric} is not supported yet.`
      : unsupportedPart(check);
  if (metric === null || unsupported !== null) {
    yield [errorRow(check, metric, unsupported ?? '', input.current.rows)];
    return;
  }
  const columns = metric.subject === 'slice' ? [null] : columnsOfCheck(check, metric, input);
  if (columns.length === 0) {
    yield [errorRow(check, metric, noSubjects(check, input.monitor), input.current.rows)];
    return;
  }
  const views = check.segment === null ? [input] : (input.segments.get(segmentKey(check.segment)) ?? []);
  if (views.length === 0) {
    yield [errorRow(check, metric, noSegments(check), input.current.rows)];
    return;
  }
  const subjects = views.flatMap((view) =>
    columns.map((column): CheckSubject => {
      const base = baseOf(check, metric, column, view);
      const limits = limitsOf(check, metric, base.whole, base.chunks);
      return { column, view, limits, unlearned: unlearnedWords(check, base.chunks) };
    }),
  );
  // Each chunk has a rolling reference of its own; the window as a whole has none.
  if (input.rolling === null || !comparesWithReference(metric)) yield judgeSlice(check, metric, subjects, -1);
  if (!isByChunk(check, metric)) return;
  for (const position of input.current.chunks.keys()) yield judgeSlice(check, metric, subjects, position);
}

/** What one row of a check is about. */
interface CheckSubject {
  readonly column: string | null;
  /** The rows that are looked at: all, or those of a segment. */
  readonly view: SegmentInput;
  readonly limits: Limits;
  /** Why it is not judged where a limit is to be learned and cannot be. */
  readonly unlearned: string | null;
}

/** Whether this version can do what a check asks for. */
export function isSupported(check: CheckSpec): boolean {
  return unsupportedPart(check) === null;
}

/** What a check asks for that this version cannot do: running it without would give another number. */
function unsupportedPart(check: CheckSpec): string | null {
  if (metricOf(check) === null)
    return `There is no ${check.metric} by the definition of ${check.definition}.`;
  return null;
}

function noSubjects(check: CheckSpec, monitor: Monitor): string {
  const of = check.of?.kind ?? 'features';
  if (of === 'prediction') return 'No column has the role prediction: set logs.columns.prediction.';
  if (of === 'label') return 'There are no labels: set feedback.labels, or logs.columns.label.';
  if (of === 'score') return 'No column has the role score: set logs.columns.score.';
  return monitor.logs.features === null
    ? 'No column of the log is fit for this metric.'
    : `No feature is fit for ${check.metric}.`;
}

function noSegments(check: CheckSpec): string {
  return `No current row has a value of ${check.segment?.column}: there are no segments to judge.`;
}

/** The current window's rows: all of them, or those whose labels have had the time to arrive. */
export function windowRows(input: SegmentInput, needsLabels: boolean): RowsProfile | null {
  const { current } = input;
  return !needsLabels || current.chunks.length === 0 ? current.profile : matureRows(current);
}

/** Each check of labels asks for them. */
const matureRows = remember(({ rows, profile, chunks }: Window): RowsProfile | null => {
  const mature = chunks.filter((chunk) => chunk.mature);
  if (mature.reduce((sum, chunk) => sum + chunk.rows, 0) === rows) return profile;
  return mergeRows(mature.map((chunk) => chunk.profile).filter((own) => own !== null));
});

/** Whether a check looks at labels, and so at the chunks whose labels have had the time to arrive. */
export function needsMature(check: CheckSpec, metric: Metric): boolean {
  return (metric.needs.includes('label') || check.of?.kind === 'label') && !metric.windowOnly;
}

function judgeSlice(
  check: CheckSpec,
  metric: Metric,
  subjects: readonly CheckSubject[],
  position: number,
): Row[] {
  const needsLabels = needsMature(check, metric);
  const definition = definitionOf(metric, check);
  const size = metric.sizeKey === undefined ? null : metricById(metric.sizeKey);
  const measured = subjects.map(({ column, view, limits, unlearned }) => {
    const chunk = view.current.chunks[position] ?? null;
    if (column !== null) {
      const found = view.values.of(check, metric, column);
      const value = position < 0 ? found.whole : (found.chunks[position] ?? found.whole);
      return { column, view, chunk, value, limits, unlearned };
    }
    const current = chunk === null ? windowRows(view, needsLabels) : chunk.profile;
    const ids = chunk === null ? view.current.ids : chunk.ids;
    const period = periodOf(chunk ?? view.current, view);
    const past = view.rolling?.before[position] ?? null;
    const value =
      view.rolling !== null && past === null && comparesWithReference(metric)
        ? tooEarly(view.rolling, chunk?.rows ?? view.current.rows)
        : metric.compute({
            ...inputOf(check, view, current, ids, period),
            ...(view.rolling === null ? {} : { reference: past === null ? null : sliceOf(past.profile) }),
            inChunk: chunk !== null,
          });
    return { column, view, chunk, value, limits, unlearned };
  });
  const values = needsLabels && position < 0 ? measured.map(toldIfHeldBack) : measured;
  const tested = values.filter(({ value }) => value.pValue !== null);
  const adjusted = benjaminiHochberg(
    tested.map(({ value }) => Math.max(value.pValue ?? 1, value.drawnP ?? 0)),
  );
  const qValues = new Map(tested.map((entry, i) => [entry, adjusted[i] ?? 1]));
  return values.flatMap((entry) => {
    const { view, chunk } = entry;
    const { monitor } = view;
    const waiting = waitingFor(chunk, needsLabels, view);
    const qValue = qValues.get(entry) ?? null;
    const judged = judge(metric, entry.value, qValue, entry.limits, {
      minRows: check.minRows,
      falseDiscoveryRate: monitor.alerts.falseDiscoveryRate,
    });
    const waits =
      (entry.unlearned !== null && entry.value.value !== null) ||
      (waiting !== null && judged.verdict !== 'info');
    const judgement = waits && judged.verdict !== 'error' ? UNJUDGED : judged;
    const make = (column: string | null, value: MetricValue, because: Judgement): Row => ({
      check: check.id === '' ? null : check.id,
      family: metric.family,
      metric: metric.id,
      subject: { column, segment: view.segment, version: null },
      chunk: chunk?.name ?? null,
      value: finite(value.value),
      interval: value.interval,
      confidence: CONFIDENCE,
      p_value: finite(value.pValue),
      q_value: qValue,
      n_reference: value.nReference,
      n_current: value.nCurrent,
      exact: value.exact,
      threshold: metric.sizeKey === undefined ? entry.limits : NO_LIMITS,
      ...(metric.sizeKey === undefined || value.size === undefined
        ? {}
        : { size: { metric: metric.sizeKey, value: value.size, threshold: entry.limits } }),
      verdict: because.verdict,
      definition,
      explanation: explain({
        metric,
        size,
        value,
        judgement: because.reason === 'own' || because.verdict !== 'unknown' ? because : judged,
        limits: entry.limits,
        qValue,
        column,
        segment: view.segment,
        chunk: chunk === null ? null : chunkWords(chunk, monitor),
        waiting: because === UNJUDGED ? (waiting ?? entry.unlearned) : null,
        minRows: check.minRows,
      }),
      position,
      eligible: chunk !== null && chunk.complete && (!needsLabels || chunk.mature),
      cause: causeOf(value, because),
    });
    const further = entry.value.further ?? [];
    return [
      make(entry.column, entry.value, judgement),
      ...further.map((value) =>
        make(value.column, value, { verdict: value.verdict ?? 'info', reason: 'own' }),
      ),
    ];
  });
}

/** A value of the window row that is missing because no label counts yet says so, and when they will. */
function toldIfHeldBack<Measured extends { readonly value: MetricValue; readonly view: SegmentInput }>(
  measured: Measured,
): Measured {
  const { value, view } = measured;
  if (value.value !== null || value.verdict !== 'unknown') return measured;
  const because = heldBack(view.current, view.monitor, (chunk) => chunkWords(chunk, view.monitor));
  return because === null ? measured : { ...measured, value: { ...value, because } };
}

/** What a metric of all rows is given: the reference and the slice to look at. */
export function inputOf(
  check: CheckSpec,
  input: SegmentInput,
  current: RowsProfile | null,
  ids: MetricInput['ids'],
  period: MetricInput['period'] = null,
): MetricInput {
  const { monitor, facts, reference, values } = input;
  return {
    monitor,
    column: null,
    reference: reference?.profile ? sliceOf(reference.profile) : null,
    current: sliceOf(current),
    window: sliceOf(input.current.profile),
    referenceChunks: reference === null ? [] : completeChunks(reference),
    bins: check.bins,
    k: check.k,
    facts: { ...facts, emptyColumns: values.emptyColumns },
    period,
    ids,
  };
}

/** The reference's complete chunks that have rows: they tell how a metric varies by nature. */
const completeChunks = remember(({ chunks }: Window): readonly SliceProfile[] =>
  chunks.flatMap(({ complete, profile }) => (complete && profile !== null ? [sliceOf(profile)] : [])),
);

/** What of a chunk or window has been logged: the last chunk is not over. */
function periodOf(
  { start, end }: { readonly start: number | null; readonly end: number | null },
  { facts }: SegmentInput,
): MetricInput['period'] {
  return start === null || end === null ? null : { start, end: Math.min(end, facts.asOf ?? end) };
}

const UNJUDGED: Judgement = { verdict: 'unknown', reason: 'no-value' };

/** The metric's own values on the reference, for limits that depend on them. */
interface Base {
  /** Of all its rows, where a limit is a change against it. */
  readonly whole: number | null;
  /** Of each of its complete (for labels: mature) chunks that has a value, where a limit is learned. */
  readonly chunks: readonly number[];
}

function baseOf(check: CheckSpec, metric: Metric, column: string | null, input: SegmentInput): Base {
  const { reference } = input;
  if (reference?.profile === null || reference === null) return { whole: null, chunks: [] };
  const found = column === null ? null : input.values.of(check, metric, column);
  const compute = (chunk: Chunk): MetricValue =>
    metric.compute({
      ...inputOf(check, input, chunk.profile, chunk.ids, periodOf(chunk, input)),
      window: sliceOf(reference.profile),
      inChunk: true,
    });
  const whole =
    found !== null
      ? found.onReference
      : needsReferenceValue(check)
        ? metric.compute(inputOf(check, input, reference.profile, null)).value
        : null;
  if (!isLearned(check)) return { whole, chunks: [] };
  const chunks = reference.chunks.flatMap((chunk, i) => {
    if (!chunk.complete || (metric.needs.includes('label') && !chunk.mature)) return [];
    const value = found === null ? compute(chunk) : (found.referenceChunks[i] ?? null);
    const measured = value?.size ?? value?.value ?? null;
    return measured === null || !Number.isFinite(measured) ? [] : [measured];
  });
  return { whole, chunks };
}

/** Why the value of a chunk is not judged yet, and when it will be. */
function waitingFor(chunk: Chunk | null, needsLabels: boolean, { monitor }: SegmentInput): string | null {
  if (chunk === null) return null;
  if (!chunk.complete) return 'the chunk is not over.';
  return needsLabels && !chunk.mature ? `its labels are not mature yet${matureOn(chunk, monitor)}.` : null;
}

function definitionOf(metric: Metric, check: CheckSpec): string {
  const bins =
    check.bins === null || check.definition !== 'tidemark' ? '' : `; bins: ${JSON.stringify(check.bins)}`;
  return `${metric.definition}: ${metric.formula}${bins}`;
}

function chunkWords(chunk: Chunk, monitor: Monitor): string {
  return formatChunk(chunk.name, timeEvery(monitor));
}

/** Length of the chunks where it is a time. */
export function timeEvery(monitor: Monitor): Duration | null {
  return monitor.every?.kind === 'time' ? monitor.every.every : null;
}

/** JSON has no NaN and no Infinity. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function errorRow(check: CheckSpec, metric: Metric | null, because: string, rows: number): Row {
  const verdict: Verdict = 'error';
  return {
    check: check.id,
    family: check.family,
    metric: check.metric,
    subject: { column: null, segment: null, version: null },
    chunk: null,
    value: null,
    interval: null,
    confidence: CONFIDENCE,
    p_value: null,
    q_value: null,
    n_reference: null,
    n_current: rows,
    exact: true,
    threshold: NO_LIMITS,
    verdict,
    definition: metric === null ? 'not known to this version' : definitionOf(metric, check),
    explanation: because,
    position: -1,
    eligible: false,
    cause: null,
  };
}
