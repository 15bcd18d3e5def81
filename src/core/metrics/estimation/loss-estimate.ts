import { LABEL, type RowSample, type SampleColumn } from '../../profile/extra/row-sample.js';
import { momentsOf } from '../../profile/moments.js';
import { rememberPairWith } from '../../profile/remember.js';
import { Binner } from '../../statistics/model/binner.js';
import { boost, type BoostedModel, type BoostingOptions } from '../../statistics/model/boosting.js';
import { Z95 } from '../../statistics/normal.js';
import { columnsNamed } from '../stability/row-samples.js';

/** The losses of a regression model that can be estimated. */
export type LossName = 'absolute' | 'squared' | 'relative';

/** Groups of the reference that are left out one after the other. */
const GROUPS = 10;

/** How the model of the loss is grown, and by which columns. */
export interface LossModel {
  readonly trees: Omit<BoostingOptions, 'loss'>;
  readonly bins: number;
  readonly columns: readonly string[];
  readonly prediction: string;
  readonly loss: LossName;
  /** Whether the error is wanted: it takes as many models again as there are groups. */
  readonly withError: boolean;
}

/** An expected mean loss. */
export interface LossEstimate {
  readonly mean: number;
  /** Half the width of the 95 % interval of the mean loss of these rows, of chance and of the model of the loss. */
  readonly half: number;
  /** Mean and standard deviation of the loss in the reference. */
  readonly reference: { readonly mean: number; readonly sd: number; readonly rows: number };
  readonly rows: number;
}

/**
 * Direct loss estimation: a model learns the row's loss from its features and prediction on the reference, and tells it
 * of current rows. What it does not explain of single rows, and what leaving a tenth of the reference out moves (delete-a-
 * group jackknife), make the error. Null where no reference row has a label and a prediction.
 */
export const lossEstimate = rememberPairWith(
  (current: RowSample, reference: RowSample, model: LossModel): LossEstimate | null => {
    const learned = learn(reference, reference, model);
    if (learned === null) return null;
    const columns = columnsNamed(current, model.columns);
    const said = numbersOf(current, model.prediction);
    const rows = Int32Array.from(said.keys()).filter((row) => !Number.isNaN(said[row]));
    if (rows.length === 0 || columns.length !== model.columns.length) return null;
    const recoded = columns.map((column, j) => recode(column, learned.columns[j] as SampleColumn));
    const meanOf = ({ binner, trees }: Learned): number => {
      const found = trees.predict(binner.table(recoded, rows));
      return found.reduce((sum, loss) => sum + Math.max(0, loss), 0) / rows.length;
    };
    const mean = meanOf(learned.whole);
    const parts = learned.parts.map(meanOf);
    const centre = parts.reduce((sum, part) => sum + part, 0) / parts.length;
    const spread = parts.reduce((sum, part) => sum + (part - centre) ** 2, 0) * ((GROUPS - 1) / GROUPS);
    const chance = learned.residual / rows.length;
    // Student's t with the degrees of Satterthwaite 1946: only the jackknife's part is known from a few groups.
    const degrees = ((spread + chance) / spread) ** 2 * (GROUPS - 1);
    const t = Z95 + (Z95 ** 3 + Z95) / (4 * degrees);
    return {
      mean,
      half: t * Math.sqrt(spread + chance),
      reference: learned.reference,
      rows: rows.length,
    };
  },
);

interface Learned {
  readonly binner: Binner;
  readonly trees: BoostedModel;
}

const learn = rememberPairWith((reference: RowSample, _: RowSample, model: LossModel) => {
  const columns = columnsNamed(reference, model.columns);
  const [said, label] = [numbersOf(reference, model.prediction), numbersOf(reference, LABEL)];
  const losses = said.map((x, i) => lossOf(model.loss, x, label[i] as number));
  const rows = Int32Array.from(losses.keys()).filter((row) => Number.isFinite(losses[row]));
  if (rows.length < 2 * GROUPS || columns.length !== model.columns.length) return null;
  const fit = (some: Int32Array): Learned => {
    const target = Float64Array.from(some, (row) => losses[row] as number);
    const binner = new Binner(columns, some, target, model.bins);
    return { binner, trees: boost(binner.table(columns, some), target, { ...model.trees, loss: 'squared' }) };
  };
  // Rows lie in the order of their hashes: every tenth is as good as drawn.
  const groups = Array.from({ length: model.withError ? GROUPS : 0 }, (_unused, g) => ({
    out: rows.filter((__, i) => i % GROUPS === g),
    model: fit(rows.filter((__, i) => i % GROUPS !== g)),
  }));
  let residual = 0;
  for (const { out, model: part } of groups) {
    const found = part.trees.predict(part.binner.table(columns, out));
    for (const [i, row] of out.entries()) {
      residual += ((losses[row] as number) - Math.max(0, found[i] as number)) ** 2;
    }
  }
  const n = rows.length;
  const { mean, m2 } = momentsOf(Float64Array.from(rows, (row) => losses[row] as number));
  return {
    columns,
    whole: fit(rows),
    parts: groups.map(({ model: part }) => part),
    residual: residual / n,
    reference: { mean, sd: Math.sqrt(m2 / n), rows: n },
  };
});

function lossOf(name: LossName, said: number, label: number): number {
  const error = Math.abs(said - label);
  if (name === 'absolute') return error;
  return name === 'squared' ? error * error : error / Math.abs(label);
}

function numbersOf(sample: RowSample, name: string): Float64Array {
  const column = sample.columns.find((one) => one.name === name);
  return column?.kind === 'numeric' ? column.values : new Float64Array(sample.hashes.length).fill(NaN);
}

/** A column with the codes of another one's categories. */
function recode(column: SampleColumn, like: SampleColumn): SampleColumn {
  if (column.kind === 'numeric' || like.kind === 'numeric') return column;
  const position = new Map(like.categories.map((value, i) => [value, i]));
  const codes = column.categories.map((value) => position.get(value) ?? -1);
  return {
    ...column,
    categories: like.categories,
    codes: column.codes.map((code) => (code < 0 ? -1 : (codes[code] as number))),
  };
}
