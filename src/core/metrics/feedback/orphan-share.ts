import { formatShare } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';

/** Share of labels that belong to no prediction. */
export const orphanShare = absoluteMetric({
  id: 'orphan_share',
  name: 'Orphan share',
  family: 'feedback',
  needs: ['label', 'id'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  windowOnly: true,
  definition: 'share of the labelled ids that no row of the logs has',
  formula: 'labelled ids without a row / labelled ids',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Label files joined by id: a high share means a wrong key or a missing log.',
  avoid: 'Label files that are shared with other models, where most ids belong elsewhere.',
  compute: (input) => {
    const { labels } = input.facts;
    if (input.monitor.feedback.labels === null) {
      return noValue('error', 'There are no label files: set feedback.labels.', { current: 0 });
    }
    if (labels === null || labels.ids === 0) {
      return noValue('unknown', 'No label has arrived yet.', { current: 0 });
    }
    const latest = input.monitor.feedback.labels.received === null ? 'the last in the files' : 'the latest';
    const because =
      labels.conflicts === 0
        ? null
        : `${labels.conflicts} ${labels.conflicts === 1 ? 'id has' : 'ids have'} labels that disagree (${formatShare(labels.conflicts / labels.ids)}); ${latest} counts.`;
    return shareOf(labels.orphans, labels.ids, 'labels', { exact: labels.exact, because });
  },
});
