import * as vscode from 'vscode';

import { plainText } from '../../core/notebook/formats/plain.js';
import type { CellOutput } from '../../core/notebook/outputs/output.js';
import { PROTOCOL } from '../../../webview/notebook/protocol.js';
import { sealed } from '../../../webview/shared/sealed.js';

/** What our renderer draws. */
export const OUTPUT_MIME = 'application/vnd.tidemark.output+json';

/** Outputs as the editor keeps them: drawn by the renderer, and as text and data where it is not there. */
export function notebookOutputs(outputs: readonly CellOutput[]): vscode.NotebookCellOutput[] {
  return outputs.map((output) => {
    const items = [
      vscode.NotebookCellOutputItem.json(sealed(output, PROTOCOL), OUTPUT_MIME),
      vscode.NotebookCellOutputItem.text(plainText(output), 'text/plain'),
      vscode.NotebookCellOutputItem.json(dataOf(output), 'application/json'),
    ];
    return new vscode.NotebookCellOutput(items, { kind: output.kind });
  });
}

/** The data of an output, without how it is drawn. */
function dataOf(output: CellOutput): unknown {
  if (output.kind === 'table') {
    const names = output.columns.map(({ name }) => name);
    return output.rows.map((row) =>
      Object.fromEntries(names.map((name, i) => [name, row[i]?.value ?? null])),
    );
  }
  if (output.kind === 'chart') return output.table;
  return output;
}
