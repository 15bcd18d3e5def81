#!/usr/bin/env node
/**
 * Serves VS Code, from npm, at a loopback address, with the extension in it, until Ctrl-C: for machines without a desktop
 * VS Code. It asks nothing of the network and leaves nothing behind.
 *
 *   node scripts/serve-editor.mjs [FOLDER] [--extension DIR | --vsix FILE] [--port N]
 *
 * Without --extension or --vsix the extension is the built repository.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { ensureHarness } from '../harness/install.mjs';
import { installExtension, registerExtension, start } from '../harness/vscode-server.mjs';

const repoRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Starts serving.
 * @param {{ folder: string, extension?: string, vsix?: string, port?: number }} options
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function serveEditor({ folder, extension = repoRoot, vsix, port = 0 }) {
  await ensureHarness();
  const extensionsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-extensions-'));
  const removeExtensions = () =>
    fs.promises.rm(extensionsDir, { recursive: true, force: true, maxRetries: 5 });
  try {
    if (vsix === undefined) {
      registerExtension(path.resolve(extension), extensionsDir);
    } else {
      await installExtension(vsix, extensionsDir);
    }
    const server = await start({
      workspaceFolder: path.resolve(folder),
      extensionsDir,
      port,
      userSettings: { 'git.enabled': true, 'window.commandCenter': true },
    });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        await removeExtensions();
      },
    };
  } catch (error) {
    await removeExtensions();
    throw error;
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      extension: { type: 'string' },
      vsix: { type: 'string' },
      port: { type: 'string' },
    },
  });
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, resolve);
    }
  });
  const { url, stop } = await serveEditor({
    folder: positionals[0] ?? process.cwd(),
    ...(values.extension === undefined ? {} : { extension: values.extension }),
    ...(values.vsix === undefined ? {} : { vsix: values.vsix }),
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  console.log(`VS Code is at ${url}\nCtrl-C ends it.`);
  await interrupted;
  await stop();
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main();
}
