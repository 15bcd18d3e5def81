import * as vscode from 'vscode';

const CHECK_ON_CHANGE = ['afterFirstCheck', 'always', 'never'] as const;
type CheckOnChange = (typeof CHECK_ON_CHANGE)[number];

/** When a change on disk checks a model again. */
export function checkOnChange(config: vscode.Uri): CheckOnChange {
  const value = vscode.workspace.getConfiguration('tidemark', config).get<string>('checkOnChange');
  return CHECK_ON_CHANGE.find((known) => known === value) ?? 'afterFirstCheck';
}

/** Whether configs are linted while they are edited. */
export function lintEnabled(config: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('tidemark', config).get<boolean>('lint.enabled', true);
}
