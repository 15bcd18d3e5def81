import * as vscode from 'vscode';

import { parseFromRenderer } from '../../../webview/notebook/protocol.js';

/** The renderer's id, as the manifest declares it. */
export const RENDERER = 'tidemark-output';

/** What an output asks of the editor: to copy, or to open rows beside. */
export function registerRendererMessages(): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER);
  return messaging.onDidReceiveMessage(async ({ message }) => {
    const asked = parseFromRenderer(message);
    if (asked === null) return;
    if (asked.type === 'copy') {
      await vscode.env.clipboard.writeText(asked.text);
      vscode.window.setStatusBarMessage(`Copied as ${asked.as}.`, 3000);
      return;
    }
    const document = await vscode.workspace.openTextDocument({ content: asked.text, language: 'csv' });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  });
}
