import * as vscode from 'vscode';

/** Configs anywhere in the workspace. */
export const CONFIG_GLOB = '**/{tidemark.yaml,tidemark.yml,*.tidemark.yaml,*.tidemark.yml}';
const NOT_CONFIGS = '**/{node_modules,.git}/**';

/** Whether a file is a config by its name. */
export function isConfig(uri: vscode.Uri): boolean {
  return /(^|[/.])tidemark\.ya?ml$/i.test(uri.path);
}

/** The configs of the workspace, or of a folder of it, in order of their paths. */
export async function findConfigs(folder?: vscode.Uri): Promise<vscode.Uri[]> {
  const where = folder === undefined ? CONFIG_GLOB : new vscode.RelativePattern(folder, CONFIG_GLOB);
  const found = await vscode.workspace.findFiles(where, NOT_CONFIGS);
  return found.filter((uri) => uri.scheme === 'file').sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The folder of a config: what its paths are relative to. */
export function folderOf(config: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(config, '..');
}

/** The config's path as messages name it. */
export function shownPath(config: vscode.Uri): string {
  return vscode.workspace.asRelativePath(config, false);
}

/** The model's name as the text says it; the folder's name where it says none. Cheap: no YAML is parsed. */
export function modelName(config: vscode.Uri, text: string): string {
  const written = /^model:[ \t]*(["']?)([^"'#\r\n]+?)\1[ \t]*(?:#.*)?$/m.exec(text)?.[2];
  return written ?? folderOf(config).path.split('/').at(-1) ?? 'model';
}
