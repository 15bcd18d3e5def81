import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { clipScore } from '../../../core/profile/clip-score.js';
import { ComomentsAccumulator } from '../../../core/profile/comoments.js';
import { MomentsAccumulator } from '../../../core/profile/moments.js';
import { ERROR_VARIABLES } from '../../../core/profile/profiles.js';
import { plainOf } from './plain.js';
import type { JudgeSpec, PlainLabelled } from './task.js';

/** What is known of one labelled row; NaN where there is none. */
export interface LabelledRow {
  /** Position of its class, or its number. */
  label: number;
  /** Position of the class it says, -1 for none of the classes; or a number. */
  prediction: number;
  scores: readonly Float64Array[];
  /** Where its scores are. */
  at: number;
  query: string | null;
}

/** Folds the labelled rows of one cell. */
export interface Judge {
  add(row: LabelledRow): void;
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

  add(row: LabelledRow): void {
    this.judge.add(row);
    if (this.classes === null) return this.#numbers.add(row.label);
    const name = this.classes[row.label];
    if (name !== undefined) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
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

  add({ label, prediction, scores, at }: LabelledRow): void {
    const { positive, threshold } = this.spec;
    if (!(label >= 0)) return;
    this.#rows++;
    const score = scores[0]?.[at] ?? NaN;
    const scored = isFinite(score);
    if (threshold === null) {
      if (prediction === prediction) this.#confusion.add(label, prediction);
    } else if (scored) this.#confusion.add(label, score >= threshold ? positive : this.#negative);
    if (!scored) return;
    this.#scored = true;
    if (label === positive) {
      this.#positives.add(score);
      this.#logLoss.add(lossOf(score));
      this.#brier.add((1 - score) * (1 - score));
    } else {
      this.#negatives.add(score);
      this.#logLoss.add(lossOfOther(score));
      this.#brier.add(score * score);
    }
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

  add({ label, prediction, scores, at }: LabelledRow): void {
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

  add({ label, prediction }: LabelledRow): void {
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

  add({ label, scores, at, query }: LabelledRow): void {
    if (!isFinite(label)) return;
    this.#rows++;
    const score = scores[0]?.[at] ?? NaN;
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
