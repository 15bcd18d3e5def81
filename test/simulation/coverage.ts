import type { Monitor } from '../../src/core/config/monitor.js';
import type { Metric, MetricInput } from '../../src/core/metrics/metric.js';
import { BINARY_ESTIMATES } from '../../src/core/metrics/estimation/binary-measures.js';
import { metricById } from '../../src/core/metrics/registry.js';
import { ExactProfile } from '../../src/core/profile/exact-profile.js';
import { NO_EXTRA } from '../../src/core/profile/extra/extra.js';
import { LABEL, type RowSample } from '../../src/core/profile/extra/row-sample.js';
import type { LabelledProfile } from '../../src/core/profile/profiles.js';
import { normals, seeded } from '../../src/core/statistics/random.js';
import type { JudgeSpec } from '../../src/engines/shared/tasks/task.js';
import { labelledInput, labelledProfile } from '../labelled.js';
import { categorical, metricInput, MONITOR } from '../metric-input.js';
import { rowSample, sampleInput } from '../row-samples.js';

/** One way to draw rows, and the metrics whose intervals are watched on them. */
export interface CoverageDesign {
  readonly name: string;
  /** What an interval should hold, by metric: how often, at least and at most. */
  readonly metrics: readonly string[];
  /** Draws rows; gives what a metric sees of them, and the values that the intervals are to hold. */
  readonly draw: (next: () => number) => {
    readonly input: MetricInput;
    readonly truth: (metric: string) => number;
  };
  /** The truth where it is the same in every draw. */
  readonly bounds: readonly [number, number];
}

/** How often the intervals of one metric held the truth. */
export interface Coverage {
  readonly design: string;
  readonly metric: string;
  readonly held: number;
  readonly draws: number;
  readonly bounds: readonly [number, number];
}

export function coverageOf(design: CoverageDesign, draws: number): Coverage[] {
  const held = new Map(design.metrics.map((metric) => [metric, { held: 0, draws: 0 }]));
  for (let draw = 0; draw < draws; draw++) {
    const { input, truth } = design.draw(seeded('coverage', design.name, draw));
    for (const [metric, count] of held) {
      const { value, interval } = metricOfId(metric).compute(input);
      const true_ = truth(metric);
      // Without an interval, or without a truth, nothing was promised.
      if (value === null || interval === null || !Number.isFinite(true_)) continue;
      count.draws++;
      if (interval[0] <= true_ && true_ <= interval[1]) count.held++;
    }
  }
  return [...held].map(([metric, count]) => ({
    design: design.name,
    metric,
    ...count,
    bounds: design.bounds,
  }));
}

function metricOfId(id: string): Metric {
  const metric = metricById(id);
  if (metric === null) throw new TypeError(`no metric ${id}`);
  return metric;
}

interface BinaryRow {
  readonly score: number;
  readonly p: number;
}

const BINARY: JudgeSpec = { task: 'binary', classes: ['0', '1'], positive: 1, threshold: null };
const NOMINAL = [0.93, 0.97] as const;
const WIDE = [0.9, 0.98] as const;

const BINARY_METRICS = [
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'npv',
  'fpr',
  'fnr',
  'f1',
  'mcc',
  'balanced_accuracy',
  'roc_auc',
  'average_precision',
  'log_loss',
  'brier',
];

/** How scores and the chance of a positive label are drawn. */
const SCORES: Readonly<Record<string, (next: () => number) => BinaryRow>> = {
  'calibrated scores': (next) => {
    const score = 0.03 + 0.94 * next();
    return { score, p: score };
  },
  'rare positives': (next) => {
    const score = 0.02 + 0.6 * next() ** 3;
    return { score, p: score };
  },
  'overconfident scores': (next) => {
    const score = 0.03 + 0.94 * next();
    return { score, p: 0.25 + 0.5 * score };
  },
  'scores of one decimal': (next) => {
    const score = Math.round(1 + 8 * next()) / 10;
    return { score, p: 0.1 + 0.8 * score };
  },
};

function binaryLabelled(rows: readonly (BinaryRow & { label: number })[]): LabelledProfile {
  return labelledProfile(BINARY, {
    label: rows.map(({ label }) => label),
    said: rows.map(({ score }) => Number(score >= 0.4)),
    scores: [rows.map(({ score }) => score)],
  });
}

