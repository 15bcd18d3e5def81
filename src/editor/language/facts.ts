import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type * as vscode from 'vscode';

import type { LanguageFacts, LogRole } from '../../core/language/facts.js';
import type { JsonSchema } from '../../core/language/json-schema.js';
import type { LintColumn } from '../../core/lint/host.js';
import { globFiles } from '../../runner/files.js';
import type { ColumnCache } from '../lint-host.js';
import type { Monitors } from '../monitors.js';
import { loadParser } from '../parse-config.js';

/** Who types does not wait longer for a log to be opened; the next time its columns are known. */
const PATIENCE_MS = 1_500;

/** Columns are looked up in this many files of a log: the first ones and the last. */
const FILES_LOOKED_AT = 2;

/** A folder's files are listed again after this. */
const FILES_KEPT_MS = 5_000;

const LOG_FILES = '**/*.{csv,tsv,json,ndjson,jsonl,parquet,arrow,feather}{,.gz,.zst}';
/** A workspace of more log files is told by the first of them. */
const MOST_FILES = 2_000;

/** Gathers what the language features may know, without ever making them wait for a log. */
export class FactsSource {
  #schema: JsonSchema | null = null;
  readonly #files = new Map<string, { readonly at: number; readonly files: Promise<string[]> }>();

  constructor(
    private readonly columns: ColumnCache,
    private readonly monitors: Monitors,
  ) {}

  /** What is known beside the text of `document`: metrics, columns, files and the last report. */
  async of(document: vscode.TextDocument): Promise<LanguageFacts> {
    const base = await this.withoutFiles(document);
    const { outlineOf, writtenList } = await import('../../core/language/outline.js');
    const outline = outlineOf(document.getText());
    const folder = path.dirname(document.uri.fsPath);
    const columnsOf = (place: readonly string[]): Promise<readonly LintColumn[] | null> =>
      this.#columnsOf(folder, writtenList(outline, place));
    const roles: Promise<Record<LogRole, readonly LintColumn[] | null>> = Promise.all([
      columnsOf(['logs', 'current']),
      columnsOf(['logs', 'reference']),
      columnsOf(['feedback', 'labels', 'path']),
    ]).then(([current, reference, labels]) => ({ current, reference, labels }));
    const [columns, files] = await Promise.all([
      Promise.race([roles, setTimeout(PATIENCE_MS, base.columns)]),
      this.#filesIn(folder),
    ]);
    return { ...base, columns, files };
  }

  /** The same without a look at the disk. */
  async withoutFiles(document: vscode.TextDocument): Promise<LanguageFacts> {
    const { METRICS } = await loadParser();
    if (this.#schema === null) {
      const { configJsonSchema } = await import('../../core/language/json-schema.js');
      this.#schema = configJsonSchema(METRICS);
    }
    return {
      metrics: METRICS,
      schema: this.#schema,
      columns: { current: null, reference: null, labels: null },
      files: [],
      report: this.monitors.get(document.uri)?.report ?? null,
    };
  }

  async #columnsOf(folder: string, globs: readonly string[]): Promise<readonly LintColumn[] | null> {
    if (globs.length === 0) return null;
    const files = await globFiles(folder, globs).catch(() => []);
    const looked = new Set([...files.slice(0, FILES_LOOKED_AT - 1), ...files.slice(-1)]);
    const found = new Map<string, LintColumn>();
    for (const file of looked) {
      const columns = await this.columns.columns(path.resolve(folder, file)).catch(() => null);
      for (const column of columns ?? []) if (!found.has(column.name)) found.set(column.name, column);
    }
    return found.size === 0 ? null : [...found.values()];
  }

  #filesIn(folder: string): Promise<string[]> {
    const known = this.#files.get(folder);
    if (known !== undefined && Date.now() - known.at < FILES_KEPT_MS) return known.files;
    const files = globFiles(folder, [LOG_FILES])
      .then((all) => all.filter((file) => !file.includes('node_modules/')).slice(0, MOST_FILES))
      .catch(() => []);
    this.#files.set(folder, { at: Date.now(), files });
    return files;
  }
}
