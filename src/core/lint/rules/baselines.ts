import type { Rule } from '../rule.js';
import { COMPLETE, completeBut } from './example.js';

/** Reference and current are the same files. */
export const referenceIsCurrent: Rule = {
  code: 'reference-is-current',
  id: 'TM701',
  severity: 'error',
  title: 'Reference and current are the same data',
  why: 'Data compared with itself never drift, so every check passes for ever.',
  triggers: completeBut('reference: logs/training.csv', 'reference: logs/scored-*.csv'),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ draft, survey }) => {
    const { reference, current } = draft.logs;
    if (reference?.kind !== 'log') return [];
    const now = new Set(survey.current.files);
    const before = survey.reference?.files ?? [];
    const same =
      before.length === 0
        ? reference.globs.join() === current.join()
        : before.every((file) => now.has(file)) && before.length === now.size;
    if (!same) return [];
    const message =
      'The reference is the same data as the current log, so nothing can ever differ. Name the training data, or compare with a window of the past: `reference: { window: 28d }`.';
    return [{ message, path: ['logs', 'reference'] }];
  },
};

/** Nothing to compare with. */
export const missingBaseline: Rule = {
  code: 'missing-baseline',
  id: 'TM702',
  severity: 'warning',
  title: 'There is no fixed baseline',
  why: 'Neighbouring windows that are compared with each other never show a drift that is slow.',
  triggers: completeBut('  reference: logs/training.csv\n', ''),
  passes: COMPLETE,
  fix: null,
  gap: 'baseline',
  check: ({ coverage, draft, tree }) =>
    // One that is written and cannot be read is an error already.
    coverage.baseline !== 'missing' || tree.node(['logs', 'reference']) !== null
      ? []
      : [
          {
            message: `${draft.model} has no reference, so no check can say that something has shifted. Name the training data under \`logs.reference\`, or a window of the past: \`reference: { window: 28d }\`.`,
            path: ['logs'],
            key: true,
          },
        ],
};

/** The baseline follows production. */
export const movingBaseline: Rule = {
  code: 'moving-baseline',
  id: 'TM703',
  severity: 'warning',
  title: 'The baseline follows production',
  why: 'A baseline that moves along with production makes every slow change look like none.',
  triggers: completeBut('reference: logs/training.csv', 'reference: { rolling: 28d }'),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ draft }) =>
    draft.logs.reference?.kind !== 'rolling'
      ? []
      : [
          {
            message:
              'The reference rolls along with production, so slow drift is never seen. Keep one: the training data, or a fixed window such as `reference: { window: 28d }`.',
            path: ['logs', 'reference'],
          },
        ],
};
