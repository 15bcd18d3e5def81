import { fixes, type Rule } from '../rule.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** No check compares the model's inputs with the reference. */
export const missingDataDrift: Rule = {
  code: 'missing-data-drift',
  id: 'TM101',
  severity: 'warning',
  title: 'No check watches the inputs',
  why: 'Inputs that shift are the first sign of a model in trouble, and the only one that needs no labels.',
  triggers: completeBut('    - { metric: psi, of: features, warn: 0.1, alert: 0.25 }\n', ''),
  passes: COMPLETE,
  fix: 'Adds the population stability index of the features, with its usual limits.',
  gap: 'data_drift',
  check: ({ tree, coverage, draft }) =>
    coverage.data_drift === 'missing'
      ? [
          {
            message: `Nothing watches the inputs of ${draft.model}: if they shift, no check says so. Add \`{ metric: psi, of: features }\` under \`checks.stability\`.`,
            path: ['checks', 'stability'],
            key: true,
            fixes: fixes(
              'Add `psi` of the features',
              addAt(tree, ['checks', 'stability'], ['{ metric: psi, of: features, warn: 0.1, alert: 0.25 }']),
            ),
          },
        ]
      : [],
};
