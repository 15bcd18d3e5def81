import { sequentialMetric } from './sequential.js';

/** Alarms of adaptive windowing. */
export const adwin = sequentialMetric('adwin', ['binary', 'multiclass', 'regression'], {
  name: 'Adaptive windowing',
  definition:
    'position of the first row, among the labelled rows of the window in time order, at which two parts of the recent rows differ in their mean loss by more than chance allows; it starts anew after an alarm',
  formula: '|m₀ − m₁| > √(2/m · σ² · ln(2 ln W / δ)) + 2/(3m) · ln(2 ln W / δ), δ = 0.002',
  source: 'Bifet and Gavalda 2007, as river 0.26 has it (drift.ADWIN)',
  use: 'A change of the mean loss in either direction, without a length of window to choose.',
  avoid: 'Losses with a few huge values, which raise the variance and hide changes.',
});
