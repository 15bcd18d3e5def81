import { setImmediate } from 'node:timers/promises';

import * as vscode from 'vscode';

import type { Finding } from '../core/lint/finding.js';
import { COMMANDS } from './commands.js';
import { isConfig } from './config-files.js';
import { Debouncer } from './debounce.js';
import { ColumnCache, lintHost } from './lint-host.js';
import type { Output } from './output.js';
import type { RunnerClient } from '../runner/client.js';
import { loadParser } from './parse-config.js';
import { commandUri } from './register.js';
import { lintEnabled } from './settings.js';

/** A pause in typing. */
const PAUSE_MS = 250;

/** The findings of one text. */
interface Linted {
  readonly version: number;
  readonly findings: readonly Finding[];
}

/** Lints open configs while they are edited, and keeps the findings for the quick fixes. */
export class Linter implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('tidemark');
  readonly #linted = new Map<string, Linted>();
  readonly #pause = new Debouncer<string>(PAUSE_MS);
  readonly #subscriptions: vscode.Disposable[];
  readonly #columns: ColumnCache;

  constructor(
    runner: RunnerClient,
    private readonly output: Output,
  ) {
    this.#columns = new ColumnCache(runner);
    const all = (): void => vscode.workspace.textDocuments.forEach((document) => this.#soon(document, 0));
    this.#subscriptions = [
      this.#diagnostics,
      vscode.workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, PAUSE_MS)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#soon(document, 0)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document.uri)),
      vscode.workspace.onDidGrantWorkspaceTrust(all),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('tidemark.lint')) all();
      }),
    ];
    all();
  }

  /** The findings of the text as it is now. */
  async findings(document: vscode.TextDocument): Promise<readonly Finding[]> {
    const known = this.#linted.get(document.uri.toString());
    if (known?.version === document.version) return known.findings;
    await this.#lint(document);
    return this.#linted.get(document.uri.toString())?.findings ?? [];
  }

  dispose(): void {
    this.#pause.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(document: vscode.TextDocument, waitMs: number): void {
    if (!isConfig(document.uri) || !['file', 'untitled'].includes(document.uri.scheme)) return;
    const key = document.uri.toString();
    if (waitMs > 0) this.#pause.call(key, () => void this.#lint(document));
    else void this.#lint(document);
  }

  async #lint(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    if (!lintEnabled(uri)) {
      this.#forget(uri);
      return;
    }
    try {
      // The linter loads with the first config that is opened: activation does not wait for it.
      const { METRICS } = await loadParser();
      const { lintConfig } = await import('../core/lint/lint-config.js');
      await setImmediate();
      const host = lintHost(uri, this.#columns);
      const { findings } = await lintConfig(document.getText(), uri.fsPath, host, METRICS);
      // The text went on while the files were looked at: a later lint tells.
      if (document.isClosed || document.version !== version) return;
      this.#linted.set(uri.toString(), { version, findings });
      this.#diagnostics.set(uri, findings.map(diagnosticOf));
    } catch (error) {
      this.output.error(
        `lint of ${uri.fsPath}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  #forget(uri: vscode.Uri): void {
    this.#pause.cancel(uri.toString());
    this.#linted.delete(uri.toString());
    this.#diagnostics.delete(uri);
  }
}

const SEVERITIES: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** The range of a finding in VS Code's counting. */
export function rangeOf({ start, end }: Pick<Finding, 'start' | 'end'>): vscode.Range {
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
}

function diagnosticOf(finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(finding), finding.message, SEVERITIES[finding.severity]);
  diagnostic.source = 'tidemark';
  diagnostic.code = {
    value: finding.code,
    target: vscode.Uri.parse(commandUri(COMMANDS.openRule, finding.code)),
  };
  return diagnostic;
}
