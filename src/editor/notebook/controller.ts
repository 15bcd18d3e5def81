import * as vscode from 'vscode';

import type { LooseCell } from '../../core/notebook/cells.js';
import type { CellResult } from '../../core/notebook/execute.js';
import { CancelledError } from '../../core/errors.js';
import type { RunnerClient } from '../../runner/client.js';
import { shownPath } from '../config-files.js';
import { failureOf } from '../monitor-state.js';
import type { Output } from '../output.js';
import type { Queue } from '../queue.js';
import { isTrusted, offerTrust } from '../trust.js';
import { kindOf, LANGUAGES, REPORT_TYPE, type CellMetadata } from './cell-kinds.js';
import { notebookOutputs } from './outputs.js';
import type { KeptCell, RunHistory } from './run-history.js';

/** Id of the kernel, as selecting it by a command names it. */
export const CONTROLLER = 'tidemark-report-engine';

/** Characters of a cell by which an earlier run's is found again. */
const LABEL = 120;

/** What is known of a cell that was run in this window. */
export interface RunFacts {
  readonly key: string;
  readonly milliseconds: number;
  readonly rows: number | null;
  /** Its outputs were there already. */
  readonly cached: boolean;
}

export interface ControllerTools {
  readonly runner: RunnerClient;
  readonly output: Output;
  readonly queue: Queue;
  readonly history: RunHistory;
}

