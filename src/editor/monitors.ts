import * as vscode from 'vscode';

import { CONTEXT } from './commands.js';
import { CONFIG_GLOB, findConfigs, isConfig } from './config-files.js';
import { ModelMonitor, type MonitorTools } from './monitor.js';
import type { MonitorState } from './monitor-state.js';
import type { ParsedConfigs } from './parse-config.js';
import { Turns } from './turns.js';
import type { WholeFolders } from './whole-folders.js';

/** All models of the workspace: one monitor for each config, kept up to date with what is on disk. */
export class Monitors implements vscode.Disposable {
  readonly #monitors = new Map<string, ModelMonitor>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri | null>();
  readonly #touched = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable[] = [this.#changed, this.#touched];

  /** Fires with the config whose state changed, or null when configs came or went. */
  readonly onDidChange = this.#changed.event;

  /** Turns for those who have much to do when something changes. */
  readonly turns = new Turns();

  /** Fires with the config that was written itself, or one of whose files was, checked before or not. */
  readonly onDidTouch = this.#touched.event;

  constructor(
    private readonly tools: MonitorTools,
    folders: WholeFolders,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(CONFIG_GLOB);
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => void this.#created(uri)),
      watcher.onDidChange((uri) => void this.#monitors.get(uri.toString())?.configChanged()),
      watcher.onDidDelete((uri) => this.#deleted(uri)),
      folders.onDidCome((folder) => void this.#folderCame(folder)),
      folders.onDidGo((uri) => this.#folderDeleted(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.scan()),
    );
  }

  /** Configs as the surfaces parse them. */
  get configs(): ParsedConfigs {
    return this.tools.configs;
  }

  /** The states in order of their configs' paths. */
  get all(): readonly MonitorState[] {
    return [...this.#monitors.values()]
      .map((monitor) => monitor.state)
      .sort((a, b) => (a.config.path < b.config.path ? -1 : 1));
  }

  /** One model's state; undefined when the file is no config that was found. */
  get(config: vscode.Uri): MonitorState | undefined {
    return this.#monitors.get(config.toString())?.state;
  }

  /** Looks for configs in the workspace; those that are gone are forgotten. */
  async scan(): Promise<void> {
    const configs = await findConfigs();
    const wanted = new Set(configs.map((uri) => uri.toString()));
    for (const [key, monitor] of this.#monitors) {
      if (wanted.has(key)) continue;
      monitor.dispose();
      this.#monitors.delete(key);
    }
    const loading = configs.map((uri) => this.#add(uri));
    await this.#tell();
    await Promise.all(loading);
    await vscode.commands.executeCommand('setContext', CONTEXT.ready, true);
  }

  /** Checks one model now. Null when it failed or was cancelled: its state says why. */
  async check(config: vscode.Uri): Promise<void> {
    const key = config.toString();
    if (!this.#monitors.has(key)) {
      await this.#add(config);
      await this.#tell();
    }
    await this.#monitors.get(key)?.check();
  }

  /** Stops one model's check, or all. */
  cancel(config?: vscode.Uri): void {
    for (const monitor of this.#monitors.values()) {
      if (config === undefined || monitor.config.toString() === config.toString()) monitor.cancel();
    }
  }

  dispose(): void {
    for (const monitor of this.#monitors.values()) monitor.dispose();
    this.#monitors.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #created(uri: vscode.Uri): Promise<void> {
    if (!isConfig(uri) || uri.path.includes('/node_modules/')) return;
    const known = this.#monitors.get(uri.toString());
    // Some editors replace a file instead of writing into it.
    if (known !== undefined) return known.configChanged();
    await this.#add(uri);
    await this.#tell();
  }

  #deleted(uri: vscode.Uri): void {
    this.#monitors.get(uri.toString())?.dispose();
    if (this.#monitors.delete(uri.toString())) void this.#tell();
  }

  async #folderCame(folder: vscode.Uri): Promise<void> {
    for (const monitor of [...this.#monitors.values()]) {
      // What came with its logs is new itself.
      const isNew = monitor.config.path.startsWith(`${folder.path}/`);
      if (!isNew && (await monitor.asksFor(folder))) monitor.touched(folder);
    }
    const unknown = (await findConfigs(folder)).filter((uri) => !this.#monitors.has(uri.toString()));
    if (unknown.length === 0) return;
    await Promise.all(unknown.map((uri) => this.#add(uri)));
    await this.#tell();
  }

  #folderDeleted(folder: vscode.Uri): void {
    const inside = `${folder.path}/`;
    for (const monitor of [...this.#monitors.values()]) {
      if (monitor.config.path.startsWith(inside)) this.#deleted(monitor.config);
      else if (monitor.reads(inside)) monitor.touched(folder);
    }
  }

  async #add(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    if (this.#monitors.has(key)) return;
    const monitor = new ModelMonitor(
      uri,
      this.tools,
      () => this.#changed.fire(uri),
      () => this.#touched.fire(uri),
    );
    this.#monitors.set(key, monitor);
    await monitor.load();
  }

  async #tell(): Promise<void> {
    await vscode.commands.executeCommand('setContext', CONTEXT.hasConfigs, this.#monitors.size > 0);
    this.#changed.fire(null);
  }
}
