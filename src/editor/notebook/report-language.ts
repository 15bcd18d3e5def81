import { dirname, relative } from 'node:path';

import * as vscode from 'vscode';

import type { ReportDocument } from '../../core/notebook/document.js';
import type { CellFacts } from '../../core/notebook/language.js';
import type { ReportPlan } from '../../core/notebook/plan.js';
import type { Suggestion } from '../../core/language/suggestion.js';
import { Debouncer } from '../debounce.js';
import type { Monitors } from '../monitors.js';
import { loadParser } from '../parse-config.js';
import { isReport, LANGUAGES, REPORT_GLOB, REPORT_TYPE } from './cell-kinds.js';
import { looseCells } from './controller.js';
import { configIn } from './live-reports.js';

/** Who types is not told at each stroke. */
const QUIET_MS = 250;

/** Cells of reports, and reports as plain Markdown. */
const SELECTOR: vscode.DocumentSelector = [
  ...[...Object.values(LANGUAGES), 'markdown'].map((language) => ({ language, notebookType: REPORT_TYPE })),
  { language: 'markdown', pattern: REPORT_GLOB },
];

const KINDS: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  metric: vscode.CompletionItemKind.Function,
  column: vscode.CompletionItemKind.Field,
  path: vscode.CompletionItemKind.File,
  value: vscode.CompletionItemKind.Value,
  check: vscode.CompletionItemKind.Snippet,
};

/** A report around a position: as a notebook's cell, or as a piece of a Markdown file. */
interface Around {
  readonly plan: ReportPlan;
  /** Index of the cell, and where its value begins in the text document. */
  readonly index: number;
  readonly line: number;
  readonly report: vscode.Uri;
}