function drawBinary(
  of: (next: () => number) => BinaryRow,
  n: number,
  next: () => number,
): (BinaryRow & { label: number })[] {
  return Array.from({ length: n }, () => {
    const row = of(next);
    return { ...row, label: Number(next() < row.p) };
  });
}

/** The population's values, from very many rows with their chances in place of labels. */
const truths = new Map<string, Map<string, number>>();

function truthOf(
  design: string,
  metrics: readonly string[],
  input: () => MetricInput,
): (metric: string) => number {
  let known = truths.get(design);
  if (known === undefined) {
    const whole = input();
    known = new Map(metrics.map((metric) => [metric, metricOfId(metric).compute(whole).value ?? NaN]));
    truths.set(design, known);
  }
  const found = known;
  return (metric) => found.get(metric) ?? NaN;
}

const POPULATION = 400_000;

function binaryDesign(
  kind: string,
  n: number,
  metrics: readonly string[],
  bounds: readonly [number, number],
): CoverageDesign {
  const of = SCORES[kind] as (next: () => number) => BinaryRow;
  const name = `${kind}, n = ${n}`;
  return {
    name,
    metrics,
    bounds,
    draw: (next) => ({
      input: labelledInput(binaryLabelled(drawBinary(of, n, next))),
      truth: truthOf(`${kind} ${metrics.join()}`, metrics, () =>
        labelledInput(binaryLabelled(drawBinary(of, POPULATION, seeded('population', kind)))),
      ),
    }),
  };
}

/** ece of the population: the mean of |p − score| over its ten bins, here by their true chances. */
function eceDesign(kind: string, n: number): CoverageDesign {
  const of = SCORES[kind] as (next: () => number) => BinaryRow;
  const truth = populationEce(of, kind);
  return {
    name: `${kind}, n = ${n}`,
    metrics: ['ece'],
    bounds: WIDE,
    draw: (next) => ({ input: labelledInput(binaryLabelled(drawBinary(of, n, next))), truth: () => truth() }),
  };
}

function populationEce(of: (next: () => number) => BinaryRow, kind: string): () => number {
  let known: number | null = null;
  return () => {
    if (known !== null) return known;
    const next = seeded('population ece', kind);
    const rows = Array.from({ length: POPULATION }, () => of(next)).sort((a, b) => a.score - b.score);
    let sum = 0;
    for (let bin = 0; bin < 10; bin++) {
      const own = rows.slice((bin * POPULATION) / 10, ((bin + 1) * POPULATION) / 10);
      sum += Math.abs(own.reduce((total, { p, score }) => total + p - score, 0)) / POPULATION;
    }
    known = sum;
    return sum;
  };
}

function regressionDesign(
  name: string,
  n: number,
  error: (next: () => number, normal: () => number) => number,
): CoverageDesign {
  const metrics = ['mae', 'mse', 'rmse', 'bias', 'median_ae', 'r2', 'wape'];
  const rows = (count: number, next: () => number): MetricInput => {
    const normal = normals(next);
    const label = Array.from({ length: count }, () => 10 + 3 * normal());
    return labelledInput(
      labelledProfile(
        { task: 'regression' },
        { label, said: label.map((y) => y + 0.1 + error(next, normal)) },
      ),
    );
  };
  return {
    name: `${name}, n = ${n}`,
    metrics,
    bounds: NOMINAL,
    draw: (next) => ({
      input: rows(n, next),
      truth: truthOf(name, metrics, () => rows(POPULATION, seeded('population', name))),
    }),
  };
}

/** PSI of categories: the population's is known. */
function psiDesign(n: number, moved: number): CoverageDesign {
  const p = [0.3, 0.25, 0.2, 0.15, 0.1];
  const q = [0.3 - moved, 0.25, 0.2, 0.15, 0.1 + moved];
  const truth = p.reduce((sum, x, i) => sum + ((q[i] as number) - x) * Math.log((q[i] as number) / x), 0);
  const counts = (shares: readonly number[], rows: number, next: () => number): Record<string, number> => {
    const found: Record<string, number> = {};
    for (let i = 0; i < rows; i++) {
      let left = next();
      const at = shares.findIndex((share) => (left -= share) < 0);
      const key = String(at < 0 ? shares.length - 1 : at);
      found[key] = (found[key] ?? 0) + 1;
    }
    return found;
  };
  return {
    name: `five categories, ${moved} of the rows moved, n = ${n}`,
    metrics: ['psi'],
    bounds: NOMINAL,
    draw: (next) => ({
      input: metricInput({
        reference: categorical(counts(p, 4 * n, next)),
        current: categorical(counts(q, n, next)),
      }),
      truth: () => truth,
    }),
  };
}

