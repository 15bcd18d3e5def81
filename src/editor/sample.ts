import * as vscode from 'vscode';

import { exists } from './exists.js';

const NAME = 'tidemark-flights';

/** Copies the sample that ships with the extension to a folder, and opens it. An earlier copy is opened as it is. */
export async function openSample(context: vscode.ExtensionContext, given?: vscode.Uri): Promise<void> {
  const parent = given ?? (await chooseParent(context.globalStorageUri));
  if (parent === undefined) return;
  const folder = vscode.Uri.joinPath(parent, NAME);
  const source = vscode.Uri.joinPath(context.extensionUri, 'media', 'sample', 'flights');
  if (!(await exists(folder))) await vscode.workspace.fs.copy(source, folder);
  const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
}

async function chooseParent(storage: vscode.Uri): Promise<vscode.Uri | undefined> {
  const here = {
    label: 'Tidemark’s own storage',
    description: 'nothing to choose; easy to throw away',
    at: 'storage',
  };
  const other = { label: 'Choose a folder…', description: `a folder ${NAME} is made in it`, at: 'choose' };
  const options = {
    title: 'Open Sample Workspace',
    placeHolder: 'Where should the flights sample be copied to (3 MB)?',
  };
  const picked = await vscode.window.showQuickPick([here, other], options);
  if (picked === undefined) return undefined;
  if (picked.at === 'storage') return vscode.Uri.joinPath(storage, 'sample');
  const dialog = { canSelectFolders: true, canSelectFiles: false, openLabel: 'Copy the Sample Here' };
  return (await vscode.window.showOpenDialog(dialog))?.[0];
}
