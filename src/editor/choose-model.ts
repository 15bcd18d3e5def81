import * as vscode from 'vscode';

import { configOf, type ModelArgument } from './commands.js';
import { isConfig, shownPath } from './config-files.js';
import type { Monitors } from './monitors.js';
import { modelWords } from './result-words.js';

/** The model that a command is about: what it was given, the config in the editor, the only one, or the one picked. */
export async function chooseModel(
  monitors: Monitors,
  argument: ModelArgument,
  title: string,
): Promise<vscode.Uri | undefined> {
  const given = configOf(argument);
  if (given !== undefined) return given;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && isConfig(active)) return active;
  const { all } = monitors;
  if (all.length <= 1) return all[0]?.config;
  const picks = all.map((state) => ({
    label: state.name,
    description: state.report === null ? 'not checked yet' : modelWords(state.report),
    detail: shownPath(state.config),
    config: state.config,
  }));
  return (await vscode.window.showQuickPick(picks, { title, placeHolder: 'Which model?' }))?.config;
}

/** Says that there is nothing to work on, and offers what makes something. */
export async function offerSetUp(setUp: () => unknown): Promise<void> {
  const action = 'Set Up Monitoring';
  const message = 'This workspace has no tidemark.yaml yet.';
  if ((await vscode.window.showInformationMessage(message, action)) === action) setUp();
}
