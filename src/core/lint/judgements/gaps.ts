import type { CoverageItem } from '../finding.js';
import type { Reading, Remark } from '../reading.js';
import type { Judgement } from './judgement.js';

/** What a missing item means, and the rules that say so. */
const GAPS: readonly (readonly [CoverageItem, readonly string[], string])[] = [
  [
    'data_drift',
    ['missing-data-drift'],
    'Nothing watches the inputs of the model: if they shift, nobody hears of it',
  ],
  [
    'prediction_drift',
    ['missing-prediction-drift'],
    'Nothing watches the predictions: if they shift, nobody hears of it, and no label would be needed to see it',
  ],
  [
    'data_quality',
    ['missing-data-quality'],
    'Nothing checks nulls, types, ranges or new categories, so broken data look like drift',
  ],
  ['performance', ['missing-performance'], 'Nothing measures how right the model is; drift only hints at it'],
  ['operations', ['missing-latency-objective', 'missing-error-rate'], ''],
  [
    'ground_truth',
    ['missing-ground-truth'],
    'No labels come back, so how right the model is can never be computed',
  ],
  ['alerting', ['alert-reaches-nobody'], 'Nobody is told when something shifts'],
  [
    'baseline',
    ['missing-baseline'],
    'There is no fixed baseline, so only neighbouring windows are compared and slow drift is never seen',
  ],
  ['schedule', ['missing-schedule'], 'Nothing says when it runs, so it runs when somebody thinks of it'],
  ['payload_logging', [], ''],
];

/** Operations may well be watched by other tools, and a batch model has no latency: advice. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'missing-latency-objective':
    'Nothing here says how fast the model has to answer. If it answers requests, give it an objective, in this file or in your monitoring of services',
  'missing-error-rate':
    'Nothing here watches failed requests, which leave no prediction to look at. If it answers requests, watch its errors, in this file or in your monitoring of services',
};

/** What a config of a monitoring tool leaves out, though its kind of file could say it. */
export const gaps: Judgement = ({ reading, source }) => {
  // What seems to be missing may stand in the part that could not be read.
  if (!reading.primary || source.problems.some(({ breaks }) => breaks)) return [];
  return GAPS.flatMap(([item, codes, means]) => codes.flatMap((code) => gap(reading, item, code, means)));
};

function gap(reading: Reading, item: CoverageItem, code: string, means: string): Remark[] {
  const cell = reading.cells[item];
  if (cell?.state !== 'missing') return [];
  const operational = OPERATIONS[code];
  const advice = reading.advice[item];
  const message = `${operational ?? means}.${advice === undefined ? '' : ` ${advice}`}`;
  return [
    {
      code,
      message,
      at: cell.at ?? reading.anchor,
      severity: operational === undefined ? 'warning' : 'info',
    },
  ];
}
