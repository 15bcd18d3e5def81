import * as vscode from 'vscode';

/** Opens the page of a lint rule that ships with the extension, rendered. */
export async function openRule(extension: vscode.Uri, code: string): Promise<void> {
  // The code arrives through a link: only a word can name a page.
  const page = vscode.Uri.joinPath(
    extension,
    'docs',
    'rules',
    `${/^[a-z0-9-]+$/.test(code) ? code : 'README'}.md`,
  );
  try {
    await vscode.workspace.fs.stat(page);
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    await vscode.window.showInformationMessage(`There is no page on the rule “${code}” yet.`);
  }
}
