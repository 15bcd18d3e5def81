import { clipScore } from '../../profile/clip-score.js';
import { LABEL, type RowSample } from '../../profile/extra/row-sample.js';
import { rememberPairWith } from '../../profile/remember.js';
import { drawnQuantile } from '../../statistics/draws.js';
import { isotonic, type Isotonic } from '../../statistics/isotonic.js';
import { seeded } from '../../statistics/random.js';

/** What can be estimated of a model of several classes. */
export const MULTICLASS_ESTIMATES = [
  'roc_auc_ovr',
  'accuracy',
  'macro_precision',
  'macro_recall',
  'macro_f1',
  'log_loss',
] as const;
export type MulticlassEstimate = (typeof MULTICLASS_ESTIMATES)[number];

const DRAWS = 100;

export interface MulticlassEstimates {
  readonly values: Record<MulticlassEstimate, number>;
  readonly intervals: Record<MulticlassEstimate, readonly [number, number] | null>;
  readonly nReference: number;
  readonly nCurrent: number;
}

/** Which column of the sample has which score, and the prediction. */
export interface MulticlassColumns {
  readonly classes: readonly string[];
  /** In the order of the classes. */
  readonly scores: readonly string[];
  readonly prediction: string;
  readonly seed: readonly (string | number)[];
}

/** Rows with all scores and a prediction. */
export interface SampledRows {
  readonly n: number;
  /** By class. */
  readonly scores: readonly Float64Array[];
  readonly said: Int32Array;
  /** Positions in the classes, -1 where there is none. */
  readonly labels: Int32Array;
}

/** As `binaryEstimates`, with a calibrator for each class against the others, and rows that sum to 1 again. */
export const multiclassEstimates = rememberPairWith(
  (current: RowSample, reference: RowSample, columns: MulticlassColumns): MulticlassEstimates | null => {
    const [rows, known] = [sampledRows(current, columns), labelledRows(sampledRows(reference, columns))];
    if (rows.n === 0 || known.n === 0) return null;
    const k = columns.classes.length;
    const order = Array.from({ length: k }, (_, c) => ascending(known.scores[c] as Float64Array));
    const ascendingRows = rows.scores.map(ascending);
    const ones = new Float64Array(known.n).fill(1);
    const shares = calibrated(rows, calibrators(known, order, ones));
    const values = measures(rows, shares, ascendingRows);
    const next = seeded(...columns.seed, 'estimate');
    const drawn = MULTICLASS_ESTIMATES.map(() => new Float64Array(DRAWS));
    for (let draw = 0; draw < DRAWS; draw++) {
      const weights = new Float64Array(known.n);
      for (let i = 0; i < known.n; i++) {
        const at = Math.floor(next() * known.n);
        weights[at] = (weights[at] as number) + 1;
      }
      const labels = drawLabels(calibrated(rows, calibrators(known, order, weights)), next);
      const found = measures(rows, labels, ascendingRows);
      for (const [m, name] of MULTICLASS_ESTIMATES.entries()) (drawn[m] as Float64Array)[draw] = found[name];
    }
    const intervals = MULTICLASS_ESTIMATES.map((name, m): [MulticlassEstimate, [number, number] | null] => {
      const sorted = (drawn[m] as Float64Array).filter((x) => x - x === 0).sort();
      if (sorted.length < DRAWS / 2) return [name, null];
      const value = values[name];
      const [low, high] = [drawnQuantile(sorted, 0.025), drawnQuantile(sorted, 0.975)];
      // As drawn, and turned around the value: see `binaryEstimates`.
      const ends = [Math.min(low, 2 * value - high), Math.max(high, 2 * value - low)] as const;
      return [name, [Math.max(0, ends[0]), name === 'log_loss' ? ends[1] : Math.min(1, ends[1])]];
    });
    return {
      values,
      intervals: Object.fromEntries(intervals) as MulticlassEstimates['intervals'],
      nReference: known.n,
      nCurrent: rows.n,
    };
  },
);

/** The rows of a sample that have all scores and a prediction. */
export function sampledRows(
  sample: RowSample,
  { classes, scores, prediction }: MulticlassColumns,
): SampledRows {
  const columns = scores.map((name) => sample.columns.find((column) => column.name === name));
  const codes = (name: string): Int32Array => {
    const column = sample.columns.find((one) => one.name === name);
    if (column?.kind !== 'categorical') return new Int32Array(sample.hashes.length).fill(-1);
    const position = column.categories.map((value) => classes.indexOf(value));
    return column.codes.map((code) => (code < 0 ? -1 : (position[code] ?? -1)));
  };
  const [said, labels] = [codes(prediction), codes(LABEL)];
  const keep = Int32Array.from(sample.hashes.keys()).filter(
    (row) =>
      (said[row] as number) >= 0 &&
      columns.every((column) => column?.kind === 'numeric' && !Number.isNaN(column.values[row])),
  );
  return {
    n: keep.length,
    scores: columns.map((column) =>
      Float64Array.from(keep, (row) => (column?.kind === 'numeric' ? (column.values[row] as number) : NaN)),
    ),
    said: keep.map((row) => said[row] as number),
    labels: keep.map((row) => labels[row] as number),
  };
}

