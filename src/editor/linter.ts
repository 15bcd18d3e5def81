import { setImmediate } from 'node:timers/promises';

import * as vscode from 'vscode';

import type { Finding, LintFile } from '../core/lint/finding.js';
import type { WorkspaceHost } from '../core/lint/host.js';
import { withLevels } from '../core/lint/severities.js';
import { COMMANDS } from './commands.js';
import { isConfig } from './config-files.js';
import { Debouncer } from './debounce.js';
import { lintHost, type ColumnCache, type LabelMeasures } from './lint-host.js';
import type { Output } from './output.js';
import { loadParser, type ParsedConfigs } from './parse-config.js';
import { commandUri } from './register.js';
import { lintEnabled, ruleLevels, yamlIsValidated } from './settings.js';
import type { WorkspaceLint } from './workspace-lint.js';

/** A pause in typing. */
const PAUSE_MS = 250;

/** What monitoring configs of any tool are written in. */
const CONFIG_FILE = /\.(ya?ml|json|template|tf|toml)$/i;

/** A longer file is data, not config. */
const MAX_LINES = 100_000;

/** The findings of one text. */
interface Linted {
  readonly version: number;
  /** The tool that the text was recognised as; null for none. */
  readonly dialect: string | null;
  readonly findings: readonly Finding[];
}

/** Lints open configs while they are edited, and keeps the findings for the quick fixes. */
export class Linter implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('tidemark');
  readonly #linted = new Map<string, Linted>();
  /** Documents whose files went; they are linted again when those are back. */
  readonly #left = new Set<string>();
  readonly #pause = new Debouncer<string>(PAUSE_MS);
  readonly #subscriptions: vscode.Disposable[];
  readonly #host: WorkspaceHost = {
    around: (path) => lintHost(vscode.Uri.file(path), this.columns, this.measures),
  };

  constructor(
    private readonly columns: ColumnCache,
    private readonly measures: LabelMeasures,
    private readonly workspace: WorkspaceLint,
    private readonly configs: ParsedConfigs,
    private readonly output: Output,
  ) {
    const all = (): void => vscode.workspace.textDocuments.forEach((document) => this.#soon(document, 0));
    this.#subscriptions = [
      this.#diagnostics,
      vscode.workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, PAUSE_MS)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#soon(document, 0)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document.uri)),
      vscode.workspace.onDidGrantWorkspaceTrust(all),
      measures.onDidMeasure(all),
      workspace.onDidChange((gone) =>
        vscode.workspace.textDocuments.forEach((document) => {
          if (gone.has(document.uri.fsPath) && !document.isDirty) this.#leave(document);
          else this.#neighboured(document);
        }),
      ),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('tidemark.lint')) all();
      }),
    ];
    all();
  }

  /** The findings of the text as it is now. */
  async findings(document: vscode.TextDocument): Promise<readonly Finding[]> {
    if (!isLintable(document)) return [];
    const known = this.#linted.get(document.uri.toString());
    if (known?.version === document.version) return known.findings;
    await this.#lint(document);
    return this.#linted.get(document.uri.toString())?.findings ?? [];
  }

  /** The tool whose config the document is, as last linted; null for none. */
  dialect(document: vscode.TextDocument): string | null {
    return this.#linted.get(document.uri.toString())?.dialect ?? null;
  }

  /** Lints a text as if it were the document's, and shows nothing of it. */
  async lintText({ uri }: vscode.TextDocument, text: string): Promise<LintFile> {
    const { METRICS } = await loadParser();
    const { lintText } = await import('../core/lint/lint-workspace.js');
    const file = await lintText(uri.fsPath, text, this.#host, METRICS, await this.configs.known());
    return { ...file, findings: withLevels(file.findings, ruleLevels(uri)) };
  }

  dispose(): void {
    this.#pause.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(document: vscode.TextDocument, waitMs: number): void {
    if (!isLintable(document)) return;
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
      // The linter loads with the first file that may be a config: activation does not wait for it.
      await loadParser();
      const { mayBeConfig } = await import('../core/lint/lint-workspace.js');
      await setImmediate();
      const text = document.getText();
      if (!mayBeConfig(uri.fsPath, text)) {
        this.#forget(uri);
        return;
      }
      const file = await this.#among(document, await this.lintText(document, text));
      // The text went on while the files were looked at: a later lint tells.
      if (document.isClosed || document.version !== version) return;
      this.#show(document, file);
    } catch (error) {
      this.output.error(
        `lint of ${uri.fsPath}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  #show(document: vscode.TextDocument, { dialect, findings: all }: LintFile): void {
    const { uri, version } = document;
    const told = yamlIsValidated(document);
    const findings = all.filter(({ code }) => !told || code !== 'yaml-syntax');
    this.#left.delete(uri.toString());
    this.#linted.set(uri.toString(), { version, dialect, findings });
    this.#diagnostics.set(uri, findings.map(diagnosticOf));
  }

  /** The workspace was looked at: what another file says may have changed what this one lacks. */
  #neighboured(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (this.#left.has(key) && this.workspace.known(document.uri) !== null) this.#soon(document, PAUSE_MS);
    const known = this.#linted.get(key);
    if (known === undefined || known.version !== document.version) return;
    if (isConfig(document.uri)) {
      this.#soon(document, PAUSE_MS);
      return;
    }
    const file = this.workspace.known(document.uri);
    if (file !== null)
      this.#show(document, { ...file, findings: withLevels(file.findings, ruleLevels(document.uri)) });
  }

  /** The file as it stands among its neighbours: chains of files are followed, gaps that others fill are none. */
  async #among(document: vscode.TextDocument, alone: LintFile): Promise<LintFile> {
    if (isConfig(document.uri)) return this.workspace.settle(document.uri, alone);
    if (alone.dialect === null || document.isUntitled) return alone;
    const file = await this.workspace.fileOf(document);
    if (file === null) return alone;
    return { ...file, findings: withLevels(file.findings, ruleLevels(document.uri)) };
  }

  /** The file of an open document went: there is nothing to mend. */
  #leave({ uri }: vscode.TextDocument): void {
    this.#forget(uri);
    this.#left.add(uri.toString());
  }

  #forget(uri: vscode.Uri): void {
    this.#left.delete(uri.toString());
    this.#pause.cancel(uri.toString());
    this.#linted.delete(uri.toString());
    this.#diagnostics.delete(uri);
  }
}

/** Configs by their name, and files that other tools' configs may be in: their content decides. */
function isLintable({ uri, lineCount }: vscode.TextDocument): boolean {
  if (!['file', 'untitled'].includes(uri.scheme)) return false;
  return isConfig(uri) || (CONFIG_FILE.test(uri.path) && lineCount < MAX_LINES);
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
