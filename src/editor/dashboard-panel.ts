import { randomBytes } from 'node:crypto';

import * as vscode from 'vscode';

import { WHOLE_VIEW, type ViewSettings } from '../core/link/view-link.js';
import type { ViewText } from '../core/report/charts/heat-wire.js';
import { featureOf } from '../core/report/dashboard/features.js';
import { segmentView } from '../core/report/dashboard/segments.js';
import type { RunnerClient } from '../runner/client.js';
import type { Report } from '../core/report/report.js';
import { dashboardPage } from '../../webview/dashboard/page.js';
import {
  PROTOCOL,
  parseFromDashboard,
  type DashboardState,
  type FromDashboard,
  type ToDashboard,
} from '../../webview/dashboard/protocol.js';
import { sealed } from '../../webview/shared/sealed.js';
import { chooseSegment } from './choose-segment.js';
import { COMMANDS } from './commands.js';
import { errorOf, moved, progressMessage, stateWithoutView, staleWords } from './dashboard-messages.js';
import { failureOf, type MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { openNamedFile } from './open-file.js';
import type { ReportMemory } from './report-memory.js';
import { rowsWish } from './rows/rows-wish.js';
import { isTrusted } from './trust.js';

/** What was last sent: only what differs is sent again. */
interface Sent {
  readonly report: Report | null;
  readonly stale: string | null;
  readonly failure: MonitorState['failure'];
  readonly progress: MonitorState['progress'];
  readonly partial: MonitorState['partial'];
  /** The state that stands in for a view. */
  readonly instead: DashboardState['kind'] | null;
}

const NOTHING: Sent = {
  report: null,
  stale: null,
  failure: null,
  progress: null,
  partial: null,
  instead: null,
};

/** Where the webview's files are. */
export function webviewRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** One model's dashboard: it draws what the monitor's state says, and passes on what the user asks for. */
export class DashboardPanel implements vscode.Disposable {
  /** The page has said that it listens; again after each time it was hidden. */
  #ready = false;
  #sent = NOTHING;
  /** Messages keep their order, though a view takes a moment to make. */
  #sending: Promise<void> = Promise.resolve();
  /** The view of the last report: what is stale about it changes more often than it does. */
  #view: { readonly report: Report; readonly view: ViewText } | null = null;
  #settings: ViewSettings | null = null;
  /** What is shown once the page listens. */
  #wanted: ViewSettings | null = null;
  /** Pictures that the page draws, by number. */
  readonly #pictures = new Map<number, (png: string | null) => void>();
  #nextPicture = 1;
  readonly #closed = new AbortController();
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly config: vscode.Uri,
    extension: vscode.Uri,
    private readonly monitors: Monitors,
    private readonly runner: RunnerClient,
    private readonly memory: ReportMemory,
  ) {
    const root = webviewRoot(extension);
    const { webview } = panel;
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      monitors.onDidChange((changed) => {
        if (changed === null || changed.toString() === config.toString()) this.#tell();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tell()),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.html = dashboardPage({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      script: at('dashboard.js'),
      style: at('dashboard.css'),
      title: panel.title,
      root: { id: 'dashboard', subject: config.toString() },
    });
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', `tide-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
  }

  /** The report that is shown, and its view; null where none is. */
  get shown(): { readonly report: Report; readonly view: ViewText } | null {
    return this.#view;
  }

  /** A drawn chart in pixels, as PNG: the page has the canvas. Rejects where it cannot, or is closed meanwhile. */
  rasterise(svg: string): Promise<Uint8Array> {
    const number = this.#nextPicture++;
    return new Promise((resolve, reject) => {
      this.#pictures.set(number, (png) => {
        this.#pictures.delete(number);
        if (png === null) reject(new Error('The page could not draw the picture.'));
        else resolve(Buffer.from(png, 'base64'));
      });
      this.#post({ type: 'rasterise', number, svg });
    });
  }

  /** What the page said last of what it shows. */
  get settings(): ViewSettings | null {
    return this.#settings;
  }

  /** Goes to a view; once the page listens, where it does not yet. */
  show(settings: ViewSettings): void {
    if (this.#ready) this.#post({ type: 'show', settings });
    else this.#wanted = settings;
  }

  dispose(): void {
    this.#ready = false;
    this.#closed.abort();
    for (const picture of this.#pictures.values()) picture(null);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #receive(raw: unknown): void {
    const message = parseFromDashboard(raw);
    if (message === null) return;
    if (message.type === 'ready') {
      this.#ready = true;
      this.#sent = NOTHING;
      if (this.#wanted !== null) this.#post({ type: 'show', settings: this.#wanted });
      this.#wanted = null;
      this.#tell();
      return;
    }
    this.#act(message);
  }

  #act(message: Exclude<FromDashboard, { type: 'ready' }>): void {
    const run = (command: string, ...args: unknown[]): void =>
      void vscode.commands.executeCommand(command, ...args);
    switch (message.type) {
      case 'check':
        return run(COMMANDS.checkNow, this.config);
      case 'cancel':
        return run(COMMANDS.cancelCheck, this.config);
      case 'openConfig':
        return run(COMMANDS.openConfig, { config: this.config, line: message.line, column: message.column });
      case 'saveHtml':
        return run(COMMANDS.saveHtml, this.config);
      case 'feature':
        return this.#sendFeature(message.column);
      case 'segment':
        return this.#sendSegment(message.segment);
      case 'chooseSegment':
        return void this.#chooseSegment();
      case 'rows':
        return run(COMMANDS.showRows, this.config, rowsWish(this.monitors.get(this.config)?.report, message));
      case 'settings':
        this.#settings = message.settings;
        return;
      case 'raster':
        return this.#pictures.get(message.number)?.(message.png);
      case 'copyLink':
        return run(COMMANDS.copyLink, this.config);
      case 'openFile':
        return void openNamedFile(this.config, message.path, message.line);
      case 'manageTrust':
        return run('workbench.trust.manage');
      case 'setUp':
        return run(COMMANDS.setUp);
    }
  }

  #tell(): void {
    if (!this.#ready) return;
    this.#sending = this.#sending.then(() => this.#send()).catch(() => undefined);
  }

  async #send(): Promise<void> {
    const state = this.monitors.get(this.config);
    const instead = stateWithoutView(state, isTrusted());
    const before = this.#sent;
    if (state === undefined) {
      if (instead !== null) this.#post({ type: 'state', state: instead });
      return;
    }
    const { report, failure, progress, partial } = state;
    const stale = staleWords(state);
    this.#sent = { report, stale, failure, progress, partial, instead: instead?.kind ?? null };
    const repaired = failure === null && before.failure !== null;
    if (report !== null && (report !== before.report || stale !== before.stale || repaired)) {
      this.#post(await this.#viewMessage(report, stale));
    }
    if (instead !== null && failure === null && (instead.kind !== before.instead || repaired)) {
      this.#post({ type: 'state', state: instead });
    }
    if (moved(before.progress, progress)) this.#post(progressMessage(state));
    if (partial !== null && partial !== before.partial) this.#post({ type: 'partial', view: partial });
    const error = errorOf(state);
    if (error !== null && failure !== before.failure) this.#post({ type: 'error', error });
  }

  /** One column's results are few: its page is made here, where the report is. */
  #sendFeature(column: string): void {
    const report = this.monitors.get(this.config)?.report;
    if (report === null || report === undefined) return;
    const feature = featureOf(report, column);
    this.#post({ type: 'feature', column, checkedAt: report.generated_at, feature });
  }

  #sendSegment(segment: string): void {
    const report = this.monitors.get(this.config)?.report;
    if (report === null || report === undefined) return;
    const view = segmentView(report, segment);
    this.#post({ type: 'segment', segment, checkedAt: report.generated_at, view });
  }

  /** A list with many entries is the editor's to show: one types to find among them. */
  async #chooseSegment(): Promise<void> {
    const report = this.monitors.get(this.config)?.report;
    if (report === null || report === undefined) return;
    const segment = await chooseSegment(report, this.#settings?.segment ?? null);
    if (segment === undefined) return;
    this.panel.reveal();
    this.show({ ...(this.#settings ?? WHOLE_VIEW), segment });
  }

  /** Wording and drawing a large report takes long: the analysis process does it. */
  async #viewMessage(report: Report, stale: string | null): Promise<ToDashboard> {
    try {
      if (this.#view?.report !== report) {
        this.#view = { report, view: await this.#viewOf(report) };
      }
      const { view } = this.#view;
      return { type: 'view', view, checkedAt: report.generated_at, stale };
    } catch (error) {
      const message = `The last report cannot be drawn. Check the model again. (${failureOf(error).message})`;
      return { type: 'error', error: { kind: 'other', message, path: null, line: null } };
    }
  }

  async #viewOf(report: Report): Promise<ViewText> {
    // Only a report of an earlier window can have been drawn before.
    const kept = this.#view === null ? await this.memory.loadView(this.config, report) : null;
    if (kept !== null) return kept;
    const keep = this.memory.pathOf(this.config, 'view');
    const of = this.memory.placeOf(this.config, report);
    const request = { of, ...(keep === undefined ? {} : { keep }) };
    return (await this.runner.ask('view', request, this.#closed.signal)).view;
  }

  #post(message: ToDashboard): void {
    if (!this.#ready) return;
    void this.panel.webview.postMessage(sealed(message, PROTOCOL));
  }
}
