import { fixes, type Rule } from '../rule.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** No check compares what the model says with what it said before. */
export const missingPredictionDrift: Rule = {
  code: 'missing-prediction-drift',
  id: 'TM102',
  severity: 'warning',
  title: 'No check watches the predictions',
  why: 'Predictions that shift show that a drift of inputs has reached the model; no labels are needed for it.',
  triggers: completeBut('    - { metric: psi, of: score, warn: 0.1, alert: 0.25 }\n', ''),
  passes: COMPLETE,
  fix: 'Adds the population stability index of the score, or of the prediction where there is no score.',
  gap: 'prediction_drift',
  check: ({ tree, coverage, draft }) => {
    if (coverage.prediction_drift !== 'missing') return [];
    const { score, prediction } = draft.logs.columns;
    const output = score === null ? 'prediction' : 'score';
    const named = score !== null || prediction !== null;
    const watched = coverage.data_drift === 'missing' ? '' : 'Inputs are watched, predictions are not. ';
    const write = named
      ? `Add \`{ metric: psi, of: ${output} }\` under \`checks.stability\`.`
      : 'Name the column of the predictions under `logs.columns.prediction` or `logs.columns.score`, then add `{ metric: psi, of: prediction }`.';
    return [
      {
        message: `${watched}If what ${draft.model} predicts shifts, no check says so. ${write}`,
        path: ['checks', 'stability'],
        key: true,
        fixes: named
          ? fixes(
              `Add \`psi\` of the ${output}`,
              addAt(
                tree,
                ['checks', 'stability'],
                [`{ metric: psi, of: ${output}, warn: 0.1, alert: 0.25 }`],
              ),
            )
          : [],
      },
    ];
  },
};
