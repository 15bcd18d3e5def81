import type { Term } from './terms.js';

/** A fitted model: the chance that a flight is late. */
export type Classifier = (row: number) => number;

/** Newton steps; five settle the coefficients of this sample to six digits. */
const steps = 6;

/**
 * Fits a ridge logistic regression by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani and
 * Friedman, The Elements of Statistical Learning, 4.4.1). Deterministic: rows are summed in their order.
 */
export function fitLogistic(
  terms: readonly Term[],
  rows: Int32Array,
  isLate: (row: number) => boolean,
): Classifier {
  const offsets = [1];
  const ridge = [0];
  for (const term of terms) {
    offsets.push((offsets.at(-1) ?? 0) + term.size);
    for (let i = 0; i < term.size; i++) ridge.push(term.ridge);
  }
  const size = ridge.length;
  const places = new Int32Array(2 * terms.length + 1);
  const weights = new Float64Array(2 * terms.length + 1);
  const beta = new Float64Array(size);

  /** Writes the row's non-zero inputs (the constant first) and returns how many. */
  const encode = (row: number): number => {
    places[0] = 0;
    weights[0] = 1;
    let used = 1;
    terms.forEach((term, t) => {
      const end = used + term.encode(row, places, weights, used);
      for (; used < end; used++) places[used] = (places[used] ?? 0) + (offsets[t] ?? 0);
    });
    return used;
  };
  const chance = (used: number): number => {
    let sum = 0;
    for (let j = 0; j < used; j++) sum += (beta[places[j] ?? 0] ?? 0) * (weights[j] ?? 0);
    return 1 / (1 + Math.exp(-sum));
  };

  for (let step = 0; step < steps; step++) {
    const gradient = beta.map((b, j) => -(ridge[j] ?? 0) * b);
    const hessian = new Float64Array(size * size);
    for (let j = 0; j < size; j++) hessian[j * size + j] = (ridge[j] ?? 0) + 1e-9;
    for (const row of rows) {
      const used = encode(row);
      const p = chance(used);
      const miss = (isLate(row) ? 1 : 0) - p;
      const weight = p * (1 - p);
      for (let a = 0; a < used; a++) {
        const place = places[a] ?? 0;
        const x = weights[a] ?? 0;
        gradient[place] = (gradient[place] ?? 0) + x * miss;
        // Places ascend, so only the lower triangle is filled.
        for (let b = 0; b <= a; b++) {
          const cell = place * size + (places[b] ?? 0);
          hessian[cell] = (hessian[cell] ?? 0) + weight * x * (weights[b] ?? 0);
        }
      }
    }
    const change = solve(hessian, gradient);
    for (let j = 0; j < size; j++) beta[j] = (beta[j] ?? 0) + (change[j] ?? 0);
  }
  return (row) => chance(encode(row));
}

/** Solves `matrix · x = right` by Cholesky's decomposition; the matrix (lower triangle, by rows) is overwritten. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * size;
      let sum = matrix[rowI + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (matrix[rowI + k] ?? 0) * (matrix[rowJ + k] ?? 0);
      matrix[rowI + j] = i === j ? Math.sqrt(sum) : sum / (matrix[rowJ + j] ?? 1);
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (matrix[i * size + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (matrix[i * size + i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < size; k++) sum -= (matrix[k * size + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (matrix[i * size + i] ?? 1);
  }
  return x;
}
