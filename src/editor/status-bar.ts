import * as vscode from 'vscode';

import { VERDICTS } from '../core/report/report.js';
import { COMMANDS } from './commands.js';
import { modelVerdict } from './model-tree.js';
import { shareDone, type MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { ageWords, decisionWord } from './result-words.js';

/** One item: the model that is worst off and what it needs; a click opens its dashboard. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('tidemark.status', vscode.StatusBarAlignment.Left, 0);
  readonly #subscription: vscode.Disposable;

  constructor(private readonly monitors: Monitors) {
    this.#item.name = 'Tidemark';
    this.#subscription = monitors.onDidChange(() => this.#show());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { all } = this.monitors;
    const running = all.find((state) => state.progress !== null && state.progress !== 'waiting');
    const state = running ?? [...all].sort((a, b) => rank(a) - rank(b))[0];
    if (state === undefined || (state.report === null && state.failure === null && running === undefined)) {
      this.#item.hide();
      return;
    }
    this.#item.text = textOf(state);
    this.#item.tooltip = tooltipOf(state);
    this.#item.command = {
      command: COMMANDS.openDashboard,
      title: 'Open Dashboard',
      arguments: [state.config],
    };
    this.#item.show();
  }
}

function textOf({ name, report, failure, progress }: MonitorState): string {
  if (progress !== null && progress !== 'waiting') {
    return `$(sync~spin) ${name}: checking, ${Math.round(shareDone(progress) * 100)}\u00A0%`;
  }
  if (failure !== null || report === null) return `$(pulse) ${name}: cannot judge`;
  return `$(pulse) ${name}: ${decisionWord(report)}`;
}

function tooltipOf({ report, failure }: MonitorState): string {
  if (failure !== null) return failure.message;
  if (report === null) return 'Checking';
  return `${report.summary.decision.because}\n\nChecked ${ageWords(report.generated_at)}. Click to open the dashboard.`;
}

/** Worst first; what has not been checked last. */
function rank({ report, failure }: MonitorState): number {
  if (failure !== null) return -1;
  return report === null ? VERDICTS.length : VERDICTS.indexOf(modelVerdict(report));
}
