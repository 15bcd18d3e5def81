/** Rows as small whole numbers, column by column: `columns[j][i]` is the bin of row `i`, below `bins[j]`. */
export interface BinnedTable {
  readonly rows: number;
  readonly columns: readonly Uint8Array[];
  readonly bins: readonly number[];
}

/** How trees are grown. */
export interface BoostingOptions {
  readonly loss: 'logistic' | 'squared';
  readonly trees: number;
  readonly leaves: number;
  readonly rate: number;
  readonly leastRows: number;
}

/** A sum of trees: raw scores (log odds for `logistic`) of rows that are binned alike. */
export interface BoostedModel {
  /** What the splits on each column gained, of the training loss. */
  readonly gains: Float64Array;
  predict(table: BinnedTable): Float64Array;
}

/** Curvature that each side of a split needs at least (as LightGBM). */
const LEAST_CURVATURE = 1e-3;

/** One node: rows whose bin of `column` is at most `bin` go left. A leaf has the column −1. */
interface Node {
  column: number;
  bin: number;
  left: number;
  right: number;
  value: number;
}

/** Rows of a leaf `[from, to)`, their histogram, and its best split. */
interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly histogram: Float64Array;
  readonly gradient: number;
  readonly curvature: number;
  readonly split: Split | null;
}

interface Split {
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
}

/**
 * Gradient boosting of trees over histograms, each grown at the leaf that gains most (Friedman 2001; Ke et al. 2017).
 * Nothing is drawn: the same rows in the same order give the same model.
 */
export function boost(table: BinnedTable, target: Float64Array, options: BoostingOptions): BoostedModel {
  const { rows } = table;
  const start = startOf(target, options.loss);
  const scores = new Float64Array(rows).fill(start);
  const gradients = new Float64Array(rows);
  const curvatures = new Float64Array(rows);
  const grower = new TreeGrower(table, gradients, curvatures, options);
  const trees: Node[][] = [];
  for (let i = 0; i < options.trees; i++) {
    for (let row = 0; row < rows; row++) {
      const score = scores[row] as number;
      if (options.loss === 'squared') {
        gradients[row] = score - (target[row] as number);
        curvatures[row] = 1;
      } else {
        const p = 1 / (1 + Math.exp(-score));
        gradients[row] = p - (target[row] as number);
        curvatures[row] = p * (1 - p);
      }
    }
    const tree = grower.grow(scores);
    if (tree.length === 1) break;
    trees.push(tree);
  }
  return { gains: grower.gains, predict: (other) => predict(trees, start, other) };
}

function startOf(target: Float64Array, loss: BoostingOptions['loss']): number {
  let sum = 0;
  for (const y of target) sum += y;
  const mean = target.length === 0 ? 0 : sum / target.length;
  if (loss === 'squared') return mean;
  const p = Math.min(Math.max(mean, 1e-15), 1 - 1e-15);
  return Math.log(p / (1 - p));
}

function predict(
  trees: readonly (readonly Node[])[],
  start: number,
  { rows, columns }: BinnedTable,
): Float64Array {
  const scores = new Float64Array(rows).fill(start);
  for (const tree of trees) {
    for (let row = 0; row < rows; row++) {
      let node = tree[0] as Node;
      while (node.column >= 0) {
        const bin = (columns[node.column] as Uint8Array)[row] as number;
        node = tree[bin <= node.bin ? node.left : node.right] as Node;
      }
      scores[row] = (scores[row] as number) + node.value;
    }
  }
  return scores;
}

/** Grows trees over the same rows, one after the other. */
class TreeGrower {
  readonly gains: Float64Array;
  readonly #order: Int32Array;
  readonly #other: Int32Array;
  /** Where the bins of each column begin in a histogram, three numbers a bin: gradient, curvature, rows. */
  readonly #starts: number[] = [];
  readonly #size: number;

  constructor(
    private readonly table: BinnedTable,
    private readonly gradients: Float64Array,
    private readonly curvatures: Float64Array,
    private readonly options: BoostingOptions,
  ) {
    this.gains = new Float64Array(table.columns.length);
    this.#order = new Int32Array(table.rows);
    this.#other = new Int32Array(table.rows);
    let size = 0;
    for (const bins of table.bins) {
      this.#starts.push(size);
      size += 3 * bins;
    }
    this.#size = size;
  }

