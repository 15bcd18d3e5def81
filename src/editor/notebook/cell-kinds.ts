import * as vscode from 'vscode';

import type { CellKind, ReportCell } from '../../core/notebook/document.js';
import type { InlineOutput } from '../../core/notebook/outputs/output.js';

/** The notebook type, as the manifest declares it. */
export const REPORT_TYPE = 'tidemark-report';

/** Reports by their name. */
export const REPORT_GLOB = '**/*.tidemark.md';

/** The language of each kind of cell that is code. */
export const LANGUAGES = {
  front: 'tidemark-report',
  metric: 'tidemark',
  sql: 'sql',
  chart: 'tidemark-chart',
} as const;

/** What a cell was in the file. */
export type Origin = Pick<ReportCell, 'kind' | 'gap' | 'source' | 'value' | 'closed'>;

/** What a cell carries beside its text: where it comes from in the file, and what its inline values are. */
export interface CellMetadata {
  /** An `Origin` as JSON, where a cell is not written as we would write it: VS Code tells by identity whether metadata changed, and an edit copies objects. */
  readonly origin?: string;
  /** Never written into the file. */
  readonly inline?: Readonly<Record<string, InlineOutput & { readonly stale: boolean }>>;
}

/** The kind of a cell in the editor; null for code that is none of ours. */
export function kindOf(cell: { kind: vscode.NotebookCellKind; languageId: string }): CellKind | null {
  if (cell.kind === vscode.NotebookCellKind.Markup) return 'prose';
  const found = Object.entries(LANGUAGES).find(([, language]) => language === cell.languageId);
  return found === undefined ? null : (found[0] as CellKind);
}

/** Whether a file is a report. */
export function isReport(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.tidemark.md');
}
