import * as vscode from 'vscode';

import { globFiles } from '../runner/files.js';
import { globsOf, splitGlob, type GlobPlace } from './config-globs.js';
import { folderOf } from './config-files.js';
import type { ParsedConfigs } from './parse-config.js';

/** Watches the files that one config's globs name: its logs, its reference and its labels. */
export class WatchedFiles implements vscode.Disposable {
  #watchers: vscode.Disposable[] = [];
  #key = '';
  #places: readonly GlobPlace[] = [];

  constructor(
    private readonly config: vscode.Uri,
    private readonly configs: ParsedConfigs,
    private readonly onChange: (file: vscode.Uri) => void,
  ) {}

  /** Watches what the text names now. A text with errors changes nothing: its author is still writing. */
  async follow(text: string): Promise<void> {
    const { monitor } = await this.configs.parse(text);
    if (monitor === null) return;
    const { current, reference, labels } = globsOf(monitor);
    const folder = folderOf(this.config).fsPath;
    const places = [...current, ...reference, ...labels].map((glob) => splitGlob(folder, glob));
    const key = JSON.stringify(places);
    if (key === this.#key) return;
    this.dispose();
    this.#key = key;
    this.#places = places;
    for (const { base, pattern } of places) {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(base), pattern),
      );
      this.#watchers.push(
        watcher,
        watcher.onDidChange(this.onChange),
        watcher.onDidCreate(this.onChange),
        watcher.onDidDelete(this.onChange),
      );
    }
  }

  /** Whether a folder has files that are named. */
  async asksFor(folder: vscode.Uri): Promise<boolean> {
    const inside = `${folder.path}/`;
    for (const { base, pattern } of this.#places) {
      const start = vscode.Uri.file(base);
      // One of the two must be in the other.
      if (!`${start.path}/`.startsWith(inside) && !inside.startsWith(`${start.path}/`)) continue;
      const found = await globFiles(start.fsPath, [pattern]);
      if (found.some((file) => vscode.Uri.joinPath(start, file).path.startsWith(inside))) return true;
    }
    return false;
  }

  dispose(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [];
    this.#key = '';
    this.#places = [];
  }
}
