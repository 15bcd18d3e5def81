import * as vscode from 'vscode';

import { fileUri } from './changed-files.js';
import { folderOf, shownPath } from './config-files.js';
import { openConfig } from './open-config.js';

const TEXT = /\.(csv|tsv|json|ndjson|jsonl|ya?ml|md|txt)$/i;

/** Opens a file that a report names, relative to the config's folder; a binary one is shown in the explorer. */
export async function openNamedFile(config: vscode.Uri, path: string, line?: number): Promise<void> {
  if (path === shownPath(config)) return openConfig({ config, ...(line === undefined ? {} : { line }) });
  const file = fileUri(folderOf(config), path);
  if (!TEXT.test(file.path)) {
    await vscode.commands.executeCommand('revealInExplorer', file);
    return;
  }
  const at = new vscode.Position((line ?? 1) - 1, 0);
  await vscode.commands.executeCommand('vscode.open', file, { selection: new vscode.Range(at, at) });
}
