import { createHash } from 'node:crypto';

import * as vscode from 'vscode';

import type { Lens } from '../../core/language/code-lens.js';
import { COMMANDS } from '../commands.js';
import { progressWords } from '../monitor-state.js';
import type { Monitors } from '../monitors.js';
import { loadParser } from '../parse-config.js';
import { ageWords } from '../result-words.js';

const ACTIONS: Readonly<Record<Lens['action'], string>> = {
  check: COMMANDS.checkNow,
  cancel: COMMANDS.cancelCheck,
  dashboard: COMMANDS.openDashboard,
};

/** The verdict of each check above its line, and the model's own at the top. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(private readonly monitors: Monitors) {
    this.#subscription = monitors.onDidChange(() => this.#changed.fire());
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    await loadParser();
    const { lensesOf } = await import('../../core/language/code-lens.js');
    if (token.isCancellationRequested) return [];
    const state = this.monitors.get(document.uri);
    const report = state?.report ?? null;
    const text = document.getText();
    const name = document.uri.path.split('/').at(-1) ?? '';
    const changed = [...(state?.changed ?? [])];
    const edited = report !== null && sha256(text) !== report.provenance.config_sha256;
    if (edited && !changed.some((file) => file.endsWith(name))) changed.unshift(name);
    const lenses = lensesOf(text, {
      report,
      changed,
      age: report === null ? '' : ageWords(report.generated_at),
      progress: state?.progress === null || state === undefined ? null : progressWords(state.progress),
      failure: state?.failure?.message ?? null,
    });
    return lenses.map(({ at, title, tooltip, action }) => {
      const place = document.positionAt(at);
      const command = { title, tooltip, command: ACTIONS[action], arguments: [document.uri] };
      return new vscode.CodeLens(new vscode.Range(place, place), command);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
