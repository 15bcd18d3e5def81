import { sequentialMetric } from './sequential.js';

/** Alarms of the Page-Hinkley test. */
export const pageHinkley = sequentialMetric('page_hinkley', ['binary', 'multiclass', 'regression'], {
  name: 'Page-Hinkley test',
  definition:
    'position of the first row, among the labelled rows of the window in time order, at which the loss has moved away from its mean by 50 in all, up or down; it starts anew after an alarm',
  formula: 'Σ (xᵢ − x̄ᵢ ∓ 0.005) with forgetting 0.9999: beyond its minimum (maximum) by more than 50, n ≥ 30',
  source: 'Page 1954, as river 0.26 has it (drift.PageHinkley)',
  use: 'Slow changes of a mean loss around 1, such as log loss or a share of wrong rows.',
  avoid:
    'Losses in large units (an error of 40 minutes): its limit of 50 is in the unit of the loss. Use adwin.',
});
