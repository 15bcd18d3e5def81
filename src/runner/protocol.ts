import type { Progress } from '../core/profile/engine.js';
import type { LogFacts } from '../core/profile/log-facts.js';
import type { RunOptions } from '../core/profile/make-plan.js';
import type { LintReport } from '../core/lint/finding.js';
import type { LabelEvidence, LabelQuestion } from '../core/lint/host.js';
import type { DashboardView } from '../core/report/charts/ledger.js';
import type { Report } from '../core/report/report.js';
import type { FolderState } from './lint-memory.js';

/** What the editor asks of its child process. One request at a time for each id. */
export type RunnerRequest =
  | {
      readonly id: number;
      readonly kind: 'check';
      readonly config: string;
      readonly shown: string;
      readonly options: RunOptions;
    }
  | { readonly id: number; readonly kind: 'columns'; readonly path: string }
  | ({ readonly id: number; readonly kind: 'lint'; readonly folder: string } & FolderState)
  | {
      readonly id: number;
      readonly kind: 'evidence';
      readonly folder: string;
      readonly question: LabelQuestion;
    }
  | { readonly id: number; readonly kind: 'infer'; readonly folder: string }
  | { readonly id: number; readonly kind: 'html'; readonly report: Report }
  | { readonly id: number; readonly kind: 'view'; readonly report: Report }
  | { readonly id: number; readonly kind: 'cancel' };

/** What the child answers: progress any number of times, then one end. */
export type RunnerReply =
  | { readonly id: number; readonly kind: 'progress'; readonly progress: Progress }
  | { readonly id: number; readonly kind: 'done'; readonly result: RunnerResult }
  | { readonly id: number; readonly kind: 'failed'; readonly error: RunnerFailure };

export type RunnerResult =
  | { readonly kind: 'check'; readonly report: Report }
  | { readonly kind: 'columns'; readonly columns: LogFacts['columns'] | null }
  | { readonly kind: 'lint'; readonly report: LintReport }
  | { readonly kind: 'evidence'; readonly evidence: LabelEvidence | null }
  | { readonly kind: 'infer'; readonly text: string; readonly notes: readonly string[] }
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'view'; readonly view: DashboardView };

/** An error as it crosses the process boundary. */
export interface RunnerFailure {
  readonly name: 'ConfigError' | 'DataError' | 'CancelledError' | 'Error';
  readonly message: string;
  readonly place: {
    readonly path: string;
    readonly line?: number;
    readonly column?: number;
    readonly row?: number;
  } | null;
}
