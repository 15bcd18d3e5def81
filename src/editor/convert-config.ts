import * as vscode from 'vscode';

import { exists } from './exists.js';
import { loadParser } from './parse-config.js';

/**
 * Writes a draft of `tidemark.yaml` from another tool's config, beside that config and unsaved: what is on disk is
 * the user's decision.
 */
export async function convertConfig(file = vscode.window.activeTextEditor?.document.uri): Promise<void> {
  if (file === undefined) {
    void vscode.window.showInformationMessage('Open the monitoring config that is to be converted.');
    return;
  }
  const document = await vscode.workspace.openTextDocument(file);
  await loadParser();
  const { convert, CONVERTED_TOOLS } = await import('../core/lint/convert/convert.js');
  const text = convert(file.path, document.getText());
  if (text === null) {
    void vscode.window.showWarningMessage(
      `${vscode.workspace.asRelativePath(file)} is no config that can be converted. Configs of ${CONVERTED_TOOLS.join(', ')} can.`,
    );
    return;
  }
  const target = await freeName(vscode.Uri.joinPath(file, '..'), file);
  const draft = await vscode.workspace.openTextDocument(target.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(draft.uri, new vscode.Range(0, 0, draft.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.languages.setTextDocumentLanguage(draft, 'yaml');
  await vscode.window.showTextDocument(draft, { preview: false });
}

/** `tidemark.yaml`; where there is one already, the name of the converted file before it. */
async function freeName(folder: vscode.Uri, file: vscode.Uri): Promise<vscode.Uri> {
  const plain = vscode.Uri.joinPath(folder, 'tidemark.yaml');
  if (!(await exists(plain))) return plain;
  const name = (file.path.split('/').at(-1) ?? 'model').replace(/\.\w+$/, '');
  return vscode.Uri.joinPath(folder, `${name}.tidemark.yaml`);
}
