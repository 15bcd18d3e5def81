import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { noLabels } from '../performance/labelled.js';

/** Share of predictions that have a label. */
export const labelCoverage = absoluteMetric({
  id: 'label_coverage',
  name: 'Label coverage',
  family: 'feedback',
  needs: ['label'],
  worse: 'lower',
  range: [0, 1],
  unit: 'share',
  definition: 'share of the predictions of mature chunks that have a label',
  formula: 'labelled rows / rows',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Wherever labels come late: performance speaks for the labelled rows only.',
  avoid: 'Before labels have had the time to arrive: set feedback.labels.matures.',
  compute: (input) => {
    const none = noLabels(input);
    if (none !== null) return none;
    return shareOf(input.current.labelled?.rows ?? 0, input.current.rows, 'rows');
  },
});
