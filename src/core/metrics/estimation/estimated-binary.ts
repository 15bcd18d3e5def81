import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { binaryEstimates } from './binary-estimate.js';
import type { BinaryEstimate } from './binary-measures.js';
import { assumptionWords, cbpeMetric, noEstimate } from './estimated.js';
import { isNannymlMetric, nannymlCbpe } from './nannyml-cbpe.js';

/** The estimate of one metric of a binary model. */
export function binaryValue(name: BinaryEstimate, input: MetricInput): MetricValue {
  const reference = input.reference?.labelled ?? null;
  if (input.reference === null)
    return noEstimate(input, 'There is no reference to calibrate on: set logs.reference.');
  if (reference === null || reference.rows === 0) {
    return noEstimate(input, 'The reference has no labels: nothing calibrates the scores.');
  }
  const scored = input.current.extra?.scored ?? null;
  if (scored === null || scored.positive.count + scored.negative.count === 0) {
    return noEstimate(
      input,
      'No row has a score and a prediction: set logs.columns.score.',
      input.current.rows === 0 ? 'unknown' : 'error',
    );
  }
  const { seed, model } = input.monitor;
  const found = binaryEstimates(scored, reference, [seed, model]);
  if (found === null) return noEstimate(input, 'The reference has labels of one class only, or no scores.');
  const value = found.values[name];
  if (!Number.isFinite(value)) {
    return noEstimate(
      input,
      `The model says one class only, so that there is no ${name} to estimate.`,
      'unknown',
    );
  }
  return {
    value,
    interval: found.intervals[name],
    pValue: null,
    nReference: found.nReference,
    nCurrent: found.nCurrent,
    exact: found.exact,
    because: assumptionWords(found.checks),
  };
}

type Words = Pick<Metric, 'name' | 'worse' | 'range' | 'use' | 'avoid' | 'formula'> & {
  readonly unit?: Metric['unit'];
};

function binary(name: BinaryEstimate, words: Words): Metric {
  const nannyml = isNannymlMetric(name) ? nannymlCbpe(name) : null;
  return cbpeMetric(
    { id: `estimated_${name}`, tasks: ['binary'], ...words },
    (input) => binaryValue(name, input),
    nannyml === null ? undefined : { nannyml },
  );
}

const SHARE = { range: [0, 1], unit: 'share', worse: 'lower' } as const;

export const estimatedRocAuc = binary('roc_auc', {
  name: 'Estimated ROC AUC',
  worse: 'lower',
  range: [0, 1],
  formula: 'Σ over pairs of rows of p̂ᵢ (1 − p̂ⱼ) [sᵢ > sⱼ] / (Σ p̂ · Σ (1 − p̂)), ties half',
  use: 'Ranking quality while labels are still to come.',
  avoid: 'A changed meaning of the inputs (concept shift), which no score shows: wait for labels.',
});

export const estimatedAveragePrecision = binary('average_precision', {
  name: 'Estimated average precision',
  worse: 'lower',
  range: [0, 1],
  formula: 'Σ (R_k − R_{k−1}) P_k over distinct scores, of expected counts',
  use: 'A rare positive class while labels are still to come.',
  avoid: 'Few positives in the reference: the calibration of the highest scores is a guess.',
});

export const estimatedPrecision = binary('precision', {
  name: 'Estimated precision',
  ...SHARE,
  formula: 'Σ p̂ over predicted positives / predicted positives',
  use: 'What part of the alarms is right, before anybody has looked.',
  avoid: 'A changed meaning of the inputs (concept shift), which no score shows: wait for labels.',
});

export const estimatedRecall = binary('recall', {
  name: 'Estimated recall',
  ...SHARE,
  formula: 'Σ p̂ over predicted positives / Σ p̂',
  use: 'What part of the positives is found, before anybody knows them.',
  avoid: 'Positives with low scores that the reference hardly has: the calibration there decides.',
});

export const estimatedSpecificity = binary('specificity', {
  name: 'Estimated specificity',
  ...SHARE,
  formula: 'Σ (1 − p̂) over predicted negatives / Σ (1 − p̂)',
  use: 'Part of the negatives that is left alone, while labels are still to come.',
  avoid: 'Rare positives, where it is near 1 whatever the model does.',
});

export const estimatedF1 = binary('f1', {
  name: 'Estimated F1',
  worse: 'lower',
  range: [0, 1],
  formula: '2 TP / (2 TP + FP + FN) of expected counts',
  use: 'Precision and recall in one number while labels are still to come.',
  avoid: 'Costs that differ between mistakes: look at precision and recall.',
});

export const estimatedBrier = binary('brier', {
  name: 'Estimated Brier score',
  worse: 'higher',
  range: [0, 1],
  formula: 'mean of p̂ (1 − s)² + (1 − p̂) s²',
  use: 'Scores that are read as probabilities, while labels are still to come.',
  avoid: 'To compare periods with different shares of positives, which move it by themselves.',
});
