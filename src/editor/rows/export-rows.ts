import * as vscode from 'vscode';

import { CancelledError } from '../../core/errors.js';
import { formatCount, plural } from '../../core/report/words.js';
import type { CountedRows } from '../../core/rows/question.js';
import { folderOf, shownPath } from '../config-files.js';
import { failureOf } from '../monitor-state.js';
import type { RowsTools } from './rows-panel.js';
import type { RowsSubject } from './subject.js';

/** Writes all rows as CSV to where the user says; the analysis process does it. */
export async function exportRows(
  { runner, output }: RowsTools,
  { config, question }: RowsSubject,
  counted: CountedRows,
): Promise<void> {
  const name = [question.column, question.chunk?.slice(0, 10)]
    .filter((part) => typeof part === 'string')
    .join('-')
    .replace(/[^\p{L}\p{N}_-]+/gu, '_');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folderOf(config), `rows${name === '' ? '' : `-${name}`}.csv`),
    filters: { CSV: ['csv'] },
    title: 'Export Rows as CSV',
  });
  if (target === undefined) return;
  if (target.scheme !== 'file') {
    void vscode.window.showErrorMessage('Rows are written to a folder of this computer: choose one.');
    return;
  }
  try {
    const { written } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Exporting rows', cancellable: true },
      (progress, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        let shown = 0;
        return runner.ask(
          'exportRows',
          { config: config.fsPath, shown: shownPath(config), counted, target: target.fsPath },
          stop.signal,
          ({ phase, done, total }) => {
            const share = phase === 'writing' && total > 0 ? (done / total) * 100 : 0;
            const message =
              phase === 'writing' ? `${formatCount(done)} of ${formatCount(total)}` : 'counting';
            progress.report({ message, increment: Math.max(0, share - shown) });
            shown = Math.max(shown, share);
          },
        );
      },
    );
    const open = 'Open';
    const words = `Wrote ${plural(written.rows, 'row')} to ${vscode.workspace.asRelativePath(target)}.`;
    const chosen =
      written.formulas === 0
        ? await vscode.window.showInformationMessage(words, open)
        : await vscode.window.showWarningMessage(
            `${words} ${plural(written.formulas, 'text value')} ${written.formulas === 1 ? 'begins' : 'begin'} like a formula and ${written.formulas === 1 ? 'is' : 'are'} written as in the log: let a spreadsheet import the columns as text.`,
            open,
          );
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
  } catch (error) {
    if (error instanceof CancelledError) return;
    output.error(
      `Export of rows: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    void vscode.window.showErrorMessage(`The rows were not written: ${failureOf(error).message}`);
  }
}
