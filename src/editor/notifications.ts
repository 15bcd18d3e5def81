import * as vscode from 'vscode';

import type { Report, Result } from '../core/report/report.js';
import { decisionWords } from '../core/report/view.js';
import { formatList, plural } from '../core/report/words.js';
import { untold, worsened } from '../core/report/worsened.js';
import { COMMANDS } from './commands.js';
import type { Monitors } from './monitors.js';
import { notifiesOfVerdicts } from './settings.js';

const OPEN = 'Open Dashboard';
const NEVER = 'Don’t Show Again';

/** Tells when a model is worse off than at its check before: one notification for a model, whatever alerts. */
export class VerdictNotices implements vscode.Disposable {
  readonly #before = new Map<string, Report>();
  /** When each piece of news was told, by config. */
  readonly #told = new Map<string, Map<string, number>>();
  readonly #subscription: vscode.Disposable;

  constructor(private readonly monitors: Monitors) {
    this.#subscription = monitors.onDidChange((config) => {
      if (config !== null) this.#look(config);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #look(config: vscode.Uri): void {
    const report = this.monitors.get(config)?.report ?? null;
    const key = config.toString();
    const before = this.#before.get(key);
    if (report === null || report === before) return;
    this.#before.set(key, report);
    // The first report of a window is no news: it may be one of an earlier session.
    if (before === undefined || !notifiesOfVerdicts(config)) return;
    const told = this.#told.get(key) ?? new Map<string, number>();
    this.#told.set(key, told);
    const news = untold(worsened(before, report), told, Date.now());
    if (news.length > 0) void tell(config, report, news);
  }
}

async function tell(config: vscode.Uri, report: Report, news: readonly Result[]): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(noticeOf(report, news), OPEN, NEVER);
  if (chosen === OPEN) await vscode.commands.executeCommand(COMMANDS.openDashboard, config);
  if (chosen === NEVER) {
    const settings = vscode.workspace.getConfiguration('tidemark');
    await settings.update('notifications.verdicts', false, vscode.ConfigurationTarget.Global);
  }
}

/** `flight-delay: 2 new alerts: psi of origin and psi of destination. Keep this model.` */
export function noticeOf(report: Report, news: readonly Result[]): string {
  const names = [
    ...new Set(
      news.map(({ metric, subject }) =>
        subject.column === null ? metric : `${metric} of ${subject.column}`,
      ),
    ),
  ];
  return `${report.model}: ${plural(news.length, 'new alert')}, ${formatList(names)}. ${decisionWords(report)}.`;
}
