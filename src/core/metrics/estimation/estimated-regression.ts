import { LABEL } from '../../profile/extra/row-sample.js';
import { absoluteMetric } from '../describe.js';
import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { formatNumber } from '../../report/words.js';
import { columnsNamed, isWhole } from '../stability/row-samples.js';
import { noEstimate } from './estimated.js';
import { lossEstimate, type LossEstimate, type LossModel, type LossName } from './loss-estimate.js';

type Grown = Pick<LossModel, 'trees' | 'bins' | 'withError'>;

const OURS: Grown = {
  withError: true,
  trees: { trees: 60, leaves: 8, rate: 0.1, leastRows: 30 },
  bins: 64,
};
/** LightGBM's defaults, which NannyML uses. */
const NANNYML: Grown = {
  withError: false,
  trees: { trees: 100, leaves: 31, rate: 0.1, leastRows: 20 },
  bins: 255,
};

type Words = Pick<Metric, 'name' | 'formula' | 'use' | 'avoid'> & { readonly unit?: Metric['unit'] };

function regression(name: 'mae' | 'mse' | 'rmse' | 'mape', loss: LossName, words: Words): Metric {
  const finish = name === 'rmse' ? Math.sqrt : (mean: number): number => mean;
  return absoluteMetric({
    id: `estimated_${name}`,
    unit: 'none',
    ...words,
    family: 'performance',
    tasks: ['regression'],
    needs: ['prediction'],
    reads: ['sample'],
    compares: true,
    worse: 'higher',
    range: [0, Infinity],
    definition:
      'what the metric is expected to be on these rows, without their labels (DLE): boosted trees learn the row’s loss from features and prediction on the reference’s labelled rows, and tell it of the current ones; of the row sample',
    interval:
      'of the metric on these rows, once their labels are known: the spread of losses that the trees do not explain, and what leaving a tenth of the reference out moves (delete-a-group jackknife)',
    source: 'NannyML’s direct loss estimation, with its uncertainty; trees: Friedman 2001 over histograms',
    definitions: {
      nannyml: {
        definition:
          'NannyML’s DLE: trees with LightGBM’s defaults (100 of 31 leaves, rate 0.1) tell the loss; the trees are our own, so that values are within about 3 % of NannyML’s where the reference has such rows; the band is three sampling errors of the reference’s losses',
        formula: `${words.formula}; band ± 3 sd(loss) / √n`,
        source: 'NannyML 0.13, performance_estimation/direct_loss_estimation/metrics.py',
        compute: (input) =>
          compute(input, loss, NANNYML, (found) => {
            const value = finish(found.mean);
            const { mean, sd } = found.reference;
            const error =
              name === 'rmse' ? sd / Math.sqrt(4 * mean * found.rows) : sd / Math.sqrt(found.rows);
            return { value, interval: [Math.max(0, value - 3 * error), value + 3 * error] };
          }),
      },
    },
    compute: (input) =>
      compute(input, loss, OURS, ({ mean, half }) => {
        const ends = [mean - half, mean + half].map((end) => finish(Math.max(0, end)));
        return { value: finish(mean), interval: half > 0 ? [ends[0] as number, ends[1] as number] : null };
      }),
  });
}

function compute(
  input: MetricInput,
  loss: LossName,
  grown: Grown,
  valueOf: (found: LossEstimate) => Pick<MetricValue, 'value' | 'interval'>,
): MetricValue {
  const { prediction } = input.monitor.logs.columns;
  if (prediction === null)
    return noEstimate(input, 'No column has the prediction: set logs.columns.prediction.');
  const reference = input.reference?.extra?.sample ?? null;
  if (reference === null || input.reference === null) {
    return noEstimate(input, 'There is no reference to learn the loss from: set logs.reference.');
  }
  const current = input.current.extra?.sample ?? null;
  if (current === null) return noEstimate(input, 'There are no rows.', 'unknown');
  if (!reference.columns.some(({ name }) => name === LABEL)) {
    return noEstimate(input, 'The reference has no labels: nothing tells the loss.');
  }
  const named = [...input.facts.features, prediction];
  const columns = named.filter((name) => columnsNamed(reference, [name]).length > 0);
  const found = lossEstimate(current, reference, { ...grown, columns, prediction, loss });
  if (found === null) {
    return noEstimate(
      input,
      'No row has a number as its prediction, or too few of the reference have a label.',
    );
  }
  const value = valueOf(found);
  if (value.value === null || !Number.isFinite(value.value))
    return noEstimate(input, 'The losses are too large to compute with.');
  return {
    ...value,
    pValue: null,
    nReference: found.reference.rows,
    nCurrent: found.rows,
    exact: isWhole(input.reference) && isWhole(input.current),
    because: `Estimated without labels: it holds where only the inputs changed, not what they mean. The mean loss of the reference is ${formatNumber(found.reference.mean)}.`,
  };
}

const AVOID = 'A changed meaning of the inputs (concept shift), which no feature shows: wait for labels.';

export const estimatedMae = regression('mae', 'absolute', {
  name: 'Estimated mean absolute error',
  formula: 'mean of the expected |prediction − label|',
  use: 'The size of errors while labels are still to come.',
  avoid: AVOID,
});

export const estimatedMse = regression('mse', 'squared', {
  name: 'Estimated mean squared error',
  formula: 'mean of the expected (prediction − label)²',
  use: 'Errors that cost by their square, while labels are still to come.',
  avoid: AVOID,
});

export const estimatedRmse = regression('rmse', 'squared', {
  name: 'Estimated root mean squared error',
  formula: '√ of the mean of the expected (prediction − label)²',
  use: 'The same as mse, in the unit of the label.',
  avoid: AVOID,
});

export const estimatedMape = regression('mape', 'relative', {
  name: 'Estimated mean absolute percentage error',
  unit: 'share',
  formula: 'mean of the expected |prediction − label| / |label|; reference rows with label 0 left out',
  use: 'Errors relative to what is predicted, while labels are still to come.',
  avoid: 'Labels near 0, which make it as large as you like.',
});
