import * as vscode from 'vscode';

import { folderOf } from '../config-files.js';
import { Debouncer } from '../debounce.js';
import type { Monitors } from '../monitors.js';
import { runReportsOnOpen } from '../settings.js';
import { isTrusted } from '../trust.js';
import { kindOf, LANGUAGES, REPORT_TYPE, type CellMetadata } from './cell-kinds.js';
import { CONTROLLER, showInline, type ReportController } from './controller.js';
import type { RunHistory } from './run-history.js';

/** Parameters are often typed in several strokes. */
const QUIET_MS = 700;

/** The extension's id, as choosing a kernel by a command names it. */
const EXTENSION = 'tidemark.tidemark';

/**
 * Keeps open reports alive: one that was run before shows its outputs when it is opened, parameters that are edited run what
 * depends on them, and values in prose say so when the logs have changed since.
 */
export class LiveReports implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #quiet = new Debouncer<string>(QUIET_MS);
  readonly #opened = new WeakSet<vscode.NotebookDocument>();
  readonly #stale = new WeakSet<vscode.NotebookDocument>();

  constructor(
    private readonly controller: ReportController,
    private readonly history: RunHistory,
    monitors: Monitors,
  ) {
    const { window, workspace } = vscode;
    this.#subscriptions.push(
      window.onDidChangeActiveNotebookEditor((editor) => void this.#shown(editor)),
      workspace.onDidChangeNotebookDocument((event) => this.#edited(event)),
      monitors.onDidTouch(monitors.turns.inTurn((config: vscode.Uri) => void this.#touched(config))),
      controller.onDidRun((notebook) => this.#stale.delete(notebook)),
      workspace.onDidGrantWorkspaceTrust(() => void this.#shown(window.activeNotebookEditor)),
    );
    void this.#shown(window.activeNotebookEditor);
  }

  /** Whether a report's logs or config have changed since it was run. */
  isStale(notebook: vscode.NotebookDocument): boolean {
    return this.#stale.has(notebook);
  }

  dispose(): void {
    this.#quiet.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Chooses our kernel, the only one, and shows what an earlier run gave. */
  async #shown(editor: vscode.NotebookEditor | undefined): Promise<void> {
    const notebook = editor?.notebook;
    if (notebook?.notebookType !== REPORT_TYPE || this.#opened.has(notebook)) return;
    await vscode.commands.executeCommand('notebook.selectKernel', { id: CONTROLLER, extension: EXTENSION });
    if (!isTrusted() || !runReportsOnOpen(notebook.uri)) return;
    this.#opened.add(notebook);
    const runs = await this.history.runs(notebook.uri);
    if (runs.length > 0) await this.controller.runChanged(notebook);
  }

  #edited({ notebook, cellChanges }: vscode.NotebookDocumentChangeEvent): void {
    if (notebook.notebookType !== REPORT_TYPE || !this.controller.wasRun(notebook)) return;
    const parameters = cellChanges.some(
      ({ cell, document }) => document !== undefined && cell.document.languageId === LANGUAGES.front,
    );
    if (!parameters) return;
    this.#quiet.call(notebook.uri.toString(), () => void this.controller.runChanged(notebook));
  }

  /** A config or one of its files was written: what stands here is older. */
  async #touched(config: vscode.Uri): Promise<void> {
    for (const notebook of vscode.workspace.notebookDocuments) {
      const ours =
        notebook.notebookType === REPORT_TYPE && configOf(notebook)?.toString() === config.toString();
      if (!ours || !this.controller.wasRun(notebook) || this.#stale.has(notebook)) continue;
      this.#stale.add(notebook);
      const values = new Map(
        notebook.getCells().flatMap((cell) => {
          const { inline } = cell.metadata as CellMetadata;
          return kindOf({ kind: cell.kind, languageId: cell.document.languageId }) === 'prose' &&
            inline !== undefined
            ? [[cell, inline] as const]
            : [];
        }),
      );
      await showInline(notebook, values, true);
    }
  }
}

/** The config that a report names in its front matter, or the one beside it. */
export function configOf(notebook: vscode.NotebookDocument): vscode.Uri | null {
  const front = notebook.getCells().find(({ document }) => document.languageId === LANGUAGES.front);
  return configIn(front?.document.getText() ?? '', notebook.uri);
}

/** As `configOf`, from the text of the front matter or of the whole report. */
export function configIn(text: string, report: vscode.Uri): vscode.Uri | null {
  const named = /^config:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^#\n]+?))[ \t]*(?:#.*)?$/m.exec(text);
  const path = (named?.[1] ?? named?.[2] ?? named?.[3] ?? 'tidemark.yaml').trim();
  return path === '' ? null : vscode.Uri.joinPath(folderOf(report), path);
}
