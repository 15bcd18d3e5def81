/** Links to a view: what is on the clipboard opens the same view again, and nothing else opens anything. */
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { parseViewQuery } from '../../src/core/link/view-link.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, extensionId, removeSample, until } from './sample-model.js';

describe('links to a view', function () {
  this.timeout(60_000);
  let api: TidemarkApi;
  let config: vscode.Uri;

  before(async () => {
    api = await activated();
    config = await copySample(api, 'linked');
    await vscode.commands.executeCommand('tidemark.checkNow', config);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeSample(api, config);
  });

  const dashboards = (): vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputWebview && input.viewType.endsWith('tidemark.dashboard'),
      );

  async function copied(): Promise<vscode.Uri> {
    await vscode.commands.executeCommand('tidemark.copyLink', config);
    return vscode.Uri.parse(await vscode.env.clipboard.readText(), true);
  }

  it('name the config by its place in the folder, and open what they name', async () => {
    const plain = await copied();
    assert.equal(plain.scheme, vscode.env.uriScheme);
    assert.equal(plain.authority, extensionId);
    const link = parseViewQuery(plain.query);
    assert.equal(link?.config, 'linked/tidemark.yaml');
    assert.equal(link?.model, 'flight-delay');
    const query = new URLSearchParams(plain.query);
    query.set('column', 'origin');
    query.set('chunk', '2001-06-11T00:00:00Z');
    query.set('from', '2001-05-07T00:00:00Z');
    query.set('to', '2001-06-18T00:00:00Z');
    query.set('segment', 'origin=JFK');
    const view = plain.with({ query: query.toString() });
    await api.links.handleUri(view);
    await until('the dashboard', () => dashboards().length === 1);
    // The page says what it shows once it stands: then it is what the link said.
    await until('the same link', async () => (await copied()).toString() === view.toString());
  });

  it('are taken from the editor itself, when somebody follows one', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no dashboard', () => dashboards().length === 0);
    const plain = await copied();
    const view = plain.with({ query: `${plain.query}&column=origin&segment=origin%3DJFK` });
    await vscode.commands.executeCommand('vscode.open', view);
    await until('the dashboard', () => dashboards().length === 1);
    await until('the same link', async () => (await copied()).toString() === view.toString());
  });

  it('open nothing where folder, config or model is another', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no dashboard', () => dashboards().length === 0);
    const plain = await copied();
    for (const [key, value] of [
      ['folder', 'elsewhere'],
      ['config', '../linked/tidemark.yaml'],
      ['config', 'tidemark.yaml'],
      ['model', 'another'],
    ] as const) {
      const query = new URLSearchParams(plain.query);
      query.set(key, value);
      await api.links.handleUri(plain.with({ query: query.toString() }));
      assert.equal(dashboards().length, 0, `${key} ${value}`);
    }
    await api.links.handleUri(plain.with({ path: '/run' }));
    assert.equal(dashboards().length, 0);
    await api.links.handleUri(plain);
    await until('the dashboard', () => dashboards().length === 1);
  });
});
