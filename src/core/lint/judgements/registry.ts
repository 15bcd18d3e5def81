import type { Judgement } from './judgement.js';
import { gaps } from './gaps.js';
import { outOfRange, unusualLimit, wrongDirection } from './limits.js';
import { placeholders } from './placeholders.js';
import { secrets } from './secrets.js';
import { wrongMetric } from './tasks.js';

/** What is judged alike in the files of every dialect; what only one tool can get wrong, its dialect says. */
export const JUDGEMENTS: readonly Judgement[] = [
  gaps,
  wrongMetric,
  wrongDirection,
  outOfRange,
  unusualLimit,
  placeholders,
  secrets,
];
