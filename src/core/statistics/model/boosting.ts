import type { KernelFunctions } from '../../profile/kernels.js';
import { workingRoom } from '../../profile/working-room.js';

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
  const grower = new TreeGrower(table, options);
  const { gradients, curvatures } = grower;
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

/** Numbers of a bin in a histogram: gradient, curvature, rows. */
const BIN = 3;

/** Grows trees over the same rows, one after the other, in the working room of the kernels. */
class TreeGrower {
  readonly gains: Float64Array;
  /** Of each row; whoever grows a tree writes them before. */
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
  readonly #order: Int32Array;
  readonly #other: Int32Array;
  readonly #columns: Uint8Array;
  /** The first bin of each column. */
  readonly #starts: Int32Array;
  readonly #histogram: Float64Array;
  readonly #run: KernelFunctions;

  constructor(
    private readonly table: BinnedTable,
    private readonly options: BoostingOptions,
  ) {
    const { rows, columns, bins } = table;
    const width = columns.length;
    const size = BIN * bins.reduce((sum, some) => sum + some, 0);
    const room = workingRoom(8 * (2 * rows + size) + 4 * (2 * rows + width) + width * rows);
    this.#run = room.run;
    let { at } = room;
    const part = <Part>(make: (at: number) => Part, bytes: number): Part => {
      const made = make(at);
      at += bytes;
      return made;
    };
    const doubles = (length: number): Float64Array =>
      part((place) => new Float64Array(room.buffer, place, length), 8 * length);
    const integers = (length: number): Int32Array =>
      part((place) => new Int32Array(room.buffer, place, length), 4 * length);
    this.gradients = doubles(rows);
    this.curvatures = doubles(rows);
    this.#histogram = doubles(size);
    this.#order = integers(rows);
    this.#other = integers(rows);
    this.#starts = integers(width);
    this.#columns = new Uint8Array(room.buffer, at, width * rows);
    let first = 0;
    for (const [j, column] of columns.entries()) {
      this.#starts[j] = first;
      first += bins[j] as number;
      this.#columns.set(column.subarray(0, rows), j * rows);
    }
    this.gains = new Float64Array(width);
  }

  /** One tree for the gradients; adds its values to the scores. */
  grow(scores: Float64Array): Node[] {
    const { rows } = this.table;
    const order = this.#order;
    for (let i = 0; i < rows; i++) order[i] = i;
    const nodes: Node[] = [{ column: -1, bin: 0, left: 0, right: 0, value: 0 }];
    let leaves = [this.#leaf(0, 0, rows, this.#sums(0, rows))];
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
    this.gains[split.column] = (this.gains[split.column] as number) + split.gain;
    const left =
      from +
      this.#run.divideRows(
        this.#placeOf(from),
        to - from,
        this.#columns.byteOffset + split.column * this.table.rows,
        split.bin,
        this.#other.byteOffset,
      );
    const node = nodes[leaf.node] as Node;
    node.column = split.column;
    node.bin = split.bin;
    node.left = nodes.length;
    node.right = nodes.length + 1;
    const empty = (): Node => ({ column: -1, bin: 0, left: 0, right: 0, value: 0 });
    nodes.push(empty(), empty());
    // The smaller side is counted, the larger one is what is left.
    const smallerLeft = left - from <= to - left;
    const counted = smallerLeft ? this.#sums(from, left) : this.#sums(left, to);
    const rest = leaf.histogram;
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) - (counted[i] as number);
    return [
      this.#leaf(node.left, from, left, smallerLeft ? counted : rest),
      this.#leaf(node.right, left, to, smallerLeft ? rest : counted),
    ];
  }

  #placeOf(position: number): number {
    return this.#order.byteOffset + 4 * position;
  }

  /** The histogram of the rows `[from, to)`. */
  #sums(from: number, to: number): Float64Array {
    const { rows, columns } = this.table;
    this.#histogram.fill(0);
    this.#run.sumByBin(
      this.#placeOf(from),
      to - from,
      this.#columns.byteOffset,
      rows,
      columns.length,
      this.#starts.byteOffset,
      this.gradients.byteOffset,
      this.curvatures.byteOffset,
      this.#histogram.byteOffset,
    );
    return this.#histogram.slice();
  }

  #leaf(node: number, from: number, to: number, histogram: Float64Array): Leaf {
    const [place, rows] = [this.#placeOf(from), to - from];
    const gradient = this.#run.sumOfRows(place, rows, this.gradients.byteOffset);
    const curvature = this.#run.sumOfRows(place, rows, this.curvatures.byteOffset);
    const split =
      to - from < 2 * this.options.leastRows ? null : this.#best(histogram, gradient, curvature, to - from);
    return { node, from, to, histogram, gradient, curvature, split };
  }

  #best(histogram: Float64Array, gradient: number, curvature: number, rows: number): Split | null {
    const { leastRows } = this.options;
    const whole = (gradient * gradient) / curvature;
    let best: Split | null = null;
    for (const [column, bins] of this.table.bins.entries()) {
      let at = BIN * (this.#starts[column] as number);
      let [g, h, n] = [0, 0, 0];
      for (let bin = 0; bin < bins - 1; bin++, at += BIN) {
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
