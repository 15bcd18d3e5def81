import * as vscode from 'vscode';

import type { ConfigSymbol } from '../../core/language/symbols.js';

const KINDS: Readonly<Record<ConfigSymbol['kind'], vscode.SymbolKind>> = {
  map: vscode.SymbolKind.Module,
  check: vscode.SymbolKind.Function,
  value: vscode.SymbolKind.Property,
};

/** The outline of a config, and what of it can be folded. */
export class Symbols implements vscode.DocumentSymbolProvider, vscode.FoldingRangeProvider {
  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const { symbolsOf } = await import('../../core/language/symbols.js');
    const symbolOf = ({
      name,
      detail,
      kind,
      start,
      end,
      nameEnd,
      children,
    }: ConfigSymbol): vscode.DocumentSymbol => {
      const from = document.positionAt(start);
      const symbol = new vscode.DocumentSymbol(
        // VS Code takes no symbol without a name.
        name === '' ? '""' : name,
        detail,
        KINDS[kind],
        new vscode.Range(from, document.positionAt(Math.max(end, nameEnd))),
        new vscode.Range(from, document.positionAt(nameEnd)),
      );
      symbol.children = children.map(symbolOf);
      return symbol;
    };
    return symbolsOf(document.getText()).map(symbolOf);
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const { foldsOf } = await import('../../core/language/symbols.js');
    return foldsOf(document.getText()).map(
      ({ start, end, kind }) =>
        new vscode.FoldingRange(start, end, kind === 'comment' ? vscode.FoldingRangeKind.Comment : undefined),
    );
  }
}
