/** The harness itself: tests run in the Node extension host of a real VS Code, with an extension under development. */
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

describe('editor harness', () => {
  it('runs in the Node extension host', () => {
    assert.ok(process.versions.node);
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.scheme, 'file');
  });

  it('activates the extension under development and runs its command', async () => {
    const extension = vscode.extensions.getExtension('tidemark-fixture.tiny');
    assert.ok(extension, 'the tiny extension is not there');
    await extension.activate();
    assert.equal(await vscode.commands.executeCommand('tiny.hello'), 'hello');
  });

  it('keeps the settings of the run', () => {
    assert.equal(vscode.workspace.getConfiguration('telemetry').get('telemetryLevel'), 'off');
    assert.equal(vscode.workspace.getConfiguration('files').get('autoSave'), 'off');
  });
});
