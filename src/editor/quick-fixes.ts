import * as vscode from 'vscode';

import type { Finding, Fix } from '../core/lint/finding.js';
import { COMMANDS } from './commands.js';
import { isConfig } from './config-files.js';
import { rangeOf, type Linter } from './linter.js';
import type { ParsedConfigs } from './parse-config.js';

const { QuickFix, RefactorExtract, RefactorRewrite, SourceFixAll } = vscode.CodeActionKind;

/** Repairs the whole file, on request or on save (`editor.codeActionsOnSave`). */
export const FIX_ALL = SourceFixAll.append('tidemark');

/** Findings that are repaired together, because they are one thing to their author. */
const BLOCKS: readonly { readonly title: string; readonly codes: ReadonlySet<string> }[] = [
  {
    title: 'Add all missing metrics',
    codes: new Set([
      'missing-data-drift',
      'missing-prediction-drift',
      'missing-data-quality',
      'missing-performance',
      'missing-latency-objective',
      'missing-error-rate',
    ]),
  },
  {
    title: 'Add feedback: labels and alerts',
    codes: new Set(['missing-ground-truth', 'alert-reaches-nobody']),
  },
];

/** An action whose edit is made when it is chosen: it takes some lints of the text. */
class FixAllAction extends vscode.CodeAction {
  constructor(
    title: string,
    kind: vscode.CodeActionKind,
    readonly document: vscode.TextDocument,
    /** Null = all that leave no choice. */
    readonly codes: ReadonlySet<string> | null,
  ) {
    super(title, kind);
  }
}

/** Offers the repairs that the linter knows, as edits that keep comments and formatting. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [QuickFix, FIX_ALL, RefactorExtract, RefactorRewrite],
  };

  constructor(
    private readonly linter: Linter,
    private readonly configs: ParsedConfigs,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const all = await this.linter.findings(document);
    const fixable = all.filter(({ fixes }) => fixes.length === 1);
    const asked = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
    if (only?.contains(FIX_ALL) === true) {
      return fixable.length > 0 ? [new FixAllAction('Fix all in file', FIX_ALL, document, null)] : [];
    }
    const refactorings = [
      ...(asked(RefactorRewrite) ? await conversion(document, this.linter.dialect(document)) : []),
      ...(asked(RefactorExtract) ? await extraction(document, range, this.configs) : []),
    ];
    if (!asked(QuickFix)) return refactorings;
    const findings = all.filter((finding) => rangeOf(finding).intersection(range) !== undefined);
    const actions = findings.flatMap((finding) =>
      finding.fixes.map((fix) => fixAction(document, finding, fix, diagnostics)),
    );
    // Preferred is what a single key applies: only where there is no choice to make.
    const [first] = actions;
    const repairing = findings.filter((finding) => finding.fixes.length > 0);
    if (first !== undefined && repairing.length === 1) first.isPreferred = true;
    return [
      ...actions,
      ...blockActions(document, findings, fixable),
      ...(repairing.length > 0 && fixable.length > 1
        ? [new FixAllAction(`Fix all in file (${fixable.length})`, QuickFix, document, null)]
        : []),
      ...findings.filter(isJudgement).map((finding) => suppression(document, finding, diagnostics)),
      ...refactorings,
    ];
  }

  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    if (!(action instanceof FixAllAction) || action.edit !== undefined) return action;
    const { document, codes } = action;
    const { fixAll, smallestEdit } = await import('../core/lint/fix-all.js');
    const before = document.getText();
    // A gap that another file of the model fills is no finding, so it is not filled here.
    const wanted = codes ?? new Set((await this.linter.findings(document)).map(({ code }) => code));
    const { text } = await fixAll(before, async (now) => {
      const file = await this.linter.lintText(document, now);
      return { ...file, findings: file.findings.filter(({ code }) => wanted.has(code)) };
    });
    const { from, to, text: inserted } = smallestEdit(before, text);
    action.edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
    if (inserted !== '' || from < to) action.edit.replace(document.uri, range, inserted);
    return action;
  }
}

/** A config of ours from this one, where its tool is one that can be converted. */
async function conversion(
  document: vscode.TextDocument,
  dialect: string | null,
): Promise<vscode.CodeAction[]> {
  if (dialect === null) return [];
  const { CONVERTED_DIALECTS } = await import('../core/lint/convert/convert.js');
  if (!CONVERTED_DIALECTS.has(dialect)) return [];
  const action = new vscode.CodeAction('Create tidemark.yaml from this file', RefactorRewrite);
  action.command = {
    command: COMMANDS.convertConfig,
    title: 'Create tidemark.yaml From This File',
    arguments: [document.uri],
  };
  return [action];
}

/** The list of columns on this line as the features of the log. */
async function extraction(
  document: vscode.TextDocument,
  range: vscode.Range,
  configs: ParsedConfigs,
): Promise<vscode.CodeAction[]> {
  if (!isConfig(document.uri)) return [];
  const { extractFeatures } = await import('../core/lint/extract-features.js');
  const fix = extractFeatures(await configs.read(document.getText()), range.start.line + 1);
  if (fix === null) return [];
  const action = new vscode.CodeAction(fix.title, RefactorExtract);
  action.edit = editOf(document, fix);
  return [action];
}

function editOf(document: vscode.TextDocument, fix: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const one of fix.edits) edit.replace(document.uri, rangeOf(one), one.text);
  return edit;
}

function fixAction(
  document: vscode.TextDocument,
  finding: Finding,
  fix: Fix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, QuickFix);
  action.edit = editOf(document, fix);
  action.diagnostics = diagnosticsOf(finding, diagnostics);
  return action;
}

/** One action for what is missing of a kind, where more than one thing is. */
function blockActions(
  document: vscode.TextDocument,
  findings: readonly Finding[],
  fixable: readonly Finding[],
): vscode.CodeAction[] {
  return BLOCKS.flatMap(({ title, codes }) => {
    const here = findings.some(({ code }) => codes.has(code));
    const count = fixable.filter(({ code }) => codes.has(code)).length;
    return here && count > 1 ? [new FixAllAction(`${title} (${count})`, QuickFix, document, codes)] : [];
  });
}

/** Whether somebody may see it differently; a mistake in writing is one for everybody. */
function isJudgement({ help, severity }: Finding): boolean {
  return help !== '' && severity !== 'error';
}

/** A comment above the line, with the reason left to be typed. */
function suppression(
  document: vscode.TextDocument,
  finding: Finding,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(`Ignore ${finding.code} here, with a reason`, QuickFix);
  const line = document.lineAt(finding.start.line - 1);
  const margin = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const snippet = new vscode.SnippetString(`${margin}# tidemark-ignore: ${finding.code} because `)
    .appendPlaceholder('reason')
    .appendText(eol);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(document.uri, [vscode.SnippetTextEdit.insert(line.range.start, snippet)]);
  action.diagnostics = diagnosticsOf(finding, diagnostics);
  return action;
}

function diagnosticsOf(finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return diagnostics.filter(
    ({ source, code, message }) =>
      source === 'tidemark' &&
      typeof code === 'object' &&
      code.value === finding.code &&
      message === finding.message,
  );
}
