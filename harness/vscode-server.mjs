/**
 * Starts the VS Code server that lies inside the code-server package: workbench, webviews and extension host from one
 * loopback origin. It makes no request to the outside.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { harnessRoot, vscodeRoot } from './paths.mjs';

/** Settings that keep VS Code quiet, offline and still; the caller's settings come after them. */
export const quietSettings = Object.freeze({
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'update.mode': 'none',
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'remote.autoForwardPorts': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  // The web default is afterDelay, which saves files behind a test's back.
  'files.autoSave': 'off',
});

const readyTimeoutMs = 30_000;

/**
 * @typedef {object} ServerOptions
 * @property {string} [workspaceFolder] the folder (or .code-workspace file) that the URL opens
 * @property {Record<string, unknown>} [userSettings] added to the quiet settings, written to the user's settings.json
 * @property {string} [extensionsDir] where extensions are installed; a temporary folder when left out
 * @property {NodeJS.ProcessEnv} [env] added to the environment of the server and so of the extension host
 * @property {boolean} [restricted] opens the folder in Restricted Mode; else workspace trust is off
 * @property {number} [port] 0, the default, takes a free one
 * @property {(line: string) => void} [log] hears what the server prints; by default nobody does
 */

/**
 * @typedef {object} Server
 * @property {string} url address of the workbench with the folder opened
 * @property {string} origin `http://127.0.0.1:<port>`
 * @property {number} port
 * @property {number} pid also the id of the process group
 * @property {string} dataDir the temporary server data folder
 * @property {() => Promise<void>} stop kills the server with all it started and removes the data folder
 */

/**
 * Starts a server and waits until it listens.
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 */
export async function start(options = {}) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-vscode-'));
  writeSettings(dataDir, {
    ...(options.restricted === true ? { 'security.workspace.trust.startupPrompt': 'never' } : {}),
    ...options.userSettings,
  });
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(path.join(harnessRoot, 'guard.mjs')).href,
      ...serverArgs(dataDir, options.extensionsDir),
      ...(options.restricted === true ? [] : ['--disable-workspace-trust']),
      '--host',
      '127.0.0.1',
      '--port',
      String(options.port ?? 0),
      '--without-connection-token',
    ],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...serverEnv(options.env),
        TIDEMARK_HARNESS_PID: String(process.pid),
        TIDEMARK_HARNESS_DATA: dataDir,
      },
    },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));

  let stopping;
  const stop = () => {
    stopping ??= (async () => {
      killGroup(child.pid);
      await gone;
      // Members of the group die a moment after its leader and may still write.
      await fs.promises.rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    })();
    return stopping;
  };

  try {
    const port = await listening(child, options.log);
    const origin = `http://127.0.0.1:${port}`;
    return {
      url: workbenchUrl(origin, options.workspaceFolder),
      origin,
      port,
      pid: child.pid ?? 0,
      dataDir,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Runs the server's own `--install-extension` into a folder; works offline.
 * @param {string} vsix
 * @param {string} extensionsDir
 * @returns {Promise<void>}
 */
export async function installExtension(vsix, extensionsDir) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-vscode-'));
  try {
    const output = await new Promise((resolve, reject) => {
      let text = '';
      const child = spawn(
        process.execPath,
        [...serverArgs(dataDir, extensionsDir), '--install-extension', path.resolve(vsix), '--force'],
        { stdio: ['ignore', 'pipe', 'pipe'], env: serverEnv(), timeout: 120_000 },
      );
      child.stdout.on('data', (data) => (text += data));
      child.stderr.on('data', (data) => (text += data));
      child.on('error', reject);
      child.on('exit', (code) =>
        code === 0 ? resolve(text) : reject(new Error(`exit code ${code}: ${text}`)),
      );
    });
    if (!/successfully installed/.test(String(output))) {
      throw new Error(`VS Code did not install ${vsix}: ${output}`);
    }
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/**
 * Makes VS Code take an extension from where it is, as if it were installed: what is rebuilt is there after "Reload Window".
 * @param {string} dir
 * @param {string} extensionsDir
 * @returns {void}
 */
export function registerExtension(dir, extensionsDir) {
  const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, path: pathToFileURL(dir).pathname, scheme: 'file' },
    metadata: { installedTimestamp: Date.now(), pinned: true, source: 'vsix' },
  };
  fs.writeFileSync(path.join(extensionsDir, 'extensions.json'), JSON.stringify([entry]));
}

/**
 * @param {string} dataDir
 * @param {string | undefined} extensionsDir
 */
function serverArgs(dataDir, extensionsDir) {
  return [
    path.join(vscodeRoot, 'out', 'server-main.js'),
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
    '--server-data-dir',
    dataDir,
    '--extensions-dir',
    extensionsDir ?? path.join(dataDir, 'extensions'),
  ];
}

/**
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
function serverEnv(extra = {}) {
  const env = {
    ...process.env,
    ...extra,
    // code-server's own switch: without an address there is no gallery to ask.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
  // A terminal inside VS Code leaves VSCODE_* behind, which would point this server at that other one. With
  // CODE_SERVER_PARENT_PID server-main does not start itself; with ELECTRON_RUN_AS_NODE it takes itself for a desktop.
  const confusing = /^(VSCODE_.*|CODE_SERVER_PARENT_PID|ELECTRON_RUN_AS_NODE)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !confusing.test(name)));
}

/**
 * @param {string} dataDir
 * @param {Record<string, unknown>} userSettings
 */
function writeSettings(dataDir, userSettings) {
  for (const [place, settings] of [
    ['User', { ...quietSettings, ...userSettings }],
    // Machine settings win over the user's: what must not be undone by a test stands here too.
    ['Machine', { 'telemetry.telemetryLevel': 'off', 'extensions.autoUpdate': false, 'update.mode': 'none' }],
  ]) {
    const dir = path.join(dataDir, 'data', String(place));
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, 'settings.json'), JSON.stringify(settings, undefined, 2));
  }
}

/**
 * The address of a workbench.
 * @param {string} origin
 * @param {string} [workspace] folder or .code-workspace file
 * @returns {string}
 */
function workbenchUrl(origin, workspace) {
  if (workspace === undefined) {
    return `${origin}/?ew=true`;
  }
  const key = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${origin}/?${key}=${encodeURIComponent(path.resolve(workspace))}`;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {((line: string) => void) | undefined} log
 * @returns {Promise<number>} the port
 */
function listening(child, log) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`VS Code's server did not listen within ${readyTimeoutMs / 1000} s:\n${text}`)),
      readyTimeoutMs,
    );
    /** @param {Buffer} data */
    const hear = (data) => {
      const piece = String(data);
      log?.(piece);
      if (text.length < 20_000) {
        text += piece;
      }
      const port = /Extension host agent listening on (\d+)/.exec(text)?.[1];
      if (port) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ended with ${signal ?? `exit code ${code}`}:\n${text}`));
    });
  });
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) {
    return;
  }
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-pid, 'SIGKILL');
    }
  } catch {
    // Already gone.
  }
}
