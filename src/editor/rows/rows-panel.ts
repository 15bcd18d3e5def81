import { randomBytes } from 'node:crypto';

import * as vscode from 'vscode';

import { CancelledError } from '../../core/errors.js';
import type { Report } from '../../core/report/report.js';
import { countedRows } from '../../core/rows/question.js';
import type { RunnerClient } from '../../runner/client.js';
import { dashboardPage } from '../../../webview/dashboard/page.js';
import { parseFromRows, PROTOCOL, type FromRows, type ToRows } from '../../../webview/rows/protocol.js';
import { sealed } from '../../../webview/shared/sealed.js';
import { COMMANDS } from '../commands.js';
import { shownPath } from '../config-files.js';
import { webviewRoot } from '../dashboard-panel.js';
import { failureOf, progressWords } from '../monitor-state.js';
import type { Monitors } from '../monitors.js';
import type { Output } from '../output.js';
import { RESTRICTED, isTrusted } from '../trust.js';
import { exportRows } from './export-rows.js';
import { shownPage } from './rows-messages.js';
import { plainSubject, plainTitle, type RowsSubject } from './subject.js';

/** What panels of rows work with. */
export interface RowsTools {
  readonly extension: vscode.Uri;
  readonly monitors: Monitors;
  readonly runner: RunnerClient;
  readonly output: Output;
}

/** How often progress is told, ms. */
const PROGRESS_MS = 250;

/** One table of rows: it reads the page that is asked for, of the last report. */
export class RowsPanel implements vscode.Disposable {
  #reading: AbortController | null = null;
  #asked: Extract<FromRows, { type: 'page' }> | null = null;
  /** Of the report that was last read from; null where there was none. Another check reads again. */
  #checkedAt: string | null = null;
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly subject: RowsSubject,
    private readonly tools: RowsTools,
  ) {
    const { extension, monitors } = tools;
    const root = webviewRoot(extension);
    const { webview } = panel;
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      monitors.onDidChange((changed) => {
        if (changed === null || changed.toString() === subject.config.toString()) this.#checkedAgain();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#again()),
    ];
    panel.title = this.#title();
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.html = dashboardPage({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      script: at('rows.js'),
      style: at('rows.css'),
      title: panel.title,
      root: { id: 'rows', subject: plainSubject(subject) },
    });
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', `tide-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
  }

  dispose(): void {
    this.#reading?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  get #report(): Report | null {
    return this.tools.monitors.get(this.subject.config)?.report ?? null;
  }

  #title(): string {
    const { column, bin } = this.subject.question;
    const what = column === null || bin.kind === 'all' ? 'all' : bin.kind === 'value' ? bin.value : bin.kind;
    return plainTitle(column === null ? 'Rows' : `Rows: ${column}, ${what}`);
  }

  #receive(raw: unknown): void {
    const message = parseFromRows(raw);
    switch (message?.type) {
      case undefined:
        return;
      case 'page':
        return void this.#read(message);
      case 'cancel':
        return this.#reading?.abort();
      case 'check':
        return void vscode.commands.executeCommand(COMMANDS.checkNow, this.subject.config);
      case 'manageTrust':
        return void vscode.commands.executeCommand('workbench.trust.manage');
      case 'export':
        return void this.#export();
    }
  }

  #checkedAgain(): void {
    const report = this.#report;
    if (report !== null && report.generated_at !== this.#checkedAt) this.#again();
  }

  #again(): void {
    if (this.#asked !== null) void this.#read(this.#asked);
  }

  async #read(asked: Extract<FromRows, { type: 'page' }>): Promise<void> {
    this.#asked = asked;
    this.#reading?.abort();
    const stop = new AbortController();
    this.#reading = stop;
    const report = this.#report;
    const ready = this.#ready(report);
    if (ready === null || report === null) return;
    this.#checkedAt = report.generated_at;
    let told = performance.now();
    try {
      const { config } = this.subject;
      const { page } = await this.tools.runner.ask(
        'rows',
        { config: config.fsPath, shown: shownPath(config), counted: ready, ...asked },
        stop.signal,
        (progress) => {
          if (performance.now() - told < PROGRESS_MS) return;
          told = performance.now();
          this.#post({ type: 'progress', words: `Rows behind: ${progressWords(progress)}.` });
        },
      );
      if (this.#reading !== stop) return;
      // The log may be shorter than it was when the page was left.
      if (page.rows.length === 0 && page.total > 0 && asked.offset > 0)
        return await this.#read({ ...asked, offset: 0 });
      this.#post({ type: 'page', page: shownPage(report, this.subject.question, page, asked) });
    } catch (error) {
      if (this.#reading !== stop) return;
      const cancelled = error instanceof CancelledError;
      const message = cancelled ? 'Reading was cancelled.' : failureOf(error).message;
      this.#post({
        type: 'error',
        message,
        help: !cancelled && /check the model/i.test(message) ? 'check' : 'retry',
      });
    }
  }

  /** What the engine is asked; null where nothing can be: then the page says why. */
  #ready(report: Report | null): ReturnType<typeof countedRows> {
    if (!isTrusted()) {
      this.#post({ type: 'error', message: RESTRICTED, help: 'trust' });
      return null;
    }
    const counted = report === null ? null : countedRows(report, this.subject.question);
    if (counted === null) {
      const message =
        report === null
          ? 'The model was not checked yet: there is no number to show the rows of.'
          : `The last check has no chunk “${this.subject.question.chunk ?? ''}”.`;
      this.#post({ type: 'error', message, help: 'check' });
    }
    return counted;
  }

  async #export(): Promise<void> {
    const counted = this.#ready(this.#report);
    if (counted !== null) await exportRows(this.tools, this.subject, counted);
  }

  #post(message: ToRows): void {
    void this.panel.webview.postMessage(sealed(message, PROTOCOL));
  }
}
