/**
 * Mergeable means and co-moments of several variables of the same rows: what the delta method needs for a metric that
 * is a function of means. `products` holds `Σ (x_i − mean_i)(x_j − mean_j)` row by row.
 */
export interface Comoments {
  readonly count: number;
  readonly means: Float64Array;
  readonly products: Float64Array;
}

/** The co-moments of no rows. */
export function noComoments(variables: number): Comoments {
  return {
    count: 0,
    means: new Float64Array(variables),
    products: new Float64Array(variables * variables),
  };
}

/** Co-moments of the union of two disjoint sets of rows (Chan, Golub and LeVeque 1979, for pairs of variables). */
export function mergeComoments(a: Comoments, b: Comoments): Comoments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const size = a.means.length;
  const count = a.count + b.count;
  const means = new Float64Array(size);
  const products = new Float64Array(size * size);
  const delta = (i: number): number => (b.means[i] as number) - (a.means[i] as number);
  for (let i = 0; i < size; i++) {
    means[i] = (a.count * (a.means[i] as number) + b.count * (b.means[i] as number)) / count;
    for (let j = 0; j < size; j++) {
      const at = i * size + j;
      products[at] =
        (a.products[at] as number) +
        (b.products[at] as number) +
        (delta(i) * delta(j) * a.count * b.count) / count;
    }
  }
  return { count, means, products };
}

/**
 * Standard error of a function of the means by the delta method: `weights` are its derivatives with respect to each
 * mean. NaN for fewer than two rows.
 */
export function deltaError(moments: Comoments, weights: readonly number[]): number {
  const { count, products } = moments;
  if (count < 2) return NaN;
  let variance = 0;
  for (const [i, left] of weights.entries()) {
    for (const [j, right] of weights.entries()) {
      if (left !== 0 && right !== 0) variance += left * right * (products[i * weights.length + j] as number);
    }
  }
  return Math.sqrt(Math.max(0, variance) / (count - 1) / count);
}

/** Rows folded at once, in two passes: first their means, then the products of what is left. */
const BLOCK = 512;

/** Folds rows of several variables into co-moments, in the order in which they come. */
export class ComomentsAccumulator {
  readonly #rows: Float64Array;
  #length = 0;
  #folded: Comoments;

  constructor(private readonly variables: number) {
    this.#rows = new Float64Array(BLOCK * variables);
    this.#folded = noComoments(variables);
  }

  /** Adds one row: a finite number for each variable. */
  add(row: readonly number[]): void {
    if (this.#length === BLOCK) this.#fold();
    for (let i = 0; i < this.variables; i++) {
      this.#rows[this.#length * this.variables + i] = row[i] as number;
    }
    this.#length++;
  }

  finish(): Comoments {
    this.#fold();
    return this.#folded;
  }

  #fold(): void {
    const size = this.variables;
    const count = this.#length;
    if (count === 0) return;
    const means = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += this.#rows[row * size + i] as number;
      means[i] = sum / count;
    }
    const products = new Float64Array(size * size);
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < size; i++) {
        const left = (this.#rows[row * size + i] as number) - (means[i] as number);
        for (let j = i; j < size; j++) {
          products[i * size + j] =
            (products[i * size + j] as number) +
            left * ((this.#rows[row * size + j] as number) - (means[j] as number));
        }
      }
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) products[i * size + j] = products[j * size + i] as number;
    }
    this.#folded = mergeComoments(this.#folded, { count, means, products });
    this.#length = 0;
  }
}
