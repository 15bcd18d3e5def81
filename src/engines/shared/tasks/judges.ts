import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { clipScore } from '../../../core/profile/clip-score.js';
import { ComomentsAccumulator } from '../../../core/profile/comoments.js';
import { MomentsAccumulator } from '../../../core/profile/moments.js';
import { ERROR_VARIABLES } from '../../../core/profile/profiles.js';
import { workingRoom } from '../../../core/profile/working-room.js';
import { plainOf } from './plain.js';
import type { JudgeSpec, PlainLabelled } from './task.js';

/** What is known of some rows, in their order; NaN where there is nothing. */
export interface LabelledBlock {
  readonly count: number;
  /** Positions of their classes, or their numbers; NaN for rows without a label. */
  readonly labels: Float64Array;
  /** Positions of the classes that are said, -1 for none of the classes; or numbers. */
  readonly predictions: Float64Array;
  readonly scores: readonly Float64Array[];
  /** The list that a row belongs to. */
  readonly queryOf: ((row: number) => string | null) | null;
}

/** Folds the labelled rows of one cell. */
export interface Judge {
  /** Adds rows; those without a label are left out. */
  add(rows: LabelledBlock): void;
  finish(): PlainLabelled;
}

/** The judge of a task's rows; `labelValues`: it profiles the labels too. */
export function judgeOf(spec: JudgeSpec, factory: AccumulatorFactory, labelValues: boolean): Judge {
  const judge = plainJudge(spec, factory);
  return labelValues ? new LabelValues(judge, 'classes' in spec ? spec.classes : null, factory) : judge;
}

function plainJudge(spec: JudgeSpec, factory: AccumulatorFactory): Judge {
  switch (spec.task) {
    case 'binary':
      return new BinaryJudge(spec, factory);
    case 'multiclass':
      return new MulticlassJudge(spec, factory);
    case 'regression':
      return new RegressionJudge(factory);
    case 'ranking':
      return new RankingJudge();
  }
}

const NOTHING: PlainLabelled = {
  rows: 0,
  confusion: null,
  positives: null,
  negatives: null,
  logLoss: null,
  brier: null,
  classScores: null,
  errors: null,
  lists: null,
  labels: null,
};

const isFinite = (x: number): boolean => x - x === 0;

/** `-ln p`, the score of the true class clipped. */
export function lossOf(score: number): number {
  return -Math.log(clipScore(score));
}

/** `-ln(1 − p)`, the score of the class that it was not clipped. */
export function lossOfOther(score: number): number {
  return -Math.log1p(-clipScore(score));
}

/** Counts rows by label and prediction. */
class ConfusionCounts {
  readonly #counts: Float64Array | null;
  readonly #sparse = new Map<number, number>();
  readonly #width: number;

  constructor(classes: number) {
    this.#width = classes + 1;
    this.#counts = classes <= 64 ? new Float64Array(classes * this.#width) : null;
  }

