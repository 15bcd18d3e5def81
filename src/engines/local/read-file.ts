import type { AccumulatorFactory } from '../../core/profile/accumulate.js';
import { type NumericAccumulator } from '../../core/profile/accumulate.js';
import { MomentsAccumulator } from '../../core/profile/moments.js';
import type { PerformancePlan, ProfilePlan } from '../../core/profile/plan.js';
import type { LabelledProfile, NumericColumn } from '../../core/profile/profiles.js';
import type { NumericProfile } from '../../core/profile/numeric-profile.js';
import { doubles, integers, type Database } from './database.js';
import type { OpenFile } from './inspect.js';
import type { Scan } from './scan.js';
import { asDouble, canonicalText, text } from './sql.js';

/** What streaming one file gives for each chunk. */
export interface StreamedCell {
  readonly columns: ReadonlyMap<string, NumericColumn>;
  readonly labelled: LabelledProfile | null;
  /** Latency by interval of the operations series. */
  readonly latency: ReadonlyMap<number | null, NumericProfile>;
}

/** Labels of a file's rows: from a column of the log, or joined (ascending rows and their codes). */
export type RowLabels =
  { readonly column: string } | { readonly rows: Float64Array; readonly codes: Int32Array } | null;

/** Stands for "no chunk" and "no interval" in the streamed integer columns. */
const NONE = -2147483647;

/** Scores closer to 0 or 1 than this are clipped before their logarithm (scikit-learn's float64 epsilon). */
const EPSILON = 2.220446049250313e-16;

/**
 * Streams the numeric columns of one file once and folds every row into the accumulators of its chunk:
 * columns, latency, and where there are labels the scores by label, hits and log loss.
 */
export async function streamFile(
  database: Database,
  plan: ProfilePlan,
  file: OpenFile,
  scan: Scan,
  rows: number,
  labels: RowLabels,
  labelValues: readonly string[],
  factory: AccumulatorFactory,
  signal: AbortSignal,
): Promise<Map<number | null, StreamedCell>> {
  const numeric = plan.columns.filter((column) => column.kind === 'numeric').map((column) => column.name);
  const { performance } = plan;
  const scores = performance === null || labels === null ? [] : scoreColumns(performance);
  const expressions = [
    `coalesce(${scan.chunk}, ${NONE})::INTEGER`,
    `coalesce(${scan.slot}, ${NONE})::INTEGER`,
    ...numeric.map((column) => asDouble(file.columns.get(column))),
    plan.roles.latency === null ? null : asDouble(file.columns.get(plan.roles.latency)),
    ...(labels === null || performance === null
      ? []
      : [
          'rows' in labels ? `${scan.row}::DOUBLE` : codeOf(file, labels.column, labelValues),
          predictionCode(performance, file, labelValues),
          ...scores.map((column) => asDouble(file.columns.get(column))),
        ]),
  ].filter((expression) => expression !== null);
  const cells = new Map<number, CellAccumulator>();
  const hasLatency = plan.roles.latency !== null;
  let cursor = 0;
  const judge = performance === null || labels === null ? null : rowJudge(performance, labelValues);

  await database.stream(
    `SELECT ${expressions.join(', ')} FROM ${scan.from} WHERE ${scan.where}`,
    rows,
    signal,
    (chunk) => {
      const size = chunk.rowCount;
      const chunks = integers(chunk, 0);
      const slots = integers(chunk, 1);
      const columns = numeric.map((_, i) => doubles(chunk, 2 + i));
      let at = 2 + numeric.length;
      const latency = hasLatency ? doubles(chunk, at++) : null;
      const marks = judge === null ? null : { label: doubles(chunk, at), prediction: doubles(chunk, at + 1) };
      const scoreValues = judge === null ? [] : scores.map((_, i) => doubles(chunk, at + 2 + i));
      let current = NONE - 1;
      let cell: CellAccumulator | undefined;
      for (let row = 0; row < size; row++) {
        const index = chunks[row] as number;
        if (index !== current || cell === undefined) {
          current = index;
          cell = cells.get(index);
          if (cell === undefined) {
            cell = new CellAccumulator(numeric.length, factory, judge !== null);
            cells.set(index, cell);
          }
        }
        for (let i = 0; i < columns.length; i++) {
          (cell.columns[i] as NumericAccumulator).add((columns[i] as Float64Array)[row] as number);
        }
        if (latency !== null) cell.latencyAt(slots[row] as number).add(latency[row] as number);
        if (marks === null || judge === null || cell.labelled === null) continue;
        let code = marks.label[row] as number;
        if (labels !== null && 'rows' in labels) {
          // Rows come in file order on both sides: one pass joins them.
          while (cursor < labels.rows.length && (labels.rows[cursor] as number) < code) cursor++;
          code = labels.rows[cursor] === code ? (labels.codes[cursor] as number) : -1;
        }
        if (code >= 0) judge(cell.labelled, code, marks.prediction[row] as number, scoreValues, row);
      }
    },
  );
  const finished = new Map<number | null, StreamedCell>();
  for (const [index, cell] of cells) finished.set(index === NONE ? null : index, cell.finish(numeric));
  return finished;
}

