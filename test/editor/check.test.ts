/** Check Now on the sample: the report, the trees, re-checks, cancelling, failures. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import { standingOf, familiesOf } from '../../src/core/report/view.js';
import { flatten, type ModelRow } from '../../src/editor/model-tree.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, stateOf, until } from './sample-model.js';

describe('Check Now', function () {
  this.timeout(60_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  const rows = (): ModelRow[] =>
    flatten(api.models.getChildren().filter((row) => row.config.toString() === config.toString()));

  before(async () => {
    api = await activated();
    config = await copySample(api, 'flights');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeSample(api, config);
  });

  it('knows the model before it was checked', () => {
    assert.equal(stateOf(api, config).name, 'flight-delay');
    assert.deepEqual(
      rows().map(({ label, description }) => [label, description]),
      [['flight-delay', 'not checked yet']],
    );
  });

  it('gives a report', async () => {
    await vscode.commands.executeCommand('tidemark.checkNow', config);
    const { report, failure, progress, changed } = stateOf(api, config);
    assert.equal(failure, null);
    assert.equal(progress, null);
    assert.deepEqual(changed, []);
    assert.ok(report);
    assert.equal(report.model, 'flight-delay');
    assert.ok(report.summary.alert > 0);
  });

  it('shows the numbers of the report in the tree', () => {
    const { report } = stateOf(api, config);
    assert.ok(report);
    const checks = rows().filter((row) => row.kind === 'check');
    assert.equal(checks.length, report.results.filter((result) => result.standing).length);
    assert.deepEqual(
      rows()
        .filter((row) => row.kind === 'family')
        .map((row) => row.label.toLowerCase()),
      familiesOf(report),
    );
    const [worst] = standingOf(report, 'stability');
    const [first] = checks;
    assert.equal(first?.label, worst?.subject.column);
    assert.equal(first?.result, worst);
    assert.match(
      first?.description ?? '',
      new RegExp(String(worst?.value?.toFixed(3)).replace(/0+$/, '').replace('.', '\\.')),
    );
    const holding = rows().find((row) => row.kind === 'holding');
    assert.match(holding?.label ?? '', new RegExp(`^${holding?.children.length} others hold$`));
  });

  it('opens the config at the line of a check', async () => {
    const row = rows().find(({ kind }) => kind === 'check');
    assert.ok(row);
    const { command } = api.models.getTreeItem(row);
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), config.toString());
    assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /metric: psi/);
  });

  it('lists the logs with their rows', async () => {
    const folders = (await api.logs.getChildren()).find(({ id }) => id.startsWith(config.toString()));
    const folder = folders?.kind === 'model' ? folders.children[0] : folders;
    assert.equal(folder?.label, 'logs');
    assert.match(folder?.description ?? '', /^23 files, \d{3}\u202f\d{3} rows$/);
    const training = folder?.children.find(({ label }) => label === 'training.parquet');
    assert.match(training?.description ?? '', /rows, \d+\u00a0kB, reference$/);
  });

  it('checks again when a log changes on disk', async () => {
    const before = stateOf(api, config).report;
    const logs = path.join(path.dirname(config.fsPath), 'logs');
    fs.rmSync(path.join(logs, 'scored-2001-06-25.parquet'));
    await until('a newer report', () => stateOf(api, config).report !== before, 30_000);
    const { report } = stateOf(api, config);
    assert.ok(report && before);
    assert.equal(report.provenance.inputs.length, before.provenance.inputs.length - 1);
  });

  it('marks the report as stale instead where the settings say never', async () => {
    const settings = vscode.workspace.getConfiguration('tidemark');
    await settings.update('checkOnChange', 'never', vscode.ConfigurationTarget.Global);
    try {
      await until('at rest', () => stateOf(api, config).progress === null);
      const labels = path.join(path.dirname(config.fsPath), 'labels', 'labels-2001-06-25.csv.gz');
      fs.utimesSync(labels, new Date(), new Date());
      await until('a stale report', () => stateOf(api, config).changed.length > 0);
      assert.ok(rows().some(({ kind, label }) => kind === 'stale' && label.includes('labels-2001-06-25')));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      assert.equal(stateOf(api, config).progress, null);
    } finally {
      await settings.update('checkOnChange', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is cancelled, and keeps the earlier report', async () => {
    let before = stateOf(api, config).report;
    // Where nothing changed a check may have ended before it is cancelled: then another is tried.
    for (let tries = 0; tries < 10; tries++) {
      before = stateOf(api, config).report;
      const checking = vscode.commands.executeCommand('tidemark.checkNow', config);
      await until('it runs', () => {
        const { progress, report } = stateOf(api, config);
        return progress !== null || report !== before;
      });
      await vscode.commands.executeCommand('tidemark.cancelCheck', config);
      await checking;
      if (stateOf(api, config).report === before) break;
    }
    const state = stateOf(api, config);
    assert.equal(state.report, before);
    assert.equal(state.failure, null);
    assert.equal(state.progress, null);
  });

  it('shows what is wrong with a broken config where the verdict stands', async () => {
    const text = fs.readFileSync(config.fsPath, 'utf8');
    fs.writeFileSync(config.fsPath, text.replace('every: 1w', 'evry: 1w'));
    await vscode.commands.executeCommand('tidemark.checkNow', config);
    await until('a failure', () => stateOf(api, config).failure !== null);
    const { failure } = stateOf(api, config);
    assert.equal(failure?.kind, 'config');
    assert.match(failure.message, /evry/);
    const row = rows().find(({ kind }) => kind === 'failure');
    assert.ok(row);
    const { command } = api.models.getTreeItem(row);
    assert.equal(command?.command, 'tidemark.openConfig');
    assert.equal(rows()[0]?.description, 'cannot be judged');
    const line = text.split('\n').findIndex((one) => one.startsWith('every')) + 1;
    assert.equal((command.arguments?.[0] as { line?: number }).line, line);
    fs.writeFileSync(config.fsPath, text);
    await until('it is repaired', () => stateOf(api, config).failure === null, 30_000);
  });
});