  /** One tree for the gradients; adds its values to the scores. */
  grow(scores: Float64Array): Node[] {
    const { rows } = this.table;
    const order = this.#order;
    for (let i = 0; i < rows; i++) order[i] = i;
    const nodes: Node[] = [{ column: -1, bin: 0, left: 0, right: 0, value: 0 }];
    let leaves = [this.#leaf(0, 0, rows, this.#histogram(0, rows))];
    while (leaves.length < this.options.leaves) {
      let best = -1;
      for (const [i, { split }] of leaves.entries()) {
        if (split !== null && split.gain > (leaves[best]?.split?.gain ?? 0)) best = i;
      }
      const leaf = leaves[best];
      if (leaf?.split === undefined || leaf.split === null) break;
      const children = this.#divide(leaf, leaf.split, nodes);
      leaves = [...leaves.slice(0, best), ...children, ...leaves.slice(best + 1)];
    }
    for (const { node, from, to, gradient, curvature } of leaves) {
      const value = curvature > 0 ? (-this.options.rate * gradient) / curvature : 0;
      (nodes[node] as Node).value = value;
      for (let i = from; i < to; i++) {
        const row = order[i] as number;
        scores[row] = (scores[row] as number) + value;
      }
    }
    return nodes;
  }

  #divide(leaf: Leaf, split: Split, nodes: Node[]): [Leaf, Leaf] {
    const { from, to } = leaf;
    const bins = this.table.columns[split.column] as Uint8Array;
    this.gains[split.column] = (this.gains[split.column] as number) + split.gain;
    const [order, other] = [this.#order, this.#other];
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = order[i] as number;
      if ((bins[row] as number) <= split.bin) order[left++] = row;
      else other[right++] = row;
    }
    order.set(other.subarray(0, right), left);
    const node = nodes[leaf.node] as Node;
    node.column = split.column;
    node.bin = split.bin;
    node.left = nodes.length;
    node.right = nodes.length + 1;
    const empty = (): Node => ({ column: -1, bin: 0, left: 0, right: 0, value: 0 });
    nodes.push(empty(), empty());
    // The smaller side is counted, the larger one is what is left.
    const smallerLeft = left - from <= to - left;
    const counted = smallerLeft ? this.#histogram(from, left) : this.#histogram(left, to);
    const rest = leaf.histogram;
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) - (counted[i] as number);
    return [
      this.#leaf(node.left, from, left, smallerLeft ? counted : rest),
      this.#leaf(node.right, left, to, smallerLeft ? rest : counted),
    ];
  }

  #histogram(from: number, to: number): Float64Array {
    const histogram = new Float64Array(this.#size);
    const [order, gradients, curvatures] = [this.#order, this.gradients, this.curvatures];
    for (const [j, bins] of this.table.columns.entries()) {
      const start = this.#starts[j] as number;
      for (let i = from; i < to; i++) {
        const row = order[i] as number;
        const at = start + 3 * (bins[row] as number);
        histogram[at] = (histogram[at] as number) + (gradients[row] as number);
        histogram[at + 1] = (histogram[at + 1] as number) + (curvatures[row] as number);
        histogram[at + 2] = (histogram[at + 2] as number) + 1;
      }
    }
    return histogram;
  }

  #leaf(node: number, from: number, to: number, histogram: Float64Array): Leaf {
    let [gradient, curvature] = [0, 0];
    for (let i = from; i < to; i++) {
      const row = this.#order[i] as number;
      gradient += this.gradients[row] as number;
      curvature += this.curvatures[row] as number;
    }
    const split =
      to - from < 2 * this.options.leastRows ? null : this.#best(histogram, gradient, curvature, to - from);
    return { node, from, to, histogram, gradient, curvature, split };
  }

  #best(histogram: Float64Array, gradient: number, curvature: number, rows: number): Split | null {
    const { leastRows } = this.options;
    const whole = (gradient * gradient) / curvature;
    let best: Split | null = null;
    for (const [column, bins] of this.table.bins.entries()) {
      let at = this.#starts[column] as number;
      let [g, h, n] = [0, 0, 0];
      for (let bin = 0; bin < bins - 1; bin++, at += 3) {
        const here = histogram[at + 2] as number;
        if (here === 0) continue;
        g += histogram[at] as number;
        h += histogram[at + 1] as number;
        n += here;
        if (n < leastRows || h < LEAST_CURVATURE) continue;
        if (rows - n < leastRows || curvature - h < LEAST_CURVATURE) break;
        const gain = (g * g) / h + ((gradient - g) * (gradient - g)) / (curvature - h) - whole;
        if (gain > (best?.gain ?? 1e-10)) best = { gain, column, bin };
      }
    }
    return best;
  }
}
