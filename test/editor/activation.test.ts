/** The manifest and the code agree: what is declared is registered, and nothing else. */
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { COMMANDS, VIEWS } from '../../src/editor/commands.js';
import { activated, extensionId } from './sample-model.js';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

const manifest = (): Manifest => vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest;

describe('activation', () => {
  it('activates', async () => {
    await activated();
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });

  it('registers exactly the commands that the manifest declares', async () => {
    await activated();
    const declared = manifest().contributes.commands.map(({ command }) => command);
    // VS Code adds commands of its own to each view: tidemark.models.focus and the like.
    const views = Object.values(VIEWS);
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith('tidemark.') && !views.some((view) => id.startsWith(`${view}.`)),
    );
    assert.deepEqual(registered.sort(), [...declared].sort());
    assert.deepEqual(Object.values(COMMANDS).sort(), [...declared].sort());
  });

  it('gives all commands one category and declares the views of the code', () => {
    assert.deepEqual(
      [...new Set(manifest().contributes.commands.map(({ category }) => category))],
      ['Tidemark'],
    );
    const views = manifest().contributes.views['tidemark']?.map(({ id }) => id);
    assert.deepEqual(views?.sort(), Object.values(VIEWS).sort());
  });
});
