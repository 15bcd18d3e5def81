import * as vscode from 'vscode';

import type { Finding, Fix } from '../core/lint/finding.js';
import { rangeOf, type Linter } from './linter.js';

/** Offers the repairs that the linter knows, as edits that keep comments and formatting. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly selector: vscode.DocumentSelector = [
    { scheme: 'file', pattern: '**/{tidemark,*.tidemark}.{yaml,yml}' },
    { scheme: 'untitled', pattern: '**/{tidemark,*.tidemark}.{yaml,yml}' },
  ];
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(private readonly linter: Linter) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const findings = (await this.linter.findings(document)).filter(
      (finding) => rangeOf(finding).intersection(range) !== undefined,
    );
    const actions = findings.flatMap((finding) =>
      finding.fixes.map((fix) => actionOf(document, finding, fix, context.diagnostics)),
    );
    // Preferred is what a single key applies: only where there is no choice to make.
    const [first] = actions;
    const repairing = findings.filter((finding) => finding.fixes.length > 0);
    if (first !== undefined && repairing.length === 1) first.isPreferred = true;
    return actions;
  }
}

function actionOf(
  document: vscode.TextDocument,
  finding: Finding,
  fix: Fix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const edit of fix.edits) action.edit.replace(document.uri, rangeOf(edit), edit.text);
  action.diagnostics = diagnostics.filter(
    ({ source, code, message }) =>
      source === 'tidemark' &&
      typeof code === 'object' &&
      code.value === finding.code &&
      message === finding.message,
  );
  return action;
}
