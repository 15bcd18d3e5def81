import * as vscode from 'vscode';

import { readLevels, type RuleLevel } from '../core/lint/severities.js';

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

/** Whether standing verdicts are listed in the Problems view. */
export function verdictsAsProblems(config: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('tidemark', config).get<boolean>('problems.verdicts', true);
}

/** Whether a verdict that became worse is told in a notification. */
export function notifiesOfVerdicts(config: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('tidemark', config).get<boolean>('notifications.verdicts', true);
}

/** How loud the rules of lint are, by their codes. */
export function ruleLevels(config: vscode.Uri): ReadonlyMap<string, RuleLevel> {
  return readLevels(vscode.workspace.getConfiguration('tidemark', config).get<unknown>('lint.rules'));
}

/** Whether Red Hat's YAML extension marks what is no YAML in this file, so that saying it twice helps nobody. */
export function yamlIsValidated({ uri, languageId }: vscode.TextDocument): boolean {
  return (
    languageId === 'yaml' &&
    vscode.extensions.getExtension('redhat.vscode-yaml')?.isActive === true &&
    vscode.workspace.getConfiguration('yaml', uri).get<boolean>('validate', true)
  );
}

/** Whether a report that was run before shows its outputs when it is opened. */
export function runReportsOnOpen(report: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('tidemark', report).get<boolean>('reports.runOnOpen', true);
}
