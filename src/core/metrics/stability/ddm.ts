import { sequentialMetric } from './sequential.js';

/** Alarms of the drift detection method. */
export const ddm = sequentialMetric('ddm', ['binary', 'multiclass'], {
  name: 'Drift detection method',
  definition:
    'position of the first row, among the labelled rows of the window in time order, at which the share of wrong predictions is beyond its lowest by three deviations; it starts anew after an alarm',
  formula: 'p + s > p_min + 3 s_min, s = √(p (1 − p) / n), n > 30',
  source: 'Gama et al. 2004, as river 0.26 has it (drift.binary.DDM)',
  use: 'Labels that come steadily: says when the model began to be wrong more often, not only in which chunk.',
  avoid: 'Slow changes, which its minimum follows: page_hinkley. Regression, which has no wrong rows: adwin.',
});
