import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { BLOCK } from '../../../core/profile/block.js';
import { clipScore } from '../../../core/profile/clip-score.js';
import { ComomentsAccumulator } from '../../../core/profile/comoments.js';
import { MomentsAccumulator } from '../../../core/profile/moments.js';
import { ERROR_VARIABLES } from '../../../core/profile/profiles.js';
import { plainOf } from './plain.js';
import type { JudgeSpec, PlainLabelled } from './task.js';

/** What is known of some labelled rows, in their order; NaN where there is nothing. */
export interface LabelledBlock {
  readonly count: number;
  /** Positions of their classes, or their numbers. */
  readonly labels: Float64Array;
  /** Positions of the classes that are said, -1 for none of the classes; or numbers. */
  readonly predictions: Float64Array;
  /** Where their scores are. */
  readonly places: Int32Array;
  readonly scores: readonly Float64Array[];
  /** The list that the row at a place belongs to. */
  readonly queryOf: ((place: number) => string | null) | null;
}

/** Folds the labelled rows of one cell. */
export interface Judge {
  /** Adds at most `BLOCK` rows. */
  add(rows: LabelledBlock): void;
  finish(): PlainLabelled;
}

/** Working space that the judges of one task share. */
export class JudgeRoom {
  readonly positives = new Float64Array(BLOCK);
  readonly negatives = new Float64Array(BLOCK);
  readonly losses = new Float64Array(BLOCK);
  readonly squares = new Float64Array(BLOCK);
}

/** The judge of a task's rows; `labelValues`: it profiles the labels too. */
export function judgeOf(
  spec: JudgeSpec,
  factory: AccumulatorFactory,
  labelValues: boolean,
  room: JudgeRoom,
): Judge {
  const judge = plainJudge(spec, factory, room);
  return labelValues ? new LabelValues(judge, 'classes' in spec ? spec.classes : null, factory) : judge;
}

function plainJudge(spec: JudgeSpec, factory: AccumulatorFactory, room: JudgeRoom): Judge {
  switch (spec.task) {
    case 'binary':
      return new BinaryJudge(spec, factory, room);
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

  add(label: number, prediction: number): void {
    const at = label * this.#width + (prediction < 0 ? this.#width - 1 : prediction);
    if (this.#counts === null) this.#sparse.set(at, (this.#sparse.get(at) ?? 0) + 1);
    else this.#counts[at] = (this.#counts[at] as number) + 1;
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
    if (this.classes === null) return this.#numbers.addRange(labels, 0, count);
    for (let i = 0; i < count; i++) {
      const name = this.classes[labels[i] as number];
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
    private readonly room: JudgeRoom,
  ) {
    this.#confusion = new ConfusionCounts(spec.classes.length);
    this.#positives = factory.create();
    this.#negatives = factory.create();
    this.#negative = spec.classes.findIndex((_, i) => i !== spec.positive);
  }

  add({ count, labels, predictions, places, scores }: LabelledBlock): void {
    const { positive, threshold } = this.spec;
    const { positives, negatives, losses, squares } = this.room;
    const [own = null] = scores;
    let [yes, no, scored] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const label = labels[i] as number;
      if (!(label >= 0)) continue;
      this.#rows++;
      const score = own === null ? NaN : (own[places[i] as number] as number);
      const prediction = predictions[i] as number;
      if (threshold === null) {
        if (prediction === prediction) this.#confusion.add(label, prediction);
      } else if (isFinite(score)) this.#confusion.add(label, score >= threshold ? positive : this.#negative);
      if (!isFinite(score)) continue;
      if (label === positive) {
        positives[yes++] = score;
        losses[scored] = lossOf(score);
        squares[scored++] = (1 - score) * (1 - score);
      } else {
        negatives[no++] = score;
        losses[scored] = lossOfOther(score);
        squares[scored++] = score * score;
      }
    }
    if (scored === 0) return;
    this.#scored = true;
    this.#positives.addRange(positives, 0, yes);
    this.#negatives.addRange(negatives, 0, no);
    this.#logLoss.addRange(losses, scored);
    this.#brier.addRange(squares, scored);
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

  #addRow({ labels, predictions, places, scores }: LabelledBlock, i: number): void {
    const [label, prediction, at] = [labels[i] as number, predictions[i] as number, places[i] as number];
    if (!(label >= 0)) return;
    this.#rows++;
    if (prediction === prediction) this.#confusion.add(label, prediction);
    const score = scores[this.spec.columns[label] ?? -1]?.[at] ?? NaN;
    if (isFinite(score)) {
      this.#scored = true;
      this.#logLoss.add(lossOf(score));
    }
    for (const { code, column, own, others } of this.#areas) {
      (code === label ? own : others).add(scores[column]?.[at] ?? NaN);
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

  #addRow({ labels, places, scores, queryOf }: LabelledBlock, i: number): void {
    const [label, at] = [labels[i] as number, places[i] as number];
    if (!isFinite(label)) return;
    this.#rows++;
    const score = scores[0]?.[at] ?? NaN;
    const query = queryOf === null ? null : queryOf(at);
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
