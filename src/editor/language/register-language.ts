import * as vscode from 'vscode';

import type { ColumnCache } from '../lint-host.js';
import type { Linter } from '../linter.js';
import type { Monitors } from '../monitors.js';
import { QuickFixes } from '../quick-fixes.js';
import { CodeLenses } from './code-lens.js';
import { Completions, TRIGGERS } from './completion.js';
import { Definitions } from './definition.js';
import { FactsSource } from './facts.js';
import { Hovers } from './hover.js';
import { InlayHints } from './inlay-hints.js';
import { CONFIGS, MAYBE_CONFIGS } from './selector.js';
import { Symbols } from './symbols.js';

/** Registers everything the editor knows of the config language. */
export function registerLanguage(
  monitors: Monitors,
  linter: Linter,
  columns: ColumnCache,
): vscode.Disposable[] {
  const facts = new FactsSource(columns, monitors);
  const lenses = new CodeLenses(monitors);
  const hints = new InlayHints(facts, monitors);
  const symbols = new Symbols();
  const { languages } = vscode;
  return [
    lenses,
    hints,
    languages.registerCompletionItemProvider(CONFIGS, new Completions(facts), ...TRIGGERS),
    languages.registerHoverProvider(CONFIGS, new Hovers(facts, monitors)),
    languages.registerCodeLensProvider(CONFIGS, lenses),
    languages.registerDocumentSymbolProvider(CONFIGS, symbols, { label: 'Tidemark' }),
    languages.registerFoldingRangeProvider(CONFIGS, symbols),
    languages.registerDefinitionProvider(CONFIGS, new Definitions(columns)),
    languages.registerInlayHintsProvider(CONFIGS, hints),
    languages.registerCodeActionsProvider(
      MAYBE_CONFIGS,
      new QuickFixes(linter, monitors.configs),
      QuickFixes.metadata,
    ),
  ];
}