/** Estimates of a binary model against what the metric turns out to be on the same rows. */
function cbpeDesign(kind: string, reference: number, n: number, power: number): CoverageDesign {
  const of = SCORES[kind] as (next: () => number) => BinaryRow;
  const shifted = (next: () => number): BinaryRow => of(() => next() ** power);
  return {
    name: `${kind}, ${reference} labelled, ${power === 1 ? 'no shift' : 'lower scores'}, n = ${n}`,
    metrics: BINARY_ESTIMATES.map((metric) => `estimated_${metric}`),
    bounds: WIDE,
    draw: (next) => {
      const before = binaryLabelled(drawBinary(of, reference, next));
      const rows = drawBinary(shifted, n, next);
      const realised = labelledInput(binaryLabelled(rows));
      const side = (yes: boolean): ExactProfile =>
        ExactProfile.of(
          Float64Array.from(rows.filter(({ score }) => score >= 0.4 === yes).map(({ score }) => score)),
        );
      const extra = { ...NO_EXTRA, scored: { positive: side(true), negative: side(false) } };
      const current = { ...realised.current, labelled: null, rows: n, extra };
      return {
        input: {
          ...realised,
          current,
          reference: { ...realised.current, rows: reference, labelled: before },
        },
        truth: (metric) => metricOfId(metric.slice('estimated_'.length)).compute(realised).value ?? NaN,
      };
    },
  };
}

function dleDesign(reference: number, n: number, power: number): CoverageDesign {
  const monitor: Monitor = {
    ...MONITOR,
    task: 'regression',
    logs: { ...MONITOR.logs, columns: { ...MONITOR.logs.columns, prediction: 'said', label: 'y' } },
  };
  const draw = (count: number, next: () => number, to: number): { sample: RowSample; losses: number[] } => {
    const normal = normals(next);
    const x = Array.from({ length: count }, () => next() ** to);
    const said = x.map((one) => 5 * one + normal());
    const label = said.map((one, i) => one + (0.5 + 2 * (x[i] as number)) * normal());
    return {
      sample: rowSample({ x, said, [LABEL]: label }, next),
      losses: said.map((one, i) => Math.abs(one - (label[i] as number))),
    };
  };
  return {
    name: `errors that grow, ${reference} labelled, ${power === 1 ? 'no shift' : 'larger x'}, n = ${n}`,
    metrics: ['estimated_mae', 'estimated_rmse'],
    bounds: WIDE,
    draw: (next) => {
      const before = draw(reference, next, 1);
      const { sample, losses } = draw(n, next, power);
      const mean = (of: (loss: number) => number): number =>
        losses.reduce((sum, loss) => sum + of(loss), 0) / n;
      return {
        input: { ...sampleInput(before.sample, sample, { features: ['x'] }), monitor },
        truth: (metric) =>
          metric === 'estimated_mae' ? mean((loss) => loss) : Math.sqrt(mean((loss) => loss * loss)),
      };
    },
  };
}

const ECE = Object.keys(SCORES);

export const COVERAGE_DESIGNS: readonly CoverageDesign[] = [
  ...['calibrated scores', 'overconfident scores', 'scores of one decimal'].flatMap((kind) =>
    [500, 2000].map((n) => binaryDesign(kind, n, BINARY_METRICS, NOMINAL)),
  ),
  binaryDesign('rare positives', 2000, BINARY_METRICS, NOMINAL),
  ...ECE.flatMap((kind) => [500, 2000].map((n) => eceDesign(kind, n))),
  regressionDesign('normal errors', 500, (_, normal) => normal()),
  regressionDesign('errors with heavy tails (t, 10 degrees)', 1000, (_, normal) => {
    const squares = Array.from({ length: 10 }, () => normal() ** 2).reduce((sum, x) => sum + x, 0);
    return normal() / Math.sqrt(squares / 10);
  }),
  psiDesign(500, 0.05),
  psiDesign(2000, 0.05),
  psiDesign(2000, 0.1),
  cbpeDesign('overconfident scores', 2000, 500, 1),
  cbpeDesign('overconfident scores', 5000, 1000, 2),
  cbpeDesign('scores of one decimal', 2000, 500, 1),
  cbpeDesign('rare positives', 5000, 1000, 1),
  dleDesign(1500, 500, 1),
  dleDesign(1500, 500, 0.5),
];
