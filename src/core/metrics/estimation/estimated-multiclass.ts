import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { cbpeMetric, noEstimate } from './estimated.js';
import { multiclassColumns } from './multiclass-columns.js';
import { multiclassEstimates, type MulticlassEstimate } from './multiclass-estimate.js';
import { nannymlCbpeMulticlass } from './nannyml-cbpe-multiclass.js';

/** The estimate of one metric of a model of several classes. */
export function multiclassValue(name: MulticlassEstimate, input: MetricInput): MetricValue {
  const sides = multiclassColumns(input);
  if ('problem' in sides) return sides.problem;
  const found = multiclassEstimates(sides.current, sides.reference, sides.columns);
  if (found === null)
    return noEstimate(input, 'No row has all scores and a prediction, or none of the reference has a label.');
  const value = found.values[name];
  if (!Number.isFinite(value))
    return noEstimate(input, 'A class is never predicted or never expected.', 'unknown');
  return {
    value,
    interval: found.intervals[name],
    pValue: null,
    nReference: found.nReference,
    nCurrent: found.nCurrent,
    exact: sides.whole,
    because: 'Estimated without labels: it holds where only the inputs changed, not what they mean.',
  };
}

type Words = Pick<Metric, 'name' | 'worse' | 'formula' | 'use' | 'avoid'> & {
  readonly unit?: Metric['unit'];
};

function multiclass(name: Exclude<MulticlassEstimate, 'log_loss'>, words: Words): Metric {
  return cbpeMetric(
    { id: `estimated_${name}`, tasks: ['multiclass'], range: [0, 1], ...words },
    (input) => multiclassValue(name, input),
    { nannyml: nannymlCbpeMulticlass(name) },
  );
}

const AVOID = 'Rare classes, whose calibration a few rows decide; a changed meaning of the inputs.';

export const estimatedRocAucOvr = multiclass('roc_auc_ovr', {
  name: 'Estimated ROC AUC, one against the rest',
  worse: 'lower',
  formula: 'mean over classes of the expected area of the class against the others',
  use: 'Ranking quality of each class while labels are still to come.',
  avoid: AVOID,
});

export const estimatedMacroPrecision = multiclass('macro_precision', {
  name: 'Estimated macro precision',
  worse: 'lower',
  unit: 'share',
  formula: 'mean over classes of Σ p̂_c over rows predicted c / rows predicted c',
  use: 'How far predictions of each class can be trusted, while labels are still to come.',
  avoid: AVOID,
});

export const estimatedMacroRecall = multiclass('macro_recall', {
  name: 'Estimated macro recall',
  worse: 'lower',
  unit: 'share',
  formula: 'mean over classes of Σ p̂_c over rows predicted c / Σ p̂_c',
  use: 'How much of each class is found, while labels are still to come.',
  avoid: AVOID,
});

export const estimatedMacroF1 = multiclass('macro_f1', {
  name: 'Estimated macro F1',
  worse: 'lower',
  formula: 'mean over classes of 2 TP / (2 TP + FP + FN) of expected counts',
  use: 'Classes that matter alike, while labels are still to come.',
  avoid: AVOID,
});
