import * as vscode from 'vscode';

import type { RunnerClient } from '../runner/client.js';
import { CancelledError } from '../core/errors.js';
import { exists } from './exists.js';
import { failureOf } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import type { Output } from './output.js';
import { offerTrust } from './trust.js';

/** What setting up works with. */
export interface SetUpTools {
  readonly runner: RunnerClient;
  readonly monitors: Monitors;
  readonly output: Output;
}

/** Infers a config from a folder of logs and shows it as a draft: the file is written only when the user says so. */
export async function setUpMonitoring(tools: SetUpTools, given?: vscode.Uri): Promise<void> {
  const folder = given ?? (await chooseFolder());
  if (folder === undefined || !(await offerTrust())) return;
  const config = vscode.Uri.joinPath(folder, 'tidemark.yaml');
  if (await exists(config)) {
    await vscode.window.showTextDocument(config);
    void vscode.window.showInformationMessage('This folder has a tidemark.yaml already: here it is.');
    return;
  }
  const inferred = await infer(tools, folder);
  if (inferred === null) return;
  const document = await openDraft(config, inferred.text);
  await confirm(tools, config, document, inferred.notes);
}

async function infer(
  { runner, output }: SetUpTools,
  folder: vscode.Uri,
): Promise<{ text: string; notes: readonly string[] } | null> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Looking at the logs in ${vscode.workspace.asRelativePath(folder)}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => stop.abort());
    try {
      return await runner.ask('infer', { folder: folder.fsPath }, stop.signal);
    } catch (error) {
      if (!(error instanceof CancelledError)) {
        const { message } = failureOf(error);
        output.error(`set up of ${folder.fsPath}: ${error instanceof Error ? error.message : String(error)}`);
        void vscode.window.showErrorMessage(message);
      }
      return null;
    } finally {
      subscription.dispose();
    }
  });
}

/** An unsaved file with the path that it will have: what is on disk is the user's decision. */
async function openDraft(config: vscode.Uri, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(config.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.languages.setTextDocumentLanguage(document, 'yaml');
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function confirm(
  { monitors, output }: SetUpTools,
  config: vscode.Uri,
  document: vscode.TextDocument,
  notes: readonly string[],
): Promise<void> {
  for (const note of notes) output.info(`set up: ${note}`);
  const save = 'Save and Check Now';
  const message =
    notes.length === 0
      ? 'A draft of tidemark.yaml. Nothing is written yet: review it, then save.'
      : `A draft of tidemark.yaml with ${notes.length} guesses, marked by comments. Nothing is written yet: review it, then save.`;
  if ((await vscode.window.showInformationMessage(message, save)) !== save) return;
  // What stands in the editor now, with the changes made while the question was open.
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === document.uri.toString());
  if (open !== undefined) {
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(open.getText()));
    await closeDraft(open);
  }
  if (!(await exists(config))) return;
  await vscode.window.showTextDocument(config);
  await monitors.check(config);
}

/** The draft has become the file: its tab goes without a question about saving. */
async function closeDraft(draft: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(draft, { preview: false });
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (folders.length === 1) return only?.uri;
  if (folders.length > 1) {
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Which folder has the logs?' }))?.uri;
  }
  const options = { canSelectFolders: true, canSelectFiles: false, openLabel: 'Look at the Logs Here' };
  return (await vscode.window.showOpenDialog(options))?.[0];
}
