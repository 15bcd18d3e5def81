/** Lint while typing: diagnostics with codes, and quick fixes that leave the rest of the text as it is. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, until } from './sample-model.js';

describe('lint', function () {
  this.timeout(60_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  let document: vscode.TextDocument;

  const ours = (): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(config).filter(({ source }) => source === 'tidemark');
  const codeOf = ({ code }: vscode.Diagnostic): string =>
    typeof code === 'object' ? String(code.value) : String(code);
  const change = async (from: string, to: string): Promise<void> => {
    const at = document.getText().indexOf(from);
    assert.ok(at >= 0, `no “${from}”`);
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
    edit.replace(config, range, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  before(async () => {
    api = await activated();
    config = await copySample(api, 'lint');
    document = await vscode.workspace.openTextDocument(config);
    await vscode.window.showTextDocument(document);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await removeSample(api, config);
  });

  it('has nothing against the structure of the sample', async () => {
    await until('a first lint', () => ours().length > 0);
    assert.deepEqual(
      ours().filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
      [],
    );
  });

  it('names the nearest key while one types, before anything is saved', async () => {
    await change('every: 1w', 'evry: 1w # a week');
    await until('the unknown key', () => ours().some(({ message }) => message.includes('evry')));
    const problem = ours().find(({ message }) => message.includes('evry'));
    assert.ok(problem);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem.message, /every/);
    assert.equal(codeOf(problem), 'unknown-key');
    assert.equal(document.getText(problem.range), 'evry');
    assert.equal(document.isDirty, true);
  });

  it('repairs it in place and keeps comments', async () => {
    const before = document.getText();
    const problem = ours().find(({ message }) => message.includes('evry'));
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      config,
      problem.range,
    );
    const fix = actions.find(({ title }) => title.includes('every'));
    assert.ok(fix?.edit, `offered were: ${actions.map(({ title }) => title).join(', ')}`);
    assert.equal(fix.isPreferred, true);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), before.replace('evry: 1w # a week', 'every: 1w # a week'));
    await until('no structure error', () => !ours().some(({ message }) => message.includes('evry')));
  });

  it('knows the columns of the logs', async () => {
    await change('latency_ms: latency_ms', 'latency_ms: latncy_ms');
    await until('the unknown column', () => ours().some(({ message }) => message.includes('latncy_ms')));
    const problem = ours().find(({ message }) => message.includes('latncy_ms'));
    assert.match(problem?.message ?? '', /latency_ms/);
    await change('latency_ms: latncy_ms', 'latency_ms: latency_ms');
    await until('it is gone', () => !ours().some(({ message }) => message.includes('latncy_ms')));
  });

  it('links each code to a page that ships', () => {
    const extension = vscode.extensions.getExtension('tidemark.tidemark');
    assert.ok(extension && ours().length > 0);
    for (const problem of ours()) {
      const page = path.join(extension.extensionPath, 'docs', 'rules', `${codeOf(problem)}.md`);
      assert.ok(fs.existsSync(page), page);
    }
  });

  it('is silent where the settings say so', async () => {
    const settings = vscode.workspace.getConfiguration('tidemark');
    await settings.update('lint.enabled', false, vscode.ConfigurationTarget.Global);
    await until('silence', () => ours().length === 0);
    await settings.update('lint.enabled', undefined, vscode.ConfigurationTarget.Global);
    await until('findings again', () => ours().length > 0);
  });
});
