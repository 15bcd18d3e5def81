import * as vscode from 'vscode';

import type { Suggestion } from '../../core/language/suggestion.js';
import type { FactsSource } from './facts.js';

/** Characters behind which the next thing can be told. */
export const TRIGGERS = [' ', ':', '[', '{', ',', '-', '/'];

const KINDS: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  metric: vscode.CompletionItemKind.Function,
  column: vscode.CompletionItemKind.Field,
  path: vscode.CompletionItemKind.File,
  value: vscode.CompletionItemKind.Value,
  check: vscode.CompletionItemKind.Snippet,
};

/** Completes keys, metrics, columns, paths and values of a config. */
export class Completions implements vscode.CompletionItemProvider {
  constructor(private readonly facts: FactsSource) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const facts = await this.facts.of(document);
    if (token.isCancellationRequested) return [];
    const { completeAt } = await import('../../core/language/completion.js');
    const found = completeAt(document.getText(), document.offsetAt(position), facts);
    if (found === null) return [];
    const start = document.positionAt(found.start);
    const range = {
      inserting: new vscode.Range(start, position),
      replacing: new vscode.Range(start, document.positionAt(found.end)),
    };
    const quote = /^["']/.exec(document.getText(range.inserting))?.[0] ?? '';
    return found.suggestions.map((suggestion, index) => itemOf(suggestion, index, range, quote));
  }
}

function itemOf(
  { label, kind, detail, documentation, insert, rank, more }: Suggestion,
  index: number,
  range: vscode.CompletionItem['range'],
  quote: string,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label, ...(detail === '' ? {} : { description: detail }) },
    KINDS[kind],
  );
  item.insertText = new vscode.SnippetString(insert);
  item.filterText = `${quote}${label}`;
  item.sortText = `${rank.toFixed(2)} ${String(index).padStart(4, '0')}`;
  if (range !== undefined) item.range = range;
  if (documentation !== '') item.documentation = new vscode.MarkdownString(documentation);
  if (more) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return item;
}
