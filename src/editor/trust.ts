import * as vscode from 'vscode';

import { DataError } from '../core/errors.js';

/** What waits for trust, and why. */
export const RESTRICTED =
  'This window is in Restricted Mode. Linting works; reading logs waits until you trust the workspace.';

/** Whether the engine may read what lies in the workspace. */
export function isTrusted(): boolean {
  return vscode.workspace.isTrusted;
}

/** Throws where the workspace is not trusted: the last gate before the engine, whatever the menus show. */
export function requireTrust(): void {
  if (!isTrusted()) throw new DataError(RESTRICTED);
}

/** Says why nothing happens and offers the way out. False where the workspace is not trusted. */
export async function offerTrust(): Promise<boolean> {
  if (isTrusted()) return true;
  const manage = 'Manage Workspace Trust';
  if ((await vscode.window.showWarningMessage(RESTRICTED, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return isTrusted();
}
