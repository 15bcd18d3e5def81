/** Reports as notebooks: reading and writing, running, parameters, interrupt, history, language, the Reports view. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import type { CellOutput } from '../../src/core/notebook/outputs/output.js';
import { REPORT_TYPE, type CellMetadata } from '../../src/editor/notebook/cell-kinds.js';
import { OUTPUT_MIME } from '../../src/editor/notebook/outputs.js';
import { parseOutput } from '../../webview/notebook/incoming.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, until } from './sample-model.js';

const REPORT = `---
title: June
window: latest
parameters: { airport: LAX }
---

# June

PSI of origin is {{ psi of origin }} at {{ $airport }}.

\`\`\`tidemark
metric: psi
of: [origin, traffic]
\`\`\`

\`\`\`sql
-- name: flights
SELECT count(*) AS n FROM current WHERE origin = $airport
\`\`\`

\`\`\`chart
data: flights
mark: bar
encoding: { y: { field: n, type: quantitative } }
\`\`\`

\`\`\`tidemark
metric: roc_auc
chart: none
\`\`\`
`;

describe('Reports', function () {
  this.timeout(120_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  let folder: string;

  before(async () => {
    api = await activated();
    config = await copySample(api, 'reports');
    folder = path.dirname(config.fsPath);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeSample(api, config);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** A webview that is closed while it loads makes the next of its kind wait for many seconds. */
  const loaded = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_500));

  async function open(name: string, text: string): Promise<vscode.NotebookDocument> {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.selectKernel', {
      id: 'tidemark-report-engine',
      extension: 'tidemark.tidemark',
    });
    return notebook;
  }
  const bytes = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');
  const outputsOf = (cell: vscode.NotebookCell): CellOutput[] =>
    cell.outputs.flatMap(({ items }) =>
      items
        .filter(({ mime }) => mime === OUTPUT_MIME)
        .map(({ data }): CellOutput => {
          // As the renderer takes it.
          const incoming = parseOutput(JSON.parse(new TextDecoder().decode(data)));
          assert.ok('message' in incoming, 'an output that the renderer would not draw');
          return incoming.message;
        }),
    );
  const done = (notebook: vscode.NotebookDocument): boolean =>
    notebook
      .getCells()
      .every(
        ({ kind, executionSummary }) =>
          kind === vscode.NotebookCellKind.Markup || executionSummary?.success !== undefined,
      );
  async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
    const ran = new Promise<void>((resolve) => {
      const subscription = api.reports.controller.onDidRun((one) => {
        if (one !== notebook) return;
        subscription.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('notebook.execute');
    await ran;
    await until('all cells ended', () => done(notebook), 60_000);
  }

  it('opens as Markdown by itself, and as a notebook when asked', async () => {
    const file = path.join(folder, 'plain.tidemark.md');
    fs.writeFileSync(file, REPORT);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    await until('a text editor', () => vscode.window.activeTextEditor?.document.uri.fsPath === file);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'markdown');
    await vscode.commands.executeCommand('tidemark.openReport', vscode.Uri.file(file));
    await until(
      'a notebook',
      () => vscode.window.activeNotebookEditor?.notebook.notebookType === REPORT_TYPE,
    );
    await loaded();
  });

  it('is made of the cells of the file, and gives its bytes again when it is saved', async () => {
    for (const text of [REPORT, REPORT.replaceAll('\n', '\r\n'), REPORT.trimEnd(), `\uFEFF${REPORT}`]) {
      const notebook = await open('same.tidemark.md', text);
      assert.deepEqual(
        notebook.getCells().map(({ document }) => document.languageId),
        ['tidemark-report', 'markdown', 'tidemark', 'sql', 'tidemark-chart', 'tidemark'],
      );
      const edit = new vscode.WorkspaceEdit();
      const cell = notebook.cellAt(2);
      edit.insert(cell.document.uri, new vscode.Position(1, 0), '# a comment\n');
      await vscode.workspace.applyEdit(edit);
      assert.equal(await notebook.save(), true);
      const eol = text.includes('\r\n') ? '\r\n' : '\n';
      assert.equal(bytes('same.tidemark.md'), text.replace(`psi${eol}of:`, `psi${eol}# a comment${eol}of:`));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('does not open what saving would change', async () => {
    const file = path.join(folder, 'latin.tidemark.md');
    fs.writeFileSync(file, Buffer.from([0x23, 0x20, 0xe9, 0x0a]));
    await assert.rejects(async () => vscode.workspace.openNotebookDocument(vscode.Uri.file(file)));
    assert.deepEqual([...fs.readFileSync(file)], [0x23, 0x20, 0xe9, 0x0a]);
  });

  it('runs all cells; outputs are typed, have alternatives, and never reach the file', async () => {
    const notebook = await open('run.tidemark.md', REPORT);
    await runAll(notebook);
    const kinds = notebook.getCells().map((cell) =>
      outputsOf(cell)
        .map(({ kind }) => kind)
        .join(' '),
    );
    assert.deepEqual(kinds, ['text', '', 'table chart chart', 'table', 'chart', 'table']);
    const mimes = notebook.cellAt(2).outputs[0]?.items.map(({ mime }) => mime);
    assert.deepEqual(mimes, [OUTPUT_MIME, 'text/plain', 'application/json']);
    const { inline } = notebook.cellAt(1).metadata as CellMetadata;
    assert.equal(inline?.['psi of origin']?.error, null);
    assert.equal(inline?.['$airport']?.text, 'LAX');
    assert.equal(notebook.isDirty, false, 'running made the file dirty');
    assert.equal(bytes('run.tidemark.md'), REPORT);
  });

  it('parameters that are edited run what depends on them, and only that', async () => {
    const notebook = await open('parameters.tidemark.md', REPORT);
    await runAll(notebook);
    const orders = (): (number | undefined)[] =>
      notebook.getCells().map(({ executionSummary }) => executionSummary?.executionOrder);
    const before = orders();
    const count = (): unknown => {
      const [table] = outputsOf(notebook.cellAt(3));
      return table?.kind === 'table' ? table.rows[0]?.[0]?.value : undefined;
    };
    const lax = count();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      notebook.cellAt(0).document.uri,
      new vscode.Range(2, 0, 2, 100),
      'parameters: { airport: ORD }',
    );
    await vscode.workspace.applyEdit(edit);
    await until('the query ran again', () => count() !== lax, 30_000);
    await until('all cells ended', () => done(notebook));
    await until(
      'prose follows',
      () => (notebook.cellAt(1).metadata as CellMetadata).inline?.['$airport']?.text === 'ORD',
    );
    const changed = orders().flatMap((order, i) => (order === before[i] ? [] : [i]));
    assert.deepEqual(changed, [3, 4], 'the query and its chart');
  });

  it('what was run is shown again when the report is opened, without running it', async () => {
    // Not by openNotebookDocument, which keeps a notebook open for minutes.
    const file = vscode.Uri.file(path.join(folder, 'again.tidemark.md'));
    fs.writeFileSync(file.fsPath, REPORT);
    const shown = async (): Promise<vscode.NotebookDocument> => {
      await vscode.commands.executeCommand('tidemark.openReport', file);
      await until('it is shown', () => vscode.window.activeNotebookEditor?.notebook.uri.path === file.path);
      return vscode.window.activeNotebookEditor?.notebook ?? assert.fail();
    };
    const notebook = await shown();
    await vscode.commands.executeCommand('notebook.selectKernel', {
      id: 'tidemark-report-engine',
      extension: 'tidemark.tidemark',
    });
    await runAll(notebook);
    const [before] = outputsOf(notebook.cellAt(2));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // The editor lets go of a notebook some time after its tab.
    await until('it is closed', () => notebook.isClosed, 90_000);
    const again = await shown();
    await until('outputs came by themselves', () => done(again), 30_000);
    assert.deepEqual(outputsOf(again.cellAt(2))[0], before);
    assert.equal(api.reports.controller.factsOf(again.cellAt(2))?.cached, true);
    await loaded();
  });

  it('errors point into their cell, and stop no other', async () => {
    const notebook = await open(
      'errors.tidemark.md',
      REPORT.replace('count(*)', 'cnt(*)').replace('metric: roc_auc', 'metric: roc_auk'),
    );
    await runAll(notebook);
    const [failed] = outputsOf(notebook.cellAt(3));
    assert.ok(failed?.kind === 'error');
    assert.equal(failed.place?.line, 2);
    assert.equal(notebook.cellAt(3).executionSummary?.success, false);
    assert.equal(outputsOf(notebook.cellAt(2))[0]?.kind, 'table');
    await until(
      'diagnostics',
      () => vscode.languages.getDiagnostics(notebook.cellAt(5).document.uri).length > 0,
    );
    const [diagnostic] = vscode.languages.getDiagnostics(notebook.cellAt(5).document.uri);
    assert.match(diagnostic?.message ?? '', /did you mean `roc_auc`/);
    assert.deepEqual(diagnostic?.range.start, new vscode.Position(0, 8));
    await until('a quick fix', async () => {
      // Only cells in view have what a quick fix asks for, and outputs that are drawn later push them out of it.
      const editor = vscode.window.visibleNotebookEditors.find((one) => one.notebook === notebook);
      editor?.revealRange(new vscode.NotebookRange(5, 6), vscode.NotebookEditorRevealType.InCenter);
      try {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          notebook.cellAt(5).document.uri,
          diagnostic?.range,
        );
        return actions.some(({ title }) => title === 'Change to roc_auc');
      } catch {
        return false;
      }
    });
  });

  it('a query is interrupted', async () => {
    const endless = 'SELECT count(*) AS n FROM range(100000000000) AS a(x) WHERE hash(x) = 1';
    const notebook = await open('endless.tidemark.md', `# E\n\n\`\`\`sql\n${endless}\n\`\`\`\n`);
    const ran = new Promise<void>((resolve) => {
      const subscription = api.reports.controller.onDidRun(() => {
        subscription.dispose();
        resolve();
      });
    });
    // It ends when the cells have ended.
    void vscode.commands.executeCommand('notebook.execute');
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await vscode.commands.executeCommand('notebook.interruptExecution');
    await ran;
    assert.notEqual(notebook.cellAt(1).executionSummary?.success, true);
    assert.deepEqual(outputsOf(notebook.cellAt(1)), []);
  });

  it('completes and explains inside of cells, in the notebook and in the plain file', async () => {
    const notebook = await open('language.tidemark.md', REPORT);
    const complete = async (uri: vscode.Uri, position: vscode.Position): Promise<string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await complete(notebook.cellAt(2).document.uri, new vscode.Position(0, 8))).includes('psi'));
    assert.ok(
      (await complete(notebook.cellAt(3).document.uri, new vscode.Position(1, 28))).includes('current'),
    );
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      notebook.cellAt(2).document.uri,
      new vscode.Position(0, 10),
    );
    assert.match((hover?.contents[0] as vscode.MarkdownString).value, /Population stability index/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const file = vscode.Uri.file(path.join(folder, 'language.tidemark.md'));
    const text = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(text);
    const line = REPORT.split('\n').indexOf('metric: psi');
    assert.ok((await complete(file, new vscode.Position(line, 8))).includes('psi'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(line, 0, line, 6), 'metrik');
    await vscode.workspace.applyEdit(edit);
    await until('a diagnostic in the plain file', () => vscode.languages.getDiagnostics(file).length > 0);
    assert.equal(vscode.languages.getDiagnostics(file)[0]?.range.start.line, line);
  });

  it('keeps the runs: what changed in the numbers since an earlier one', async () => {
    const notebook = await open('history.tidemark.md', REPORT);
    await runAll(notebook);
    const labels = fs.readFileSync(config.fsPath, 'utf8');
    fs.writeFileSync(config.fsPath, labels.replace('alert: { below: 0.70 } }', 'alert: { below: 0.80 } }'));
    try {
      await runAll(notebook);
      const runs = await api.reports.history.runs(notebook.uri);
      assert.equal(runs.length, 2);
      await vscode.commands.executeCommand('tidemark.compareReport', notebook.uri);
      const page = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(page, /roc\\_auc, limit \| < 0.7 \| < 0.8|roc\\_auc, limit/);
      assert.match(page, /holds|alert/);
    } finally {
      fs.writeFileSync(config.fsPath, labels);
    }
  });

  it('lists the reports of the workspace, with what their last run gave', async () => {
    const row = async (name: string) =>
      (await api.reports.view.getChildren()).find(({ label }) => label === name);
    assert.match((await row('run'))?.description ?? '', /^run /);
    assert.equal((await row('plain'))?.description, 'not run yet');
    assert.match((await row('errors'))?.description ?? '', /^3 failed, run /);
    const found = await row('run');
    assert.ok(found);
    assert.equal(api.reports.view.getTreeItem(found).command?.command, 'tidemark.openReport');
  });
});
