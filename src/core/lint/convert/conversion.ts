import type { Source } from '../source/source.js';

/** The columns of a log whose part another tool's config can name. */
export type ConvertedRole = 'id' | 'timestamp' | 'version' | 'score' | 'prediction' | 'label';

/** A check that means what the other tool's does. */
export interface ConvertedCheck {
  readonly family: 'stability' | 'performance' | 'quality';
  readonly metric: string;
  /** What it looks at: the columns of a role, or some by name. */
  readonly of?: 'features' | 'score' | 'prediction' | 'label' | readonly string[];
  /** Its alert limit as YAML; left out where the metric's own is meant. */
  readonly alert?: string;
}

/** What another tool's config says, in our words. */
export interface Conversion {
  readonly tool: string;
  readonly model: string;
  readonly task: 'binary' | 'multiclass' | 'regression' | null;
  readonly owner: string | null;
  /** Where the data are; what is no file is told as it stands. */
  readonly current: string | null;
  readonly reference: string | null;
  readonly columns: Readonly<Partial<Record<ConvertedRole, string>>>;
  readonly features: readonly string[];
  readonly categorical: readonly string[];
  /** Length of a chunk, as we write it. */
  readonly every: string | null;
  readonly labels: {
    readonly path: string;
    readonly id: string | null;
    readonly label: string | null;
  } | null;
  readonly checks: readonly ConvertedCheck[];
  /** What could not be carried over, a sentence each. */
  readonly notes: readonly string[];
}

/** Reads the config of one tool as a conversion; null where it is none of that tool's. */
export interface Converter {
  readonly tool: string;
  convert(source: Source): Conversion | null;
}

/** A conversion that says nothing yet. */
export function emptyConversion(tool: string, model: string | null): Conversion {
  return {
    tool,
    model: model === null || model === '' ? 'model' : model,
    task: null,
    owner: null,
    current: null,
    reference: null,
    columns: {},
    features: [],
    categorical: [],
    every: null,
    labels: null,
    checks: [],
    notes: [],
  };
}

/** Drift of the inputs, as every tool has it: with our own limits. */
export const INPUT_DRIFT: ConvertedCheck = { family: 'stability', metric: 'psi', of: 'features' };

/** Missing values of the inputs. */
export const INPUT_QUALITY: ConvertedCheck = {
  family: 'quality',
  metric: 'missing_share',
  of: 'features',
  alert: '{ above: 0.05 }',
};
