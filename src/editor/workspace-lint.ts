import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import * as vscode from 'vscode';

import type { LintFile, LintModel, LintReport } from '../core/lint/finding.js';
import { lintReport } from '../core/lint/fold.js';
import { CancelledError } from '../core/errors.js';
import type { RunnerClient } from '../runner/client.js';
import { Debouncer } from './debounce.js';
import type { WholeFolders } from './whole-folders.js';
import type { Output } from './output.js';
import { isTrusted } from './trust.js';

/** What configs of any tool are written in. */
const CONFIG_GLOB = '**/*.{yml,yaml,json,template,tf,toml}';

/** Folders with other people's files. */
const OTHERS = /[\\/](node_modules|\.git|\.venv|venv|site-packages|__pycache__|\.terraform)[\\/]/;
const NOT_OTHERS = '**/{node_modules,.git,.venv,venv,site-packages,__pycache__,.terraform}/**';

/** Files are often written several at a time. */
const PAUSE_MS = 400;

interface Folder {
  report: LintReport | null;
  /** Files that changed since the report; null = anything may have. */
  changed: Set<string> | null;
  running: Promise<void>;
}

/**
 * The workspace linted as a whole, in the child process: what the files of a model cover together, and what one
 * file shows of another. Begins when somebody asks, and follows what changes from then on.
 */
export class WorkspaceLint implements vscode.Disposable {
  readonly #folders = new Map<string, Folder>();
  readonly #pause = new Debouncer<string>(PAUSE_MS);
  readonly #changed = new vscode.EventEmitter<ReadonlySet<string>>();
  readonly #stop = new AbortController();
  readonly #subscriptions: vscode.Disposable[] = [];

  /** Fires when there is another report, with the files that it has no longer, by their paths in the file system. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly runner: RunnerClient,
    private readonly output: Output,
    private readonly wholeFolders: WholeFolders,
  ) {}

  /** The model that a config belongs to, with all its files; null until the workspace was looked at. */
  modelOf(config: vscode.Uri): LintModel | null {
    const place = this.#place(config);
    return place?.folder.report?.models.find(({ files }) => files.includes(place.path)) ?? null;
  }

  /** A file's findings without the gaps that other files of its model fill. */
  settle(uri: vscode.Uri, file: LintFile): LintFile {
    const place = this.#place(uri);
    const report = place?.folder.report ?? null;
    if (place === null || report === null) return file;
    const own = { ...file, path: place.path };
    const { files } = lintReport([...report.files.filter(({ path }) => path !== place.path), own]);
    const settled = files.find(({ path }) => path === place.path) ?? own;
    return { ...settled, path: file.path };
  }

  /** The file as it stands among its neighbours, with the text that it has now; null where nobody can tell. */
  async fileOf(document: vscode.TextDocument): Promise<LintFile | null> {
    const { uri } = document;
    const root = this.#begin(uri);
    if (root === null) return null;
    await this.#run(root, { [uri.fsPath]: document.getText() });
    return this.known(uri);
  }

  /** The file as the last report has it; null where it has none. */
  known(uri: vscode.Uri): LintFile | null {
    const place = this.#place(uri);
    return place?.folder.report?.files.find(({ path }) => path === place.path) ?? null;
  }

  /** Looks at the workspace of a config again: its logs may have changed. */
  refresh(config: vscode.Uri): void {
    const root = this.#begin(config);
    if (root === null) return;
    const folder = this.#folders.get(root);
    if (folder !== undefined) folder.changed = null;
    this.#soon(root);
  }

  dispose(): void {
    this.#stop.abort();
    this.#pause.dispose();
    this.#changed.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The folder that a file belongs to, watched from now on; null where it must not or cannot be looked at. */
  #begin(uri: vscode.Uri): string | null {
    const workspace = vscode.workspace.getWorkspaceFolder(uri);
    if (workspace?.uri.scheme !== 'file' || !isTrusted()) return null;
    const root = workspace.uri.fsPath;
    if (!this.#folders.has(root)) {
      this.#folders.set(root, { report: null, changed: null, running: Promise.resolve() });
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(workspace, CONFIG_GLOB),
      );
      const touched = (file: vscode.Uri): void => {
        if (OTHERS.test(file.fsPath)) return;
        this.#folders.get(root)?.changed?.add(file.fsPath);
        this.#soon(root);
      };
      this.#subscriptions.push(
        watcher,
        watcher.onDidChange(touched),
        watcher.onDidCreate(touched),
        watcher.onDidDelete(touched),
        this.wholeFolders.onDidGo((uri) => {
          if (this.#mayHaveHeld(root, uri)) touched(uri);
        }),
        this.wholeFolders.onDidCome((folder) => {
          if (vscode.workspace.getWorkspaceFolder(folder)?.uri.fsPath !== root) return;
          const inside = new vscode.RelativePattern(folder, CONFIG_GLOB);
          void vscode.workspace.findFiles(inside, NOT_OTHERS).then((files) => files.forEach(touched));
        }),
      );
    }
    return root;
  }

  /** Whether files that were linted may have gone with this; before the first report nobody knows. */
  #mayHaveHeld(root: string, { fsPath }: vscode.Uri): boolean {
    const folder = this.#folders.get(root);
    if (folder === undefined || !fsPath.startsWith(root + sep)) return false;
    const inside = `${fsPath}${sep}`;
    return folder.report?.files.some(({ path }) => join(root, path).startsWith(inside)) ?? true;
  }

  #soon(root: string): void {
    this.#pause.call(root, () => void this.#run(root, {}));
  }

  /** One look at a time: the child works on what the last one left. */
  #run(root: string, texts: Readonly<Record<string, string>>): Promise<void> {
    const folder = this.#folders.get(root);
    if (folder === undefined) return Promise.resolve();
    folder.running = folder.running.then(() => this.#lint(root, folder, texts));
    return folder.running;
  }

  async #lint(root: string, folder: Folder, texts: Readonly<Record<string, string>>): Promise<void> {
    const changed = folder.changed === null ? null : [...folder.changed];
    folder.changed = new Set();
    try {
      const request = { folder: root, changed, texts: { ...unsaved(root), ...texts } };
      const { report } = await this.runner.ask('lint', request, this.#stop.signal);
      // Nobody has to look again for what is as it was.
      if (isDeepStrictEqual(report, folder.report)) return;
      const gone = new Set(folder.report?.files.map(({ path }) => path));
      for (const { path } of report.files) gone.delete(path);
      folder.report = report;
      this.#changed.fire(new Set([...gone].map((path) => join(root, path))));
    } catch (error) {
      // What changed meanwhile is not known any more.
      folder.changed = null;
      if (!(error instanceof CancelledError)) this.output.error(`lint of ${root}: ${String(error)}`);
    }
  }

  #place(uri: vscode.Uri): { readonly folder: Folder; readonly path: string } | null {
    const workspace = vscode.workspace.getWorkspaceFolder(uri);
    const folder = workspace === undefined ? undefined : this.#folders.get(workspace.uri.fsPath);
    return folder === undefined ? null : { folder, path: vscode.workspace.asRelativePath(uri, false) };
  }
}

/** Texts of the folder that are edited and not saved. */
function unsaved(root: string): Record<string, string> {
  return Object.fromEntries(
    vscode.workspace.textDocuments
      .filter(({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath.startsWith(root))
      .map((document) => [document.uri.fsPath, document.getText()]),
  );
}
