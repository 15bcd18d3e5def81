/** What a model's files cover: in the Models view, across files, and from another tool's config. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import type { ModelRow } from '../../src/editor/model-tree.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, until } from './sample-model.js';

const RULES = `groups:
  - name: churn-model
    rules:
      - alert: ChurnAccuracyLow
        expr: churn_model_accuracy < 0.7
        labels: { team: churn }
`;
const SERVER = `rule_files: [other.rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["alerts:9093"] }] }] }
scrape_configs: [{ job_name: churn, static_configs: [{ targets: ["churn:8000"] }] }]
`;
const EVIDENTLY = `datasets:
  churn:
    column_mapping: { target: churned, prediction: predicted, numerical_features: [tenure] }
    monitors: [data_drift, classification_performance]
service: { window_size: 500, use_reference: true }
`;

describe('coverage', function () {
  this.timeout(90_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  let folder: string;

  const rowOf = (): ModelRow | undefined => {
    const model = api.models.getChildren().find((row) => row.config.toString() === config.toString());
    return model?.children.find(({ kind }) => kind === 'coverage');
  };
  const item = (label: string): vscode.TreeItem => {
    const row = rowOf()?.children.find((one) => one.label === label);
    assert.ok(row, label);
    return api.models.getTreeItem(row);
  };
  const ours = (uri: vscode.Uri): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'tidemark');
  const codes = (uri: vscode.Uri): string[] =>
    ours(uri).map(({ code }) => (typeof code === 'object' ? String(code.value) : String(code)));
  const write = (name: string, text: string): vscode.Uri => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return vscode.Uri.file(file);
  };
  const actionsAt = (uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> =>
    vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);

  before(async () => {
    api = await activated();
    config = await copySample(api, 'coverage');
    folder = path.dirname(config.fsPath);
    await vscode.commands.executeCommand('tidemark.models.focus');
    await until('the coverage of the sample', () => rowOf() !== undefined, 60_000);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeSample(api, config);
  });

  it('stands under the model: ten items with their state in words, for the eye and for the ear', () => {
    const row = rowOf();
    assert.ok(row);
    assert.equal(row.children.length, 10);
    assert.match(row.description, /^\d+ of 10 covered$/);
    const drift = item('Data drift');
    assert.equal(drift.description, 'configured');
    assert.ok(drift.iconPath instanceof vscode.ThemeIcon && drift.iconPath.id === 'pass');
    const alerting = item('Alerting');
    assert.equal(alerting.description, 'missing');
    assert.match(alerting.accessibilityInformation?.label ?? '', /^Alerting, missing, .{20}/);
    assert.ok(alerting.iconPath instanceof vscode.ThemeIcon && alerting.iconPath.id === 'circle-slash');
  });

  it('opens the line that says so', async () => {
    const { command } = item('Performance');
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), config.toString());
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /roc_auc/);
  });

  it('opens the place of what is missing, with its fix', async () => {
    const { command } = item('Alerting');
    assert.equal(command?.command, 'tidemark.showFixes');
    const [place] = command.arguments as [{ config: vscode.Uri; line: number; column: number }];
    assert.equal(place.config.toString(), config.toString());
    const at = new vscode.Position(place.line - 1, place.column - 1);
    const actions = await actionsAt(config, new vscode.Range(at, at));
    assert.ok(actions.some(({ title }) => title === 'Add a hook that calls a webhook on alert'));
  });

  it('listens to the levels of rules in the settings', async () => {
    const settings = vscode.workspace.getConfiguration('tidemark');
    const level = (): vscode.DiagnosticSeverity | undefined =>
      ours(config)[codes(config).indexOf('alert-reaches-nobody')]?.severity;
    await until('the finding', () => level() === vscode.DiagnosticSeverity.Warning);
    const set = (value: unknown): Thenable<void> =>
      settings.update('lint.rules', value, vscode.ConfigurationTarget.Global);
    await set({ 'alert-reaches-nobody': 'error' });
    await until('an error', () => level() === vscode.DiagnosticSeverity.Error);
    await set({ 'alert-reaches-nobody': 'off' });
    await until('silence', () => level() === undefined);
    await set(undefined);
    await until('the warning again', () => level() === vscode.DiagnosticSeverity.Warning);
  });

  it('reads back the comment that its own action writes', async () => {
    const finding = ours(config)[codes(config).indexOf('alert-reaches-nobody')];
    assert.ok(finding);
    const actions = await actionsAt(config, finding.range);
    const ignore = actions.find(({ title }) => title === 'Ignore alert-reaches-nobody here, with a reason');
    assert.ok(ignore?.edit, actions.map(({ title }) => title).join(', '));
    const document = await vscode.workspace.openTextDocument(config);
    await vscode.window.showTextDocument(document);
    assert.ok(await vscode.workspace.applyEdit(ignore.edit));
    assert.match(document.getText(), /# tidemark-ignore: alert-reaches-nobody because reason\n/);
    await until('it is silenced', () => !codes(config).includes('alert-reaches-nobody'));
    assert.ok(!codes(config).includes('unused-ignore'));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('it is back', () => codes(config).includes('alert-reaches-nobody'));
  });

  it('follows a chain of files while one of them is edited', async () => {
    write('prometheus.yml', SERVER);
    const rules = write('churn.rules.yml', RULES);
    await vscode.window.showTextDocument(rules);
    await until('the alert that no server loads', () =>
      ours(rules).some(({ message }) => /No `rule_files` of .*prometheus\.yml loads this file/.test(message)),
    );
    write('prometheus.yml', SERVER.replace('other.rules', 'churn.rules'));
    await until('it is loaded', () => !ours(rules).some(({ message }) => message.includes('rule_files')));
  });

  it('makes a tidemark.yaml from another config, unsaved', async () => {
    const file = write('evidently.yaml', EVIDENTLY);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await until('it is recognised', () => ours(file).length > 0);
    const actions = await actionsAt(file, new vscode.Range(0, 0, 0, 0));
    const create = actions.find(({ title }) => title === 'Create tidemark.yaml from this file');
    assert.ok(create?.command, actions.map(({ title }) => title).join(', '));
    await vscode.commands.executeCommand(
      create.command.command,
      ...((create.command.arguments ?? []) as unknown[]),
    );
    const made = vscode.window.activeTextEditor?.document;
    assert.ok(made?.isUntitled);
    assert.match(made.uri.path, /evidently\.tidemark\.yaml$/);
    assert.match(made.getText(), /^# Converted from Evidently\.[^]*\nmodel: churn\n/);
    assert.equal(document.getText(), EVIDENTLY);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