class CellAccumulator {
  readonly columns: NumericAccumulator[];
  readonly labelled: LabelledAccumulator | null;
  readonly #latency = new Map<number, NumericAccumulator>();

  constructor(
    columns: number,
    private readonly factory: AccumulatorFactory,
    labelled: boolean,
  ) {
    this.columns = Array.from({ length: columns }, () => factory.create());
    this.labelled = labelled ? new LabelledAccumulator(factory) : null;
  }

  latencyAt(slot: number): NumericAccumulator {
    let accumulator = this.#latency.get(slot);
    if (accumulator === undefined) {
      accumulator = this.factory.create();
      this.#latency.set(slot, accumulator);
    }
    return accumulator;
  }

  finish(names: readonly string[]): StreamedCell {
    const columns = new Map<string, NumericColumn>();
    for (const [i, column] of names.entries())
      columns.set(column, (this.columns[i] as NumericAccumulator).finish());
    const latency = new Map<number | null, NumericProfile>();
    for (const [slot, accumulator] of this.#latency)
      latency.set(slot === NONE ? null : slot, accumulator.finish().values);
    return { columns, labelled: this.labelled?.finish() ?? null, latency };
  }
}

class LabelledAccumulator {
  rows = 0;
  judged = 0;
  correct = 0;
  readonly positives: NumericAccumulator;
  readonly negatives: NumericAccumulator;
  readonly logLoss = new MomentsAccumulator();
  scored = false;

  constructor(factory: AccumulatorFactory) {
    this.positives = factory.create();
    this.negatives = factory.create();
  }

  finish(): LabelledProfile {
    return {
      rows: this.rows,
      judged: this.judged,
      correct: this.correct,
      positives: this.scored ? this.positives.finish().values : null,
      negatives: this.scored ? this.negatives.finish().values : null,
      logLoss: this.scored ? this.logLoss.finish() : null,
    };
  }
}

type RowJudge = (
  cell: LabelledAccumulator,
  label: number,
  prediction: number,
  scores: readonly Float64Array[],
  row: number,
) => void;

/** How one labelled row counts, by task: decided once, outside the loop over rows. */
function rowJudge(performance: PerformancePlan, values: readonly string[]): RowJudge {
  const hits = (cell: LabelledAccumulator, label: number, prediction: number): void => {
    cell.rows++;
    if (prediction < -1) return;
    cell.judged++;
    if (prediction === label) cell.correct++;
  };
  if (performance.task === 'binary') {
    const positive = positiveCode(performance.positive, values);
    const derive = performance.prediction === null && performance.score !== null;
    return (cell, label, prediction, scores, row) => {
      const score = scores[0]?.[row] ?? NaN;
      const isPositive = label === positive;
      if (derive) {
        cell.rows++;
        if (score - score === 0) {
          cell.judged++;
          if (score >= performance.threshold === isPositive) cell.correct++;
        }
      } else hits(cell, label, prediction);
      if (score - score !== 0) return;
      cell.scored = true;
      (isPositive ? cell.positives : cell.negatives).add(score);
      const p = Math.min(Math.max(score, EPSILON), 1 - EPSILON);
      cell.logLoss.add(isPositive ? -Math.log(p) : -Math.log1p(-p));
    };
  }
  if (
    performance.task === 'multiclass' &&
    typeof performance.score === 'object' &&
    performance.score !== null
  ) {
    const classes = Object.keys(performance.score);
    const columnOf = values.map((value) => classes.indexOf(value));
    return (cell, label, prediction, scores, row) => {
      hits(cell, label, prediction);
      const score = scores[columnOf[label] ?? -1]?.[row] ?? NaN;
      if (score - score !== 0) return;
      cell.scored = true;
      cell.logLoss.add(-Math.log(Math.min(Math.max(score, EPSILON), 1 - EPSILON)));
    };
  }
  return hits;
}

/** Code of the positive class: as configured, else the larger label. */
export function positiveCode(positive: string | null, values: readonly string[]): number {
  if (positive === null) return values.length - 1;
  const exact = values.indexOf(positive);
  if (exact >= 0) return exact;
  // Booleans are read as 1 and 0.
  return values.indexOf(positive === 'true' ? '1' : positive === 'false' ? '0' : positive);
}

function scoreColumns(performance: PerformancePlan): string[] {
  if (performance.score === null) return [];
  return typeof performance.score === 'string' ? [performance.score] : Object.values(performance.score);
}

/** Position of a column's value among the labels as a double; -1 for another value, -2 for none. */
function codeOf(file: OpenFile, column: string, values: readonly string[]): string {
  const facts = file.columns.get(column);
  if (facts === undefined) return `-2::DOUBLE`;
  const list = `[${values.map((value) => text(value)).join(', ')}]::VARCHAR[]`;
  const value = canonicalText(facts, true);
  return `CASE WHEN (${value}) IS NULL THEN -2 ELSE coalesce(list_position(${list}, ${value}), 0) - 1 END::DOUBLE`;
}

function predictionCode(performance: PerformancePlan, file: OpenFile, values: readonly string[]): string {
  return performance.prediction === null ? `-2::DOUBLE` : codeOf(file, performance.prediction, values);
}
