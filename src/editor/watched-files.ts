import * as vscode from 'vscode';

import { globsOf, splitGlob } from './config-globs.js';
import { folderOf } from './config-files.js';
import { parseText } from './parse-config.js';

/** Watches the files that one config's globs name: its logs, its reference and its labels. */
export class WatchedFiles implements vscode.Disposable {
  #watchers: vscode.Disposable[] = [];
  #key = '';

  constructor(
    private readonly config: vscode.Uri,
    private readonly onChange: (file: vscode.Uri) => void,
  ) {}

  /** Watches what the text names now. A text with errors changes nothing: its author is still writing. */
  async follow(text: string): Promise<void> {
    const { monitor } = await parseText(text);
    if (monitor === null) return;
    const { current, reference, labels } = globsOf(monitor);
    const folder = folderOf(this.config).fsPath;
    const places = [...current, ...reference, ...labels].map((glob) => splitGlob(folder, glob));
    const key = JSON.stringify(places);
    if (key === this.#key) return;
    this.dispose();
    this.#key = key;
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

  dispose(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [];
    this.#key = '';
  }
}
