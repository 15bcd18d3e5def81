import type { DataError } from '../core/errors.js';
import type { Progress } from '../core/profile/engine.js';
import type { RunOptions } from '../core/profile/make-plan.js';
import type { LintReport } from '../core/lint/finding.js';
import type { LabelEvidence, LabelQuestion, LintColumn } from '../core/lint/host.js';
import type { ExportedRows, RowsPage } from '../core/profile/rows.js';
import type { ViewText } from '../core/report/charts/heat-wire.js';
import type { ChartSpec } from '../core/report/charts/plot.js';
import type { Report } from '../core/report/report.js';
import type { LooseCell } from '../core/notebook/cells.js';
import type { CellResult } from '../core/notebook/execute.js';
import type { TemplateName } from '../core/notebook/templates/templates.js';
import type { ReportFormat } from './export-report.js';
import type { ReportPlace } from './report-shelf.js';
import type { RowsRequest } from './rows-requests.js';
import type { FolderState } from './lint-memory.js';

/** The cells of a report as the editor has them, saved or not. */
interface CellsOfReport {
  readonly cells: readonly LooseCell[];
  /** Path of the report: its config is found from there. */
  readonly file: string;
  readonly shown: string;
}

/** What the editor asks of its child process. One request at a time for each id. */
export type RunnerRequest =
  | {
      readonly id: number;
      readonly kind: 'check';
      readonly config: string;
      readonly shown: string;
      readonly options: RunOptions;
      /** File that the report is kept in for the next window. */
      readonly keep?: string;
      /** Whether what is read so far is wanted as it comes. */
      readonly partial?: boolean;
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
  | ({ readonly id: number; readonly kind: 'reportKeys' } & CellsOfReport)
  | ({
      readonly id: number;
      readonly kind: 'reportCells';
      readonly wanted: readonly number[];
    } & CellsOfReport)
  | {
      readonly id: number;
      readonly kind: 'exportReport';
      readonly text: string;
      readonly file: string;
      readonly shown: string;
      readonly format: ReportFormat;
    }
  | {
      readonly id: number;
      readonly kind: 'newReport';
      readonly config: string;
      readonly template: TemplateName;
      readonly from: string;
    }
  | { readonly id: number; readonly kind: 'html'; readonly of: ReportPlace }
  | { readonly id: number; readonly kind: 'chart'; readonly spec: ChartSpec; readonly alt: string }
  | ({
      readonly id: number;
      readonly kind: 'rows';
      readonly offset: number;
      readonly limit: number;
    } & RowsRequest)
  | ({ readonly id: number; readonly kind: 'exportRows'; readonly target: string } & RowsRequest)
  | {
      readonly id: number;
      readonly kind: 'view';
      readonly of: ReportPlace;
      /** File that the view is kept in for the next window: a line with its `KeptView`, and a line that is the view. */
      readonly keep?: string;
    }
  | { readonly id: number; readonly kind: 'cancel' };

/** What is kept with a view: it is of the report written at `generatedAt`, by this version. */
export interface KeptView {
  readonly version: string;
  readonly generatedAt: string;
}

/** What the child answers: progress any number of times, then one end. */
export type RunnerReply =
  | { readonly id: number; readonly kind: 'progress'; readonly progress: Progress }
  | { readonly id: number; readonly kind: 'cell'; readonly cell: CellResult }
  /** What a check has read so far: values, and no verdict. */
  | { readonly id: number; readonly kind: 'partial'; readonly view: ViewText }
  /** The next line of the report of a check (`report-lines.ts`): as a whole it would hold the editor's loop. */
  | { readonly id: number; readonly kind: 'line'; readonly line: string }
  | { readonly id: number; readonly kind: 'done'; readonly result: RunnerResult | CameInLines }
  | { readonly id: number; readonly kind: 'failed'; readonly error: RunnerFailure };

export type RunnerResult =
  | { readonly kind: 'check'; readonly report: Report }
  | { readonly kind: 'columns'; readonly columns: readonly LintColumn[] | null }
  | { readonly kind: 'lint'; readonly report: LintReport }
  | { readonly kind: 'evidence'; readonly evidence: LabelEvidence | null }
  | { readonly kind: 'infer'; readonly text: string; readonly notes: readonly string[] }
  /** Names what each cell's outputs depend on; a problem is why nothing can be run. */
  | { readonly kind: 'reportKeys'; readonly keys: readonly string[]; readonly problem: string | null }
  | { readonly kind: 'reportCells'; readonly keys: readonly string[] }
  | { readonly kind: 'exportReport'; readonly text: string; readonly failures: number }
  | { readonly kind: 'newReport'; readonly text: string }
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'chart'; readonly svg: string }
  | { readonly kind: 'rows'; readonly page: RowsPage }
  | { readonly kind: 'exportRows'; readonly written: ExportedRows }
  | { readonly kind: 'view'; readonly view: ViewText };

/** Stands for a result all of whose lines have come. */
export interface CameInLines {
  readonly kind: 'lines';
}

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
  readonly reason?: DataError['reason'];
}