/** Runs the cells of reports in the analysis process, shows what they give, and runs nothing twice. */
export class ReportController implements vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  /** What stops the runs of each report. */
  readonly #running = new Map<vscode.NotebookDocument, Set<AbortController>>();
  readonly #facts = new WeakMap<vscode.NotebookCell, RunFacts>();
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  #order = 0;

  /** Fires when cells of a report were run. */
  readonly onDidRun = this.#changed.event;

  constructor(private readonly tools: ControllerTools) {
    this.#controller = vscode.notebooks.createNotebookController(
      CONTROLLER,
      REPORT_TYPE,
      'Tidemark: local engine',
    );
    this.#controller.supportedLanguages = Object.values(LANGUAGES);
    this.#controller.supportsExecutionOrder = true;
    this.#controller.description = 'DuckDB inside the extension, locked to the logs of the config';
    this.#controller.interruptHandler = (notebook) => {
      for (const stop of this.#running.get(notebook) ?? []) stop.abort();
    };
    this.#controller.executeHandler = (cells, notebook) => this.#execute(cells, notebook);
  }

  /** What a cell's last run in this window was like; undefined before it. */
  factsOf(cell: vscode.NotebookCell): RunFacts | undefined {
    return this.#facts.get(cell);
  }

  /** Whether any cell of a report was run in this window. */
  wasRun(notebook: vscode.NotebookDocument): boolean {
    return notebook.getCells().some((cell) => this.#facts.has(cell));
  }

  /** Runs the cells whose outputs are no longer what they would be; the others are left as they are. */
  async runChanged(notebook: vscode.NotebookDocument): Promise<void> {
    if (!isTrusted()) return;
    const { keys } = await this.#keys(notebook, new AbortController().signal);
    const stale = notebook
      .getCells()
      .filter((cell, i) => kindOf(codeOf(cell)) !== null && this.#facts.get(cell)?.key !== keys[i]);
    const code = stale.filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    if (stale.length > 0) await this.#run(code, notebook);
  }

  dispose(): void {
    this.#controller.dispose();
    this.#changed.dispose();
  }

  async #execute(cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    if (!(await offerTrust())) return;
    await this.#run(cells, notebook);
  }

  async #run(cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    const stop = new AbortController();
    const running = this.#running.get(notebook) ?? new Set<AbortController>();
    this.#running.set(notebook, running.add(stop));
    const executions = new Map<number, vscode.NotebookCellExecution>();
    for (const cell of cells) executions.set(cell.index, this.#controller.createNotebookCellExecution(cell));
    // Prose has no run button: its values are those of the run around it.
    const prose = notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Markup);
    await this.tools.queue.run(() => this.#runNow(notebook, executions, prose, stop.signal));
    running.delete(stop);
    if (running.size === 0) this.#running.delete(notebook);
    this.#changed.fire(notebook);
  }

  async #runNow(
    notebook: vscode.NotebookDocument,
    executions: Map<number, vscode.NotebookCellExecution>,
    prose: readonly vscode.NotebookCell[],
    signal: AbortSignal,
  ): Promise<void> {
    const started = performance.now();
    const waiting = new Map(executions);
    const begun = new Set<vscode.NotebookCellExecution>();
    /** Begins a cell, or the first of those that wait: its clock is to run for it alone. */
    const begin = (given?: vscode.NotebookCellExecution): void => {
      const next = given ?? [...waiting.values()].find((one) => !begun.has(one));
      if (next === undefined || begun.has(next)) return;
      begun.add(next);
      next.start(Date.now());
    };
    const kept = new Map<string, KeptCell>();
    for (const run of [...(await this.tools.history.runs(notebook.uri))].reverse()) {
      for (const cell of run.cells) kept.set(cell.key, cell);
    }
    const found = new Map<number, KeptCell>();
    const inline = new Map<vscode.NotebookCell, KeptCell['inline']>();
    try {
      const { keys } = await this.#keys(notebook, signal);
      const wanted: number[] = [];
      for (const [index, execution] of executions) {
        const known = kept.get(keys[index] ?? '');
        if (known === undefined || known.outputs.some(({ kind }) => kind === 'error')) wanted.push(index);
        else {
          found.set(index, known);
          begin(execution);
          await this.#show(execution, known.outputs, {
            key: known.key,
            milliseconds: 0,
            rows: known.rows,
            cached: true,
          });
          waiting.delete(index);
        }
      }
      for (const cell of prose) {
        const known = kept.get(keys[cell.index] ?? '');
        if (known === undefined) wanted.push(cell.index);
        else {
          found.set(cell.index, known);
          inline.set(cell, known.inline);
        }
        this.#facts.set(cell, {
          key: keys[cell.index] ?? '',
          milliseconds: 0,
          rows: null,
          cached: known !== undefined,
        });
      }
      const showing: Promise<void>[] = [];
      const onCell = (result: CellResult): void => {
        const { index, outputs, rows, milliseconds } = result;
        const cell = notebook.cellAt(index);
        found.set(index, {
          key: keys[index] ?? '',
          label: labelOf(cell),
          outputs,
          inline: result.inline,
          rows,
        });
        if (cell.kind === vscode.NotebookCellKind.Markup) inline.set(cell, result.inline);
        const execution = executions.get(index);
        if (execution === undefined || !waiting.delete(index)) return;
        begin(execution);
        begin();
        showing.push(
          this.#show(execution, outputs, { key: keys[index] ?? '', milliseconds, rows, cached: false }),
        );
      };
      begin();
      if (wanted.length > 0) {
        const request = { ...this.#request(notebook), wanted };
        await this.tools.runner.ask('reportCells', request, signal, undefined, onCell);
      }
      await Promise.all(showing);
      await showInline(notebook, inline, false);
      const cells = notebook
        .getCells()
        .flatMap((cell) => found.get(cell.index) ?? this.#earlier(cell, keys, kept));
      await this.tools.history.keep(notebook.uri, { at: new Date().toISOString(), cells });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      this.tools.output.info(
        `${shownPath(notebook.uri)}: ${wanted.length} of ${executions.size + prose.length} cells run in ${seconds} s`,
      );
    } catch (error) {
      for (const execution of waiting.values()) {
        begin(execution);
        endFailed(execution, error);
      }
      if (!(error instanceof CancelledError)) {
        this.tools.output.error(
          `${shownPath(notebook.uri)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      waiting.clear();
    } finally {
      // What was not reached is over too: an execution that never ends spins for ever.
      for (const execution of waiting.values()) endFailed(execution, new CancelledError());
    }
  }

  #earlier(
    cell: vscode.NotebookCell,
    keys: readonly string[],
    kept: ReadonlyMap<string, KeptCell>,
  ): KeptCell[] {
    const known = kept.get(keys[cell.index] ?? '');
    return known === undefined ? [] : [known];
  }

  async #show(
    execution: vscode.NotebookCellExecution,
    outputs: KeptCell['outputs'],
    facts: RunFacts,
  ): Promise<void> {
    execution.executionOrder = ++this.#order;
    this.#facts.set(execution.cell, facts);
    await execution.replaceOutput(notebookOutputs(outputs));
    execution.end(!outputs.some(({ kind }) => kind === 'error'), Date.now());
  }

  async #keys(notebook: vscode.NotebookDocument, signal: AbortSignal): Promise<{ keys: readonly string[] }> {
    return this.tools.runner.ask('reportKeys', this.#request(notebook), signal);
  }

  #request(notebook: vscode.NotebookDocument): { cells: LooseCell[]; file: string; shown: string } {
    return { cells: looseCells(notebook), file: notebook.uri.fsPath, shown: shownPath(notebook.uri) };
  }
}

/** The cells of a notebook for the analysis process; code of other languages is prose there, so that places agree. */
export function looseCells(notebook: vscode.NotebookDocument): LooseCell[] {
  return notebook.getCells().map((cell) => {
    const kind = kindOf(codeOf(cell));
    // Code of another language is shown, not read.
    return kind === null ? { kind: 'prose', value: '' } : { kind, value: cell.document.getText() };
  });
}

function codeOf(cell: vscode.NotebookCell): { kind: vscode.NotebookCellKind; languageId: string } {
  return { kind: cell.kind, languageId: cell.document.languageId };
}

/** Puts values into prose; they are the cell's metadata, which the file never has. */
export async function showInline(
  notebook: vscode.NotebookDocument,
  values: ReadonlyMap<vscode.NotebookCell, KeptCell['inline']>,
  stale: boolean,
): Promise<void> {
  const edits = [...values].flatMap(([cell, found]) => {
    const metadata = cell.metadata as CellMetadata;
    const inline = Object.fromEntries(
      Object.entries(found).map(([text, value]) => [text, { ...value, stale }]),
    );
    if (JSON.stringify(metadata.inline ?? {}) === JSON.stringify(inline)) return [];
    return [vscode.NotebookEdit.updateCellMetadata(cell.index, { ...metadata, inline })];
  });
  if (edits.length === 0) return;
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, edits);
  await vscode.workspace.applyEdit(edit);
}

function endFailed(execution: vscode.NotebookCellExecution, error: unknown): void {
  if (error instanceof CancelledError) {
    execution.end(undefined, Date.now());
    return;
  }
  const { message } = failureOf(error);
  void execution
    .replaceOutput(notebookOutputs([{ kind: 'error', code: 'failed', message, place: null }]))
    .then(() => execution.end(false, Date.now()));
}

function labelOf(cell: vscode.NotebookCell): string {
  return cell.document.getText().slice(0, LABEL);
}
