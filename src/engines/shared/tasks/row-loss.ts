import { lossOf, lossOfOther } from './judges.js';
import type { JudgeSpec } from './task.js';

/** What one labelled row costs. */
export interface RowLoss {
  /** Log loss where there is a score, else 1 for a wrong prediction; |error| in regression. */
  readonly loss: number;
  /** 1 where the prediction is not the label, 0 where it is, NaN where none is known. */
  readonly wrong: number;
}

type LossOf = (
  label: number,
  prediction: number,
  scores: readonly Float64Array[],
  at: number,
) => RowLoss | null;

/** The loss of a row by the task's judge (definitions.md, section 3); null where nothing can be said. */
export function rowLoss(judge: JudgeSpec): LossOf {
  switch (judge.task) {
    case 'binary':
      return (label, prediction, scores, at) => {
        const score = scores[0]?.[at] ?? NaN;
        const scored = score - score === 0;
        const yes = judge.threshold === null ? prediction === judge.positive : score >= judge.threshold;
        const said = judge.threshold === null ? prediction === prediction : scored;
        const wrong = said ? Number(yes !== (label === judge.positive)) : NaN;
        const loss = scored ? (label === judge.positive ? lossOf(score) : lossOfOther(score)) : wrong;
        return loss === loss ? { loss, wrong } : null;
      };
    case 'multiclass':
      return (label, prediction, scores, at) => {
        const score = scores[judge.columns[label] ?? -1]?.[at] ?? NaN;
        const wrong = prediction === prediction ? Number(prediction !== label) : NaN;
        const loss = score - score === 0 ? lossOf(score) : wrong;
        return loss === loss ? { loss, wrong } : null;
      };
    default:
      return (label, prediction) => {
        const loss = Math.abs(prediction - label);
        return loss - loss === 0 ? { loss, wrong: NaN } : null;
      };
  }
}
