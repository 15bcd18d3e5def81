import * as vscode from 'vscode';

import { parseReport } from '../../core/notebook/document.js';
import { isUnusual, writeReport, type EditedCell } from '../../core/notebook/write.js';
import { kindOf, LANGUAGES, type CellMetadata, type Origin } from './cell-kinds.js';

/** What a notebook keeps of its file beside the cells. */
interface FileMetadata {
  readonly tail: string;
  readonly eol: '\n' | '\r\n';
}

/** Reads and writes reports. What was not edited keeps its bytes; outputs are never written. */
export class ReportSerializer implements vscode.NotebookSerializer {
  deserializeNotebook(bytes: Uint8Array): vscode.NotebookData {
    const { cells, tail, eol } = parseReport(decode(bytes));
    const data = new vscode.NotebookData(
      cells.map((piece, i) => {
        const { kind, gap, source, value, closed } = piece;
        const cell =
          kind === 'prose'
            ? new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, value, 'markdown')
            : new vscode.NotebookCellData(vscode.NotebookCellKind.Code, value, LANGUAGES[kind]);
        if (!isUnusual(piece, i === 0, eol)) return cell;
        const origin: Origin = { kind, gap, source, value, closed };
        cell.metadata = { origin: JSON.stringify(origin) } satisfies CellMetadata;
        return cell;
      }),
    );
    data.metadata = { tail, eol } satisfies FileMetadata;
    return data;
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    return new TextEncoder().encode(textOf(data.cells, data.metadata));
  }
}

/** The text of a notebook that is open, as it would be saved. */
export function textOfNotebook(notebook: vscode.NotebookDocument): string {
  const cells = notebook.getCells().map(({ kind, document, metadata }) => ({
    kind,
    languageId: document.languageId,
    value: document.getText(),
    metadata,
  }));
  return textOf(cells, notebook.metadata);
}

function textOf(
  cells: readonly Pick<vscode.NotebookCellData, 'kind' | 'languageId' | 'value' | 'metadata'>[],
  metadata: Readonly<Record<string, unknown>> | undefined,
): string {
  const { tail = '', eol = '\n' } = (metadata ?? {}) as Partial<FileMetadata>;
  return writeReport(cells.map(editedCell), tail, eol === '\r\n' ? eol : '\n');
}

function editedCell(
  cell: Pick<vscode.NotebookCellData, 'kind' | 'languageId' | 'value' | 'metadata'>,
): EditedCell {
  const written = (cell.metadata as CellMetadata | undefined)?.origin;
  const origin = written === undefined ? null : (JSON.parse(written) as Origin);
  const kind = kindOf(cell);
  // Code of another language is prose with a fence around it.
  if (kind === null) {
    const value = `\`\`\`${cell.languageId}\n${cell.value}\n\`\`\``;
    return { kind: 'prose', value, origin: null };
  }
  return { kind, value: cell.value, origin };
}

/** Throws for a file that is no UTF-8: written back, it would not be the same. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('This file is not UTF-8, so it is not opened as a report: saving would change it.');
  }
}
