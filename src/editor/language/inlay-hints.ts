import * as vscode from 'vscode';

import type { Monitors } from '../monitors.js';
import type { FactsSource } from './facts.js';

/** Shows the defaults that a config takes without saying them. */
export class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(
    private readonly facts: FactsSource,
    monitors: Monitors,
  ) {
    this.#subscription = monitors.onDidChange(() => this.#changed.fire());
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const facts = await this.facts.withoutFiles(document);
    const { inlayHintsOf } = await import('../../core/language/inlay-hints.js');
    if (token.isCancellationRequested) return [];
    return inlayHintsOf(document.getText(), facts).flatMap(({ at, text, tooltip }) => {
      const position = document.positionAt(at);
      if (!range.contains(position)) return [];
      const hint = new vscode.InlayHint(position, text);
      hint.paddingLeft = true;
      hint.tooltip = tooltip;
      return [hint];
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
