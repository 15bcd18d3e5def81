import {
  mergeCoverage,
  mergeDelays,
  mergeScored,
  type DelayProfile,
  type ScoreCoverage,
  type ScoredRows,
} from './feedback.js';
import { mergeMinutes, type MinuteSeries } from './minutes.js';
import { mergeSamples, type RowSample } from './row-sample.js';
import { mergeSequences, type SequenceProfile } from './sequence.js';

/** What only some metrics look at: read where a check asks for it, so that other runs cost nothing more. */
export interface ExtraRows {
  readonly minutes: MinuteSeries | null;
  readonly delays: DelayProfile | null;
  readonly coverage: readonly ScoreCoverage[] | null;
  readonly scored: ScoredRows | null;
  readonly sample: RowSample | null;
  readonly sequence: SequenceProfile | null;
}

/** The kinds of extra data that a metric may ask for. */
export type ExtraKind = keyof ExtraRows;

export const NO_EXTRA: ExtraRows = {
  minutes: null,
  delays: null,
  coverage: null,
  scored: null,
  sample: null,
  sequence: null,
};

/** Extra data of the union of disjoint slices. */
export function mergeExtra(parts: readonly ExtraRows[]): ExtraRows {
  const present = <T>(of: (part: ExtraRows) => T | null): T[] =>
    parts.map(of).filter((part) => part !== null);
  return {
    minutes: mergeMinutes(present((part) => part.minutes)),
    delays: mergeDelays(present((part) => part.delays)),
    coverage: mergeCoverage(present((part) => part.coverage)),
    scored: mergeScored(present((part) => part.scored)),
    sample: mergeSamples(present((part) => part.sample)),
    sequence: mergeSequences(present((part) => part.sequence)),
  };
}
