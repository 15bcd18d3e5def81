import path from 'node:path';

import * as vscode from 'vscode';

import type { LabelEvidence, LabelQuestion, LintColumn, LintHost } from '../core/lint/host.js';
import type { Output } from './output.js';
import type { RunnerClient } from '../runner/client.js';
import { automationFiles } from '../runner/automation.js';
import { globFiles } from '../runner/files.js';
import { absentProgram, canWrite } from '../runner/programs.js';
import { isTrusted } from './trust.js';

/** Columns of log files as last read, by path; a file is read again when its time has changed. */
export class ColumnCache {
  readonly #known = new Map<
    string,
    { readonly mtime: number; readonly columns: Promise<readonly LintColumn[] | null> }
  >();

  constructor(private readonly runner: RunnerClient) {}

  /** The file's columns; null where it cannot be read, or must not be before the workspace is trusted. */
  async columns(file: string): Promise<readonly LintColumn[] | null> {
    if (!isTrusted()) return null;
    const { mtime } = await vscode.workspace.fs.stat(vscode.Uri.file(file));
    const known = this.#known.get(file);
    if (known?.mtime === mtime) return known.columns;
    const columns = this.runner
      .ask('columns', { path: file }, new AbortController().signal)
      .then((answer) => answer.columns);
    this.#known.set(file, { mtime, columns });
    // A failure is not an answer to keep.
    columns.catch(() => this.#known.delete(file));
    return columns;
  }
}

/**
 * How labels join predictions, as last measured. Reading for it takes longer than a pause in typing, so lint goes
 * on without, and is told when the answer is there.
 */
export class LabelMeasures implements vscode.Disposable {
  readonly #known = new Map<string, LabelEvidence | null>();
  readonly #asked = new Set<string>();
  readonly #measured = new vscode.EventEmitter<void>();
  readonly onDidMeasure = this.#measured.event;
  readonly #stop = new AbortController();

  constructor(
    private readonly runner: RunnerClient,
    private readonly output: Output,
  ) {}

  /** What is known for these files as they are now; null until it is. */
  async evidence(folder: string, question: LabelQuestion): Promise<LabelEvidence | null> {
    if (!isTrusted()) return null;
    const files = [...question.logs, ...question.labels].map((file) => path.resolve(folder, file));
    const times = await Promise.all(
      files.map(async (file) => (await vscode.workspace.fs.stat(vscode.Uri.file(file))).mtime),
    );
    const key = JSON.stringify([folder, question, times]);
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      this.runner.ask('evidence', { folder, question }, this.#stop.signal).then(
        ({ evidence }) => {
          this.#known.set(key, evidence);
          if (evidence !== null) this.#measured.fire();
        },
        (error: unknown) => {
          if (!this.#stop.signal.aborted) this.output.error(`labels of ${folder}: ${String(error)}`);
        },
      );
    }
    return this.#known.get(key) ?? null;
  }

  dispose(): void {
    this.#stop.abort();
    this.#measured.dispose();
  }
}

/** What lint may ask about the files around a config. Globs match as the engine's do. */
export function lintHost(config: vscode.Uri, cache: ColumnCache, measures: LabelMeasures | null): LintHost {
  const folder = path.dirname(config.fsPath);
  return {
    glob: (pattern) => globFiles(folder, [pattern]),
    columns: (file) => cache.columns(path.resolve(folder, file)),
    automation: () => automationFiles(folder),
    absentProgram: (command) => absentProgram(command, folder),
    canWrite: (file) => canWrite(path.resolve(folder, file)),
    ...(measures === null ? {} : { labelEvidence: (question) => measures.evidence(folder, question) }),
  };
}