  add(label: number, prediction: number, rows = 1): void {
    const at = label * this.#width + (prediction < 0 ? this.#width - 1 : prediction);
    if (this.#counts === null) this.#sparse.set(at, (this.#sparse.get(at) ?? 0) + rows);
    else this.#counts[at] = (this.#counts[at] as number) + rows;
  }

  finish(): Map<number, number> {
    if (this.#counts === null) return this.#sparse;
    return new Map([...this.#counts.entries()].filter(([, rows]) => rows > 0));
  }
}

/** Profiles the labels themselves beside what another judge makes of the rows. */
class LabelValues implements Judge {
  readonly #counts = new Map<string, number>();
  readonly #numbers: NumericAccumulator;

  constructor(
    private readonly judge: Judge,
    private readonly classes: readonly string[] | null,
    factory: AccumulatorFactory,
  ) {
    this.#numbers = factory.create();
  }

  add(rows: LabelledBlock): void {
    this.judge.add(rows);
    const { labels, count } = rows;
    for (let i = 0; i < count; i++) {
      const label = labels[i] as number;
      if (this.classes === null) {
        if (label === label) this.#numbers.add(label);
        continue;
      }
      const name = this.classes[label];
      if (name !== undefined) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  finish(): PlainLabelled {
    const labels = this.classes === null ? plainOf(this.#numbers.finish()) : { counts: this.#counts };
    return { ...this.judge.finish(), labels };
  }
}

class BinaryJudge implements Judge {
  #rows = 0;
  #scored = false;
  readonly #confusion: ConfusionCounts;
  readonly #positives: NumericAccumulator;
  readonly #negatives: NumericAccumulator;
  readonly #logLoss = new MomentsAccumulator();
  readonly #brier = new MomentsAccumulator();
  /** Position of the class that is not the positive one; -1 where no label is it. */
  readonly #negative: number;

  constructor(
    private readonly spec: JudgeSpec & { readonly task: 'binary' },
    factory: AccumulatorFactory,
  ) {
    this.#confusion = new ConfusionCounts(spec.classes.length);
    this.#positives = factory.create();
    this.#negatives = factory.create();
    this.#negative = spec.classes.findIndex((_, i) => i !== spec.positive);
  }

  add({ count, labels, predictions, scores }: LabelledBlock): void {
    const { classes, positive, threshold } = this.spec;
    const [own = null] = scores;
    const width = classes.length + 1;
    const cells = classes.length * width;
    const { run, buffer, at } = workingRoom(16 + 8 * (cells + 7 * count));
    const counts = new Float64Array(buffer, at + 16, cells).fill(0);
    const column = (i: number): Float64Array =>
      new Float64Array(buffer, at + 16 + 8 * (cells + i * count), count);
    const [given, said, score] = [column(0), column(1), column(2)];
    const [yes, no, loss, square] = [column(3), column(4), column(5), column(6)];
    given.set(labels);
    said.set(predictions.subarray(0, count));
    if (own === null) score.fill(NaN);
    else score.set(own);
    run.judgeBinary(
      given.byteOffset,
      said.byteOffset,
      score.byteOffset,
      count,
      positive,
      this.#negative,
      threshold ?? NaN,
      width,
      counts.byteOffset,
      yes.byteOffset,
      no.byteOffset,
      loss.byteOffset,
      square.byteOffset,
      at,
    );
    const [rows = 0, positives = 0, negatives = 0] = new Uint32Array(buffer, at, 3);
    this.#rows += rows;
    for (const [cell, found] of counts.entries())
      if (found > 0) this.#confusion.add(Math.floor(cell / width), cell % width, found);
    const scored = positives + negatives;
    if (scored === 0) return;
    this.#scored = true;
    this.#positives.addRange(yes, 0, positives);
    this.#negatives.addRange(no, 0, negatives);
    this.#logLoss.addRange(loss, scored);
    this.#brier.addRange(square, scored);
  }

  finish(): PlainLabelled {
    const { classes, positive } = this.spec;
    return {
      ...NOTHING,
      rows: this.#rows,
      confusion: { classes, positive, counts: this.#confusion.finish() },
      positives: this.#scored ? plainOf(this.#positives.finish()) : null,
      negatives: this.#scored ? plainOf(this.#negatives.finish()) : null,
      logLoss: this.#scored ? this.#logLoss.finish() : null,
      brier: this.#scored ? this.#brier.finish() : null,
    };
  }
}

class MulticlassJudge implements Judge {
  #rows = 0;
  #scored = false;
  readonly #confusion: ConfusionCounts;
  readonly #logLoss = new MomentsAccumulator();
  /** Of each class with a score: its position, its score's, and the scores of its rows and of the others. */
  readonly #areas: { code: number; column: number; own: NumericAccumulator; others: NumericAccumulator }[];

  constructor(
    private readonly spec: JudgeSpec & { readonly task: 'multiclass' },
    factory: AccumulatorFactory,
  ) {
    this.#confusion = new ConfusionCounts(spec.classes.length);
    this.#areas = spec.columns.flatMap((column, code) =>
      spec.areas && column >= 0 ? [{ code, column, own: factory.create(), others: factory.create() }] : [],
    );
  }

  add(rows: LabelledBlock): void {
    for (let i = 0; i < rows.count; i++) this.#addRow(rows, i);
  }

  #addRow({ labels, predictions, scores }: LabelledBlock, i: number): void {
    const [label, prediction] = [labels[i] as number, predictions[i] as number];
    if (!(label >= 0)) return;
    this.#rows++;
    if (prediction === prediction) this.#confusion.add(label, prediction);
    const score = scores[this.spec.columns[label] ?? -1]?.[i] ?? NaN;
    if (isFinite(score)) {
      this.#scored = true;
      this.#logLoss.add(lossOf(score));
    }
    for (const { code, column, own, others } of this.#areas) {
      (code === label ? own : others).add(scores[column]?.[i] ?? NaN);
    }
  }

  finish(): PlainLabelled {
    const { classes, areas } = this.spec;
    return {
      ...NOTHING,
      rows: this.#rows,
      confusion: { classes, positive: null, counts: this.#confusion.finish() },
      logLoss: this.#scored ? this.#logLoss.finish() : null,
      classScores: areas
        ? this.#areas.map(({ code, own, others }) => ({
            name: classes[code] as string,
            own: plainOf(own.finish()),
            others: plainOf(others.finish()),
          }))
        : null,
    };
  }
}

class RegressionJudge implements Judge {
  #rows = 0;
  #zeroLabels = 0;
  readonly #joint = new ComomentsAccumulator(ERROR_VARIABLES.length);
  readonly #absolute: NumericAccumulator;
  readonly #relative = new MomentsAccumulator();

  constructor(factory: AccumulatorFactory) {
    this.#absolute = factory.create();
  }

  add({ count, labels, predictions }: LabelledBlock): void {
    for (let i = 0; i < count; i++) this.#addRow(labels[i] as number, predictions[i] as number);
  }

  #addRow(label: number, prediction: number): void {
    if (!isFinite(label)) return;
    this.#rows++;
    const error = prediction - label;
    if (!isFinite(error)) return;
    const size = Math.abs(error);
    this.#joint.add([error, size, error * error, label, label * label, Math.abs(label)]);
    this.#absolute.add(size);
    if (label === 0) this.#zeroLabels++;
    else this.#relative.add(size / Math.abs(label));
  }

  finish(): PlainLabelled {
    return {
      ...NOTHING,
      rows: this.#rows,
      errors: {
        joint: this.#joint.finish(),
        absolute: plainOf(this.#absolute.finish()),
        relative: this.#relative.finish(),
        zeroLabels: this.#zeroLabels,
      },
    };
  }
}

class RankingJudge implements Judge {
  #rows = 0;
  readonly #lists = new Map<string, { scores: number[]; relevances: number[] }>();

  add(rows: LabelledBlock): void {
    for (let i = 0; i < rows.count; i++) this.#addRow(rows, i);
  }

  #addRow({ labels, scores, queryOf }: LabelledBlock, i: number): void {
    const label = labels[i] as number;
    if (!isFinite(label)) return;
    this.#rows++;
    const score = scores[0]?.[i] ?? NaN;
    const query = queryOf === null ? null : queryOf(i);
    if (query === null || !isFinite(score)) return;
    let list = this.#lists.get(query);
    if (list === undefined) {
      list = { scores: [], relevances: [] };
      this.#lists.set(query, list);
    }
    list.scores.push(score);
    list.relevances.push(label);
  }

  finish(): PlainLabelled {
    const lists = [...this.#lists].sort(([a], [b]) => (a < b ? -1 : 1));
    let end = 0;
    return {
      ...NOTHING,
      rows: this.#rows,
      lists: {
        queries: lists.map(([query]) => query),
        ends: Float64Array.from(lists, ([, { scores }]) => (end += scores.length)),
        scores: Float64Array.from(lists.flatMap(([, { scores }]) => scores)),
        relevances: Float64Array.from(lists.flatMap(([, { relevances }]) => relevances)),
      },
    };
  }
}
