/** Folders that come or go with what is in them, as a checkout or an archive brings them: the editor tells of the folder alone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, stateOf, until } from './sample-model.js';
import { makeScratch, removeScratch } from './scratch.js';

const CONFIG = `version: 1
model: arrived
task: binary
logs:
  current: logs/*/*.csv
checks:
  operations:
    - { metric: requests, alert: none }
`;

const SERVER = `rule_files: [other.rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["alerts:9093"] }] }] }
scrape_configs: [{ job_name: churn, static_configs: [{ targets: ["churn:8000"] }] }]
`;

const RULES = `groups:
  - name: churn-model
    rules:
      - alert: ChurnAccuracyLow
        expr: churn_model_accuracy < 0.7
        labels: { team: churn }
`;

describe('folders that come and go whole', function () {
  this.timeout(60_000);
  let api: TidemarkApi;
  let root: string;
  let scratch: string;

  before(async () => {
    api = await activated();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    root = folder.uri.fsPath;
    // Beside the workspace: to move it in must be a rename.
    scratch = makeScratch('arrives');
  });
  after(() => removeScratch(scratch));

  /** Moves a folder with these files into the workspace, at once. */
  function arrive(name: string, files: Readonly<Record<string, string>>): string {
    const made = path.join(scratch, path.basename(name));
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(made, file)), { recursive: true });
      fs.writeFileSync(path.join(made, file), text);
    }
    const target = path.join(root, name);
    fs.renameSync(made, target);
    return target;
  }

  it('bring their configs, however deep, but not those of packages', async () => {
    const folder = arrive('arrived', {
      'models/one/tidemark.yaml': CONFIG,
      'node_modules/other/tidemark.yaml': CONFIG,
    });
    const config = vscode.Uri.file(path.join(folder, 'models', 'one', 'tidemark.yaml'));
    try {
      await until('the config is found', () => api.monitors.get(config)?.name === 'arrived', 15_000);
      const others = api.monitors.all.filter((state) => state.config.path.includes('node_modules'));
      assert.deepEqual(others, []);
    } finally {
      fs.rmSync(folder, { recursive: true });
      await until('the config is forgotten', () => api.monitors.get(config) === undefined);
    }
  });

  it('bring logs that a config reads', async () => {
    const config = await copySample(api, 'waiting');
    try {
      fs.writeFileSync(config.fsPath, CONFIG.replace('model: arrived', 'model: waits'));
      await until('the config is read', () => stateOf(api, config).name === 'waits');
      // The watchers of its globs follow the config a moment later.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const touched: string[] = [];
      const listener = api.monitors.onDidTouch((uri) => touched.push(uri.toString()));
      arrive('waiting/logs/2024-02', { 'a.csv': 'id,score\n1,0.5\n' });
      await until('the logs are noticed', () => touched.includes(config.toString()), 15_000);
      listener.dispose();
    } finally {
      await removeSample(api, config);
    }
  });

  it('bring configs of other tools, of which lint knows from then on', async () => {
    const config = await copySample(api, 'neighbours');
    const ours = (uri: vscode.Uri): string[] =>
      vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    try {
      // From the first look on only what changed is read.
      await vscode.commands.executeCommand('tidemark.models.focus');
      await until('the workspace is linted', () =>
        api.models
          .getChildren()
          .some(
            (row) =>
              row.config.toString() === config.toString() &&
              row.children.some(({ kind }) => kind === 'coverage'),
          ),
      );
      const folder = arrive('neighbours/alerts', { 'prometheus.yml': SERVER, 'churn.rules.yml': RULES });
      const rules = vscode.Uri.file(path.join(folder, 'churn.rules.yml'));
      await vscode.window.showTextDocument(rules);
      await until(
        'the alert that no server loads',
        () =>
          ours(rules).some((message) => /No `rule_files` of .*prometheus\.yml loads this file/.test(message)),
        15_000,
      );
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await removeSample(api, config);
    }
  });

  it('take configs with them: what was found there goes, and what it meant to other files', async () => {
    const config = await copySample(api, 'goes');
    const has = (uri: vscode.Uri, words: RegExp): boolean =>
      vscode.languages
        .getDiagnostics(uri)
        .some(({ source, message }) => source === 'tidemark' && words.test(message));
    try {
      const folder = arrive('goes/alerts', {
        'server/prometheus.yml': SERVER.replace(/^alerting.*\n/m, ''),
        'churn.rules.yml': RULES,
      });
      const server = vscode.Uri.file(path.join(folder, 'server', 'prometheus.yml'));
      const rules = vscode.Uri.file(path.join(folder, 'churn.rules.yml'));
      const [deaf, unloaded] = [/There is no `alerting` block/, /No `rule_files` of .*prometheus\.yml loads/];
      for (const uri of [server, rules]) await vscode.window.showTextDocument(uri, { preview: false });
      await until(
        'both are linted among each other',
        () => has(server, deaf) && has(rules, unloaded),
        15_000,
      );
      // Moved away: of a folder that is removed file by file each file may be told.
      const away = path.join(scratch, 'away');
      fs.renameSync(path.dirname(server.fsPath), away);
      await until('no server is there to load the rules', () => !has(rules, unloaded), 15_000);
      await until('what was found in the folder is gone', () => !has(server, deaf));
      fs.renameSync(away, path.dirname(server.fsPath));
      await until('it is back', () => has(server, deaf) && has(rules, unloaded), 15_000);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await removeSample(api, config);
    }
  });
});
