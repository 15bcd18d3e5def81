import { fixes, type Rule } from '../rule.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** No check looks for missing values, new categories or values out of range. */
export const missingDataQuality: Rule = {
  code: 'missing-data-quality',
  id: 'TM103',
  severity: 'warning',
  title: 'No check watches the quality of the data',
  why: 'Broken data look like drift. A check of missing values tells a broken pipeline from a changed world.',
  triggers: completeBut(
    '  quality:\n    - { metric: missing_share, of: features, alert: { above: 0.05 } }\n',
    '',
  ),
  passes: COMPLETE,
  fix: 'Adds the share of missing values of the features, with an alert above 5 %.',
  gap: 'data_quality',
  check: ({ tree, coverage }) =>
    coverage.data_quality === 'missing'
      ? [
          {
            message:
              'Nothing watches missing values or new categories; only a changed schema and unreadable rows would be seen. Add `{ metric: missing_share, of: features }` under `checks.quality`.',
            path: ['checks', 'quality'],
            key: true,
            fixes: fixes(
              'Add `missing_share` of the features',
              addAt(
                tree,
                ['checks', 'quality'],
                ['{ metric: missing_share, of: features, alert: { above: 0.05 } }'],
              ),
            ),
          },
        ]
      : [],
};