/** Diagnostics, completion and hovers inside of reports. */
export class ReportLanguage
  implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.CodeActionProvider, vscode.Disposable
{
  readonly #problems = vscode.languages.createDiagnosticCollection('tidemark-report');
  readonly #quiet = new Debouncer<string>(QUIET_MS);
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly monitors: Monitors) {
    const { languages, workspace } = vscode;
    this.#subscriptions = [
      this.#problems,
      languages.registerCompletionItemProvider(SELECTOR, this, ' ', ':', '[', ',', '$', '{'),
      languages.registerHoverProvider(SELECTOR, this),
      languages.registerCodeActionsProvider(SELECTOR, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      workspace.onDidOpenNotebookDocument((notebook) => this.#soonNotebook(notebook)),
      workspace.onDidChangeNotebookDocument(({ notebook }) => this.#soonNotebook(notebook)),
      workspace.onDidCloseNotebookDocument((notebook) => {
        for (const cell of notebook.getCells()) this.#problems.delete(cell.document.uri);
      }),
      workspace.onDidOpenTextDocument((document) => this.#soonText(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#soonText(document)),
      workspace.onDidCloseTextDocument((document) => this.#problems.delete(document.uri)),
    ];
    for (const notebook of workspace.notebookDocuments) this.#soonNotebook(notebook);
    for (const document of workspace.textDocuments) this.#soonText(document);
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const around = await this.#around(document, position);
    const cell = around?.plan.cells[around.index]?.cell;
    if (around === null || cell === undefined) return [];
    const { completeCell } = await import('../../core/notebook/language.js');
    const from = document.offsetAt(new vscode.Position(around.line, 0));
    const found = completeCell(
      cell.kind,
      cell.value,
      document.offsetAt(position) - from,
      await this.#facts(around),
    );
    if (found === null) return [];
    const range = new vscode.Range(
      document.positionAt(from + found.start),
      document.positionAt(from + found.end),
    );
    return found.suggestions.map(({ label, kind, detail, documentation, insert, rank, more }, i) => {
      const item = new vscode.CompletionItem({ label, description: detail }, KINDS[kind]);
      item.insertText = new vscode.SnippetString(insert);
      item.range = range;
      item.sortText = `${rank.toFixed(2).padStart(8, '0')} ${String(i).padStart(4, '0')}`;
      if (documentation !== '') item.documentation = new vscode.MarkdownString(documentation);
      if (more) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
      return item;
    });
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    const around = await this.#around(document, position);
    const cell = around?.plan.cells[around.index]?.cell;
    if (around === null || cell === undefined) return null;
    const { hoverCell } = await import('../../core/notebook/language.js');
    const from = document.offsetAt(new vscode.Position(around.line, 0));
    const found = hoverCell(
      cell.kind,
      cell.value,
      document.offsetAt(position) - from,
      await this.#facts(around),
    );
    if (found === null) return null;
    const range = new vscode.Range(
      document.positionAt(from + found.start),
      document.positionAt(from + found.end),
    );
    return new vscode.Hover(new vscode.MarkdownString(found.markdown), range);
  }

  /** Puts the word in the place of what is wrong. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return (this.#problems.get(document.uri) ?? []).flatMap((diagnostic) => {
      const word = replacements.get(diagnostic);
      if (word === undefined || diagnostic.range.intersection(range) === undefined) return [];
      const action = new vscode.CodeAction(`Change to ${word}`, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, diagnostic.range, word);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      return [action];
    });
  }

  dispose(): void {
    this.#quiet.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soonNotebook(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== REPORT_TYPE) return;
    this.#quiet.call(notebook.uri.toString(), () => void this.#checkNotebook(notebook));
  }

  #soonText(document: vscode.TextDocument): void {
    const plain =
      isReport(document.uri) &&
      document.languageId === 'markdown' &&
      document.uri.scheme !== 'vscode-notebook-cell';
    if (plain) this.#quiet.call(document.uri.toString(), () => void this.#checkText(document));
  }

  async #checkNotebook(notebook: vscode.NotebookDocument): Promise<void> {
    const plan = await planOf(await documentOf(notebook));
    for (const cell of notebook.getCells()) {
      const own = plan.problems.filter((problem) => problem.cell === cell.index);
      this.#problems.set(cell.document.uri, own.map(diagnosticOf));
    }
  }

  async #checkText(document: vscode.TextDocument): Promise<void> {
    const { parseReport } = await import('../../core/notebook/document.js');
    const plan = await planOf(parseReport(document.getText()));
    this.#problems.set(document.uri, plan.problems.map(diagnosticOf));
  }

  async #around(document: vscode.TextDocument, position: vscode.Position): Promise<Around | null> {
    const notebook = vscode.workspace.notebookDocuments.find((one) =>
      one.getCells().some((cell) => cell.document === document),
    );
    if (notebook !== undefined) {
      const index = notebook.getCells().findIndex((cell) => cell.document === document);
      return { plan: await planOf(await documentOf(notebook)), index, line: 0, report: notebook.uri };
    }
    const { parseReport } = await import('../../core/notebook/document.js');
    const plan = await planOf(parseReport(document.getText()));
    const at = position.line + 1;
    const index = plan.cells.findIndex(
      ({ cell }) => cell.line <= at && at <= cell.line + cell.value.split('\n').length - 1,
    );
    const cell = plan.cells[index]?.cell;
    return cell === undefined ? null : { plan, index, line: cell.line - 1, report: document.uri };
  }

  async #facts({ plan, report }: Around): Promise<CellFacts> {
    const { METRICS } = await loadParser();
    const front = plan.document.cells.find(({ kind }) => kind === 'front');
    const config = configIn(front?.value ?? '', report);
    const known = config === null ? undefined : this.monitors.get(config)?.report;
    const columns = known?.distributions.map(({ column }) => column) ?? [];
    return {
      metrics: METRICS,
      columns: [...new Set(columns)],
      versions: known?.versions.map(({ version }) => version) ?? [],
      chunks:
        known?.chunks.filter(({ side }) => side === 'current').map(({ name }) => name.slice(0, 10)) ?? [],
      parameters: [...plan.parameters.keys()],
      cells: plan.cells.flatMap(({ name }) => name ?? []),
      configs: this.monitors.all.map((state) =>
        relative(dirname(report.fsPath), state.config.fsPath).replaceAll('\\', '/'),
      ),
    };
  }
}

/** What a quick fix puts in the place of a problem. */
const replacements = new WeakMap<vscode.Diagnostic, string>();

/** Reads a report; what reads it is loaded with the first one. */
async function planOf(document: ReportDocument): Promise<ReportPlan> {
  const [{ METRICS }, { planReport }] = await Promise.all([
    loadParser(),
    import('../../core/notebook/plan.js'),
  ]);
  return planReport(document, METRICS);
}

async function documentOf(notebook: vscode.NotebookDocument): Promise<ReportDocument> {
  const { documentOfCells } = await import('../../core/notebook/cells.js');
  return documentOfCells(looseCells(notebook));
}

function diagnosticOf({
  severity,
  code,
  message,
  start,
  end,
  replacement,
}: ReportPlan['problems'][number]): vscode.Diagnostic {
  const range = new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
  const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(range, message, level);
  diagnostic.source = 'tidemark report';
  diagnostic.code = code;
  if (replacement !== undefined) replacements.set(diagnostic, replacement);
  return diagnostic;
}
