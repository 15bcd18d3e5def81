import * as vscode from 'vscode';

import { COMMANDS } from './commands.js';
import { CONFIGS } from './language/selector.js';
import { progressWords, type MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { ageWords, modelWords } from './result-words.js';

/** What the language status of a config says: the engine, and how far it is with the config in the editor. */
export class EngineStatus implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem('tidemark.engine', CONFIGS);
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly monitors: Monitors) {
    this.#item.name = 'Tidemark';
    this.#subscriptions = [
      this.#item,
      monitors.onDidChange(monitors.turns.inTurn(() => this.#show())),
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
    ];
    this.#show();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #show(): void {
    const active = vscode.window.activeTextEditor?.document.uri;
    const state = active === undefined ? undefined : this.monitors.get(active);
    if (state === undefined) {
      this.#item.text = 'Tidemark';
      this.#item.detail = 'no model';
      this.#item.busy = false;
      this.#item.severity = vscode.LanguageStatusSeverity.Information;
      return;
    }
    const running = state.progress !== null;
    this.#item.text = `Engine: ${state.report?.provenance.engine ?? 'local'}`;
    this.#item.detail = detailOf(state);
    this.#item.busy = running;
    this.#item.severity =
      state.failure === null
        ? vscode.LanguageStatusSeverity.Information
        : vscode.LanguageStatusSeverity.Error;
    this.#item.command = running
      ? { title: 'Cancel', command: COMMANDS.cancelCheck, arguments: [state.config] }
      : { title: 'Check Now', command: COMMANDS.checkNow, arguments: [state.config] };
  }
}

function detailOf({ progress, failure, report }: MonitorState): string {
  if (progress !== null) return progressWords(progress);
  if (failure !== null) return 'the last check failed';
  return report === null ? 'not checked yet' : `${modelWords(report)}, ${ageWords(report.generated_at)}`;
}
