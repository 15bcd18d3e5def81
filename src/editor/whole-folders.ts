import * as vscode from 'vscode';

import { Debouncer } from './debounce.js';

/** A checkout writes many folders in a row. */
const PAUSE_MS = 400;

/** With more new files and folders than this the whole workspace is searched: to ask what each of them is takes longer. */
const MOST = 500;

/** Folders whose contents nobody asks for. */
const OTHERS = /\/(node_modules|\.git)(\/|$)/;

/**
 * Tells of folders that came or went with what is in them, as a checkout, an unpacked archive or a move does it: the editor
 * then tells of the folder alone, and no pattern of file names matches that.
 */
export class WholeFolders implements vscode.Disposable {
  readonly #came = new vscode.EventEmitter<vscode.Uri>();
  readonly #went = new vscode.EventEmitter<vscode.Uri>();
  readonly #pause = new Debouncer<'look'>(PAUSE_MS);
  readonly #pending = new Map<string, vscode.Uri>();
  readonly #subscriptions: readonly vscode.Disposable[];

  /** Fires with each folder that has come; what is in it may be known already. */
  readonly onDidCome = this.#came.event;

  /** Fires with whatever has gone: nobody can tell any more whether it was a folder. */
  readonly onDidGo = this.#went.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    this.#subscriptions = [
      this.#came,
      this.#went,
      watcher,
      watcher.onDidCreate((uri) => this.#created(uri)),
      watcher.onDidDelete((uri) => this.#went.fire(uri)),
    ];
  }

  dispose(): void {
    this.#pause.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #created(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || OTHERS.test(uri.path)) return;
    if (this.#pending.size <= MOST) this.#pending.set(uri.path, uri);
    this.#pause.call('look', () => void this.#look());
  }

  async #look(): Promise<void> {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    const folders =
      pending.length > MOST
        ? (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri)
        : await foldersAmong(outermost(pending));
    for (const folder of folders) this.#came.fire(folder);
  }
}

/** Those that are in none of the others. */
function outermost(uris: readonly vscode.Uri[]): vscode.Uri[] {
  const kept: vscode.Uri[] = [];
  for (const uri of [...uris].sort((a, b) => (a.path < b.path ? -1 : 1)))
    if (!kept.some(({ path }) => uri.path.startsWith(`${path}/`))) kept.push(uri);
  return kept;
}

async function foldersAmong(uris: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const kinds = await Promise.all(
    uris.map(async (uri) => {
      try {
        return (await vscode.workspace.fs.stat(uri)).type;
      } catch {
        // Gone again.
        return vscode.FileType.Unknown;
      }
    }),
  );
  return uris.filter((_, i) => ((kinds[i] ?? 0) & vscode.FileType.Directory) !== 0);
}
