/** Problems, the Test Explorer’s tree, tasks and settings as the editor’s API shows them. */
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { settingWords } from '../../src/editor/debug-information.js';
import { SOURCE } from '../../src/editor/problems.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, until } from './sample-model.js';

describe('native surfaces', function () {
  this.timeout(60_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  const verdicts = (): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(config).filter(({ source }) => source === SOURCE);

  before(async () => {
    api = await activated();
    config = await copySample(api, 'surfaces');
    await vscode.commands.executeCommand('tidemark.checkNow', config);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeSample(api, config);
  });

  it('relate the columns that are as bad to the worst one', async () => {
    // Each surface has its turn once the report is there.
    await until('the problems', () => verdicts().length === 4);
    const psi = verdicts().find(({ range }) => range.start.line === 27);
    assert.ok(psi);
    assert.match(psi.message, /1 other too\.$/);
    assert.deepEqual(
      psi.relatedInformation?.map(({ message }) => / of (\w+) is /.exec(message)?.[1]),
      ['destination', 'traffic'],
    );
  });

  it('take the problems back while the config is edited, and give them again once it is as it was', async () => {
    const document = await vscode.workspace.openTextDocument(config);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# '));
    await until('no problems', () => verdicts().length === 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the problems', () => verdicts().length === 4);
  });

  it('list no verdicts where the setting says so', async () => {
    const settings = vscode.workspace.getConfiguration('tidemark');
    await settings.update('problems.verdicts', false, vscode.ConfigurationTarget.Global);
    try {
      await until('no problems', () => verdicts().length === 0);
    } finally {
      await settings.update('problems.verdicts', undefined, vscode.ConfigurationTarget.Global);
    }
    await until('the problems', () => verdicts().length === 4);
  });

  it('have a test for each check, at its line', () => {
    const suite = api.tests.controller.items.get(config.toString());
    const tests = [...(suite?.children ?? [])].map(([, item]) => item);
    const report = api.monitors.get(config)?.report;
    assert.deepEqual(
      tests.map(({ id, range }) => [id, (range?.start.line ?? -1) + 1]).sort(),
      report?.checks.map(({ check, line }) => [check, line]).sort(),
    );
    assert.equal(suite?.children.get('stability[0]')?.children.size, 7);
  });

  it('have a task for each config', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'tidemark' });
    assert.ok(tasks.some(({ name }) => name === 'check surfaces/tidemark.yaml'));
  });

  it('tell of settings only what the manifest names', () => {
    assert.equal(settingWords({ type: 'boolean' }, false), 'false');
    assert.equal(settingWords({ type: 'string', enum: ['never'] }, 'never'), '"never"');
    assert.equal(settingWords({ type: 'string' }, 'https://user:password@example.org'), 'set');
    assert.equal(
      settingWords(
        { type: 'object', additionalProperties: { enum: ['off'] } },
        { 'a-rule': 'off', 'a b': 'off', c: 'x' },
      ),
      '{"a-rule":"off"}',
    );
  });
});
