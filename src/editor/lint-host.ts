import path from 'node:path';

import * as vscode from 'vscode';

import type { LintColumn, LintHost } from '../core/lint/host.js';
import type { RunnerClient } from '../runner/client.js';
import { automationFiles } from '../runner/automation.js';
import { globFiles } from '../runner/files.js';
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

/** What lint may ask about the files around a config. Globs match as the engine's do. */
export function lintHost(config: vscode.Uri, cache: ColumnCache): LintHost {
  const folder = path.dirname(config.fsPath);
  return {
    glob: (pattern) => globFiles(folder, [pattern]),
    columns: (file) => cache.columns(path.resolve(folder, file)),
    automation: () => automationFiles(folder),
  };
}
