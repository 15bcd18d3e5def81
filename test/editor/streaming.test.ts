/** What a first check has read so far is told while it goes on, and gives way to the whole. */
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import type { WireView } from '../../src/core/report/charts/heat-wire.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, stateOf } from './sample-model.js';

describe('results that stream in', function () {
  this.timeout(60_000);
  let api: TidemarkApi;
  let config: vscode.Uri;

  before(async () => {
    api = await activated();
    config = await copySample(api, 'streamed');
  });

  after(() => removeSample(api, config));

  it('come operations first, never judged, and only while there is no report', async () => {
    const texts: string[] = [];
    const watching = api.monitors.onDidChange(() => {
      const { partial } = stateOf(api, config);
      if (partial !== null && partial !== texts.at(-1)) texts.push(partial);
    });
    try {
      await vscode.commands.executeCommand('tidemark.checkNow', config);
      const { report, partial } = stateOf(api, config);
      assert.ok(report);
      assert.equal(partial, null);
      const seen = texts.map((text) => JSON.parse(text) as WireView);
      const [first] = seen;
      assert.ok(first);
      assert.match(first.verdict.heading, /^Checking: 0 of 9 columns read$/);
      assert.ok(first.sections.some(({ id, plots }) => id === 'operations' && plots.length > 0));
      for (const text of texts) assert.doesNotMatch(text, /"verdict":"(pass|alert|warn)"/);
      const letters = seen.flatMap(({ sections }) =>
        sections.flatMap(({ heat }) => heat?.rows.map((row) => row.verdicts) ?? []),
      );
      assert.doesNotMatch(letters.join(''), /[paw]/);
      const before = texts.length;
      await vscode.commands.executeCommand('tidemark.checkNow', config);
      assert.equal(texts.length, before);
    } finally {
      watching.dispose();
    }
  });
});
