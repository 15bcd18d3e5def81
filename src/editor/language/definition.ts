import path from 'node:path';

import * as vscode from 'vscode';

import { globFiles } from '../../runner/files.js';
import type { ColumnCache } from '../lint-host.js';
import { isTrusted } from '../trust.js';

/** A glob of thousands of files leads to the first of them. */
const MOST_FILES = 50;

/** A header is at the start of a file, so more than this is not read into memory. */
const MOST_HEADER_BYTES = 5_000_000;

/** Leads from a column to the log that has it, and from a path to its files. */
export class Definitions implements vscode.DefinitionProvider {
  constructor(private readonly columns: ColumnCache) {}

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.LocationLink[]> {
    const { definitionAt } = await import('../../core/language/definition.js');
    const found = definitionAt(document.getText(), document.offsetAt(position));
    if (found === null) return [];
    const origin = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    if (found.inConfig !== null) {
      const at = document.positionAt(found.inConfig);
      return [
        { originSelectionRange: origin, targetUri: document.uri, targetRange: new vscode.Range(at, at) },
      ];
    }
    const folder = path.dirname(document.uri.fsPath);
    const files = await globFiles(folder, found.globs);
    const links: vscode.LocationLink[] = [];
    for (const file of files) {
      if (token.isCancellationRequested || links.length >= MOST_FILES) break;
      const full = path.resolve(folder, file);
      const range = found.column === null ? START : await this.#columnIn(full, found.column);
      if (range === null) continue;
      links.push({ originSelectionRange: origin, targetUri: vscode.Uri.file(full), targetRange: range });
      // All files of a log have its columns: the first is enough.
      if (found.column !== null) break;
    }
    return links;
  }

  /** Where a file has the column: its place in the header of a text file, else the file; null where it has not. */
  async #columnIn(file: string, column: string): Promise<vscode.Range | null> {
    const known = await this.columns.columns(file).catch(() => null);
    if (known !== null && !known.some(({ name }) => name === column)) return null;
    // Before the workspace is trusted no log is read.
    if (known === null && isTrusted()) return null;
    if (!/\.(csv|tsv)$/i.test(file) || !isTrusted()) return START;
    const uri = vscode.Uri.file(file);
    if ((await vscode.workspace.fs.stat(uri)).size > MOST_HEADER_BYTES) return START;
    const [header = ''] = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).split('\n', 1);
    const at = header.split(/[,;\t|]/).reduce<{ at: number; found: number | null }>(
      (state, cell) => ({
        at: state.at + cell.length + 1,
        found: state.found ?? (cell.trim().replace(/^"|"$/g, '') === column ? state.at : null),
      }),
      { at: 0, found: null },
    ).found;
    return at === null ? START : new vscode.Range(0, at, 0, at + column.length);
  }
}

const START = new vscode.Range(0, 0, 0, 0);
