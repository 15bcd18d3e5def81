import * as vscode from 'vscode';

import { ROWS } from '../commands.js';
import { webviewRoot } from '../dashboard-panel.js';
import { RowsPanel, type RowsTools } from './rows-panel.js';
import { parseSubject, plainSubject, type RowsSubject } from './subject.js';

/** The tables of rows that are open, and those that a reload brings back. */
export class RowsPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #panels = new Map<string, RowsPanel>();
  readonly #registration: vscode.Disposable;

  /** `ready` ends when the workspace was searched: a table that comes back has to find its model. */
  constructor(
    private readonly tools: RowsTools,
    private readonly ready: Promise<void>,
  ) {
    this.#registration = vscode.window.registerWebviewPanelSerializer(ROWS, this);
  }

  /** Shows rows; in the table that is open already where they are shown. */
  open(subject: RowsSubject): void {
    const known = this.#panels.get(keyOf(subject));
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(ROWS, 'Rows', vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.tools.extension)],
      enableFindWidget: true,
    });
    this.#take(panel, subject);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.ready;
    const kept = typeof state === 'object' && state !== null && 'subject' in state ? state.subject : null;
    const subject = parseSubject(kept);
    const known = subject === null ? undefined : this.tools.monitors.get(subject.config);
    if (subject === null || known === undefined || this.#panels.has(keyOf(subject))) panel.dispose();
    else this.#take(panel, subject);
  }

  /** The panels themselves stay: a window that is loaded anew brings them back. */
  dispose(): void {
    this.#registration.dispose();
    for (const own of this.#panels.values()) own.dispose();
  }

  #take(panel: vscode.WebviewPanel, subject: RowsSubject): void {
    const own = new RowsPanel(panel, subject, this.tools);
    this.#panels.set(keyOf(subject), own);
    panel.onDidDispose(() => {
      own.dispose();
      this.#panels.delete(keyOf(subject));
    });
  }
}

function keyOf(subject: RowsSubject): string {
  return JSON.stringify(plainSubject(subject));
}
