import * as vscode from 'vscode';

import type { ViewSettings } from '../core/link/view-link.js';
import { DASHBOARD } from './commands.js';
import { shownPath } from './config-files.js';
import { DashboardPanel, webviewRoot } from './dashboard-panel.js';
import type { RunnerClient } from '../runner/client.js';
import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import type { ReportMemory } from './report-memory.js';

/** The dashboards that are open, one for each model, and those that a reload brings back. */
export class Dashboards implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #panels = new Map<string, DashboardPanel>();
  readonly #registration: vscode.Disposable;

  /** `ready` ends when the workspace was searched: a panel that comes back has to find its model. */
  constructor(
    private readonly extension: vscode.Uri,
    private readonly monitors: Monitors,
    private readonly runner: RunnerClient,
    private readonly memory: ReportMemory,
    private readonly ready: Promise<void>,
  ) {
    this.#registration = vscode.window.registerWebviewPanelSerializer(DASHBOARD, this);
  }

  /** Shows a model's dashboard beside the code; the one that is open already where there is one. */
  open(config: vscode.Uri, settings: ViewSettings | null = null): void {
    const known = this.#panels.get(config.toString());
    if (known !== undefined) {
      known.panel.reveal(undefined, true);
      if (settings !== null) known.show(settings);
      return;
    }
    const title = this.#titleOf(config);
    // Beside what is being read; where nothing is, it takes the place.
    const viewColumn =
      vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    const panel = vscode.window.createWebviewPanel(
      DASHBOARD,
      title,
      { viewColumn, preserveFocus: true },
      {
        enableScripts: true,
        localResourceRoots: [webviewRoot(this.extension)],
      },
    );
    const dashboard = this.#take(panel, config);
    if (settings !== null) dashboard.show(settings);
  }

  /** What a model's dashboard shows; null where none is open. */
  settingsOf(config: vscode.Uri): ViewSettings | null {
    return this.#panels.get(config.toString())?.settings ?? null;
  }

  /** A panel of the window before the reload. What it kept names its config, and is never trusted: only a known one is taken. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    await this.ready;
    const named = typeof kept === 'object' && kept !== null && 'config' in kept ? kept.config : null;
    const { all } = this.monitors;
    const state =
      all.find(({ config }) => config.toString() === named) ??
      all.find(({ config }) => this.#titleOf(config) === panel.title);
    if (state === undefined || this.#panels.has(state.config.toString())) panel.dispose();
    else this.#take(panel, state.config);
  }

  /** The config of the dashboard that is in front; undefined where none is. */
  get active(): vscode.Uri | undefined {
    return this.activePanel?.config;
  }

  /** The dashboard that is in front; undefined where none is. */
  get activePanel(): DashboardPanel | undefined {
    return [...this.#panels.values()].find(({ panel }) => panel.active);
  }

  /** The panels themselves stay: a window that is loaded anew brings them back. */
  dispose(): void {
    this.#registration.dispose();
    for (const dashboard of this.#panels.values()) dashboard.dispose();
    this.#panels.clear();
  }

  #take(panel: vscode.WebviewPanel, config: vscode.Uri): DashboardPanel {
    const dashboard = new DashboardPanel(
      panel,
      config,
      this.extension,
      this.monitors,
      this.runner,
      this.memory,
    );
    this.#panels.set(config.toString(), dashboard);
    panel.onDidDispose(() => {
      dashboard.dispose();
      this.#panels.delete(config.toString());
    });
    return dashboard;
  }

  /** The model's name, with its config where several models share it. */
  #titleOf(config: vscode.Uri): string {
    const name = this.monitors.get(config)?.name ?? shownPath(config);
    const same = this.monitors.all.filter((state: MonitorState) => state.name === name);
    return same.length > 1 ? `${name} (${shownPath(config)})` : name;
  }
}
