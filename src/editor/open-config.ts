import * as vscode from 'vscode';

import type { ConfigPlace } from './commands.js';

/** Opens a config, at a place of it where one is named. It never covers the dashboard that asked for it. */
export async function openConfig({ config, line, column }: ConfigPlace): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { preview: true, viewColumn: columnFor(config) };
  if (line !== undefined) {
    const at = new vscode.Position(line - 1, (column ?? 1) - 1);
    options.selection = new vscode.Range(at, at);
  }
  await vscode.window.showTextDocument(config, options);
}

/** Where the file is open already; else beside a dashboard that is in front; else where one works. */
function columnFor(config: vscode.Uri): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const shows = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === config.toString();
  const open = all.find((group) => group.tabs.some(shows));
  if (open !== undefined) return open.viewColumn;
  if (!(activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview)) return vscode.ViewColumn.Active;
  return all.length > 1 && activeTabGroup.viewColumn !== vscode.ViewColumn.One
    ? vscode.ViewColumn.One
    : vscode.ViewColumn.Beside;
}
