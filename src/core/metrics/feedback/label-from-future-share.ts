import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { delaysOf } from './delays.js';

/** Share of labels that are older than the prediction they belong to. */
export const labelFromFutureShare = absoluteMetric({
  id: 'label_from_future_share',
  name: 'Labels from the future',
  family: 'feedback',
  needs: ['label', 'id', 'timestamp'],
  reads: ['delays'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  definition:
    'share of the labelled predictions of mature chunks whose label had arrived before they were made',
  formula: 'rows with received < timestamp / labelled rows with both times',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'A wrong join, a wrong clock, or a model that was shown the answer.',
  avoid: 'Times of different zones or resolutions, which look like it: compare some by hand first.',
  compute: (input) => {
    const found = delaysOf(input);
    if ('problem' in found) return found.problem;
    const { arrived, fromFuture } = found.delays;
    return shareOf(fromFuture, arrived.count + fromFuture, 'labelled rows with both times');
  },
});
