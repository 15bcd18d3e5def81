import * as vscode from 'vscode';

import type { RowsQuestion } from '../../core/rows/question.js';
import type { Monitors } from '../monitors.js';
import { offerTrust } from '../trust.js';
import { askRows, type RowsWish } from './ask-rows.js';
import type { RowsPanels } from './rows-panels.js';

/** Shows the rows that are meant in a table; asks for what the wish does not say. */
export async function showRows(
  { monitors, rows }: { readonly monitors: Monitors; readonly rows: RowsPanels },
  config: vscode.Uri,
  wish: RowsWish | { readonly question: RowsQuestion } = {},
): Promise<void> {
  if (!(await offerTrust())) return;
  const report = monitors.get(config)?.report ?? null;
  if (report === null) {
    void vscode.window.showInformationMessage('There are no numbers yet: check the model first.');
    return;
  }
  const question = 'question' in wish ? wish.question : await askRows(report, wish);
  if (question !== undefined) rows.open({ config, question });
}