/** Those of them that have a label. */
export function labelledRows(rows: SampledRows): SampledRows {
  const keep = Int32Array.from(rows.labels.keys()).filter((row) => (rows.labels[row] as number) >= 0);
  return {
    n: keep.length,
    scores: rows.scores.map((scores) => Float64Array.from(keep, (row) => scores[row] as number)),
    said: keep.map((row) => rows.said[row] as number),
    labels: keep.map((row) => rows.labels[row] as number),
  };
}

/** Positions of values, the lowest first. */
export function ascending(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort(
    (a, b) => (values[a] as number) - (values[b] as number) || a - b,
  );
}

function calibrators(known: SampledRows, order: readonly Int32Array[], weights: Float64Array): Isotonic[] {
  const wanted = Math.floor(Math.sqrt(known.n));
  return known.scores.map((scores, c) => {
    const rows = order[c] as Int32Array;
    // As `calibrationGroups`: by rows, not by their weights, so that every draw has the same groups.
    const [x, y, sizes]: [number[], number[], number[]] = [[], [], []];
    let [sum, yes, weight, count] = [0, 0, 0, 0];
    for (const [i, row] of rows.entries()) {
      sum += scores[row] as number;
      count++;
      weight += weights[row] as number;
      if (known.labels[row] === c) yes += weights[row] as number;
      const last = i + 1 === rows.length;
      if (!last && scores[rows[i + 1] as number] === scores[row]) continue;
      if (!last && i + 1 < ((x.length + 1) * known.n) / wanted) continue;
      x.push(sum / count);
      y.push(weight > 0 ? yes / weight : 0);
      sizes.push(weight);
      [sum, yes, weight, count] = [0, 0, 0, 0];
    }
    return isotonic(x, y, sizes);
  });
}

/** Share of each row that belongs to each class; rows sum to 1. */
export function calibrated(rows: SampledRows, by: readonly Isotonic[]): Float64Array[] {
  const shares = rows.scores.map((scores, c) => scores.map((score) => (by[c] as Isotonic).at(score)));
  for (let i = 0; i < rows.n; i++) {
    const sum = shares.reduce((total, share) => total + (share[i] as number), 0);
    for (const share of shares) share[i] = sum > 0 ? (share[i] as number) / sum : 1 / shares.length;
  }
  return shares;
}

function drawLabels(shares: readonly Float64Array[], next: () => number): Float64Array[] {
  const labels = shares.map((share) => new Float64Array(share.length));
  for (let i = 0; i < (shares[0]?.length ?? 0); i++) {
    let left = next();
    let c = 0;
    while (c < shares.length - 1 && left >= (shares[c]?.[i] as number)) left -= shares[c++]?.[i] as number;
    (labels[c] as Float64Array)[i] = 1;
  }
  return labels;
}

/**
 * Every measure, from the share of each row that belongs to each class; `order` are the rows by the score of each class, and
 * `empty` is what a class gives whose denominator is 0.
 */
export function measures(
  rows: SampledRows,
  shares: readonly Float64Array[],
  order: readonly Int32Array[],
  empty = NaN,
): Record<MulticlassEstimate, number> {
  const k = shares.length;
  const [hits, said, belongs] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  let loss = 0;
  for (let i = 0; i < rows.n; i++) {
    const own = rows.said[i] as number;
    said[own] = (said[own] as number) + 1;
    hits[own] = (hits[own] as number) + (shares[own]?.[i] as number);
    for (let c = 0; c < k; c++) {
      const share = shares[c]?.[i] as number;
      belongs[c] = (belongs[c] as number) + share;
      if (share > 0) loss -= share * Math.log(clipScore(rows.scores[c]?.[i] as number));
    }
  }
  const mean = (of: (c: number) => number): number => {
    let sum = 0;
    for (let c = 0; c < k; c++) sum += of(c);
    return sum / k;
  };
  const share = (c: number, of: number): number => (of === 0 ? empty : (hits[c] as number) / of);
  return {
    roc_auc_ovr: mean((c) =>
      areaOfClass(rows.scores[c] as Float64Array, shares[c] as Float64Array, order[c] as Int32Array),
    ),
    accuracy: hits.reduce((sum, x) => sum + x, 0) / rows.n,
    macro_precision: mean((c) => share(c, said[c] as number)),
    macro_recall: mean((c) => share(c, belongs[c] as number)),
    macro_f1: mean((c) => share(c, ((said[c] as number) + (belongs[c] as number)) / 2)),
    log_loss: loss / rows.n,
  };
}

/** ROC AUC of one class against the others; ties count half. */
export function areaOfClass(scores: Float64Array, shares: Float64Array, order: Int32Array): number {
  let [negatives, positives, sum] = [0, 0, 0];
  for (let i = 0; i < order.length;) {
    const score = scores[order[i] as number];
    let [yes, no] = [0, 0];
    for (; i < order.length && scores[order[i] as number] === score; i++) {
      const share = shares[order[i] as number] as number;
      yes += share;
      no += 1 - share;
    }
    sum += yes * (negatives + no / 2);
    negatives += no;
    positives += yes;
  }
  return sum / (positives * negatives);
}
