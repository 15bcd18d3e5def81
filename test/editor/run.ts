/**
 * Runs the editor tests: mocha inside the extension host of a real VS Code, by @vscode/test-electron.
 *
 *   node --import tsx test/editor/run.ts [NAME ...]     NAME: only test files whose path contains it
 *
 * On linux-x64 VS Code is the harness's (from npm, no download); elsewhere, or with TIDEMARK_VSCODE=download,
 * test-electron downloads the desktop one. TIDEMARK_VSCODE may also name an executable. TIDEMARK_GREP picks tests.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';

import { ensureHarness } from '../../harness/install.mjs';
import { registerExtension } from '../../harness/vscode-server.mjs';
import { runMochaHere } from './node-mocha';
import { makeScratch, removeScratch } from './scratch';
import { conclude, judge, statsFileVariable, sum } from './stats';
import type { Outcome } from './stats';

const repoRoot = path.resolve(import.meta.dirname, '../..');
const here = path.join(repoRoot, 'test', 'editor');

/** The throw-away extension on which the harness itself is tried. */
export const tinyExtension = path.join(here, 'fixtures', 'tiny-extension');

/** What to run in which editor. */
export interface EditorRun {
  /** Absolute paths of the test files. */
  readonly testFiles: readonly string[];
  /** Where the bundle goes. */
  readonly bundle: string;
  /** Extensions under development. */
  readonly extensions: readonly string[];
  /** The folder that is open; an empty temporary one by default. */
  readonly folder?: string;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the extension host's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Bundles the tests, runs them in the editor and judges the run. Never throws for a red run. */
export async function runInEditor(run: EditorRun): Promise<Outcome> {
  const scratch = makeScratch('editor');
  // SIGINT is test-electron's, which ends the editor and then fails; of SIGTERM the editor learns by losing its parent.
  const onTerminate = () => process.exit(143);
  process.once('SIGTERM', onTerminate);
  try {
    await bundleTests(run.testFiles, run.bundle);
    const userData = path.join(scratch, 'user');
    fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
    fs.writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify(run.settings ?? {}));
    const folder = run.folder ?? path.join(scratch, 'empty');
    fs.mkdirSync(folder, { recursive: true });
    const statsFile = path.join(scratch, 'stats.json');
    const executable = await vscodeExecutable();
    const extensionsDir = path.join(scratch, 'extensions');
    fs.mkdirSync(extensionsDir);
    // The served VS Code takes one extension under development: the others are there as if installed.
    const [developed, ...others] = run.extensions;
    for (const other of others) {
      registerExtension(other, extensionsDir);
    }
    let ended: string | undefined;
    try {
      await runTests({
        ...(executable === undefined ? { version: '1.100.3' } : { vscodeExecutablePath: executable }),
        extensionDevelopmentPath: developed === undefined ? [] : [developed],
        extensionTestsPath: run.bundle,
        launchArgs: [folder, `--user-data-dir=${userData}`, `--extensions-dir=${extensionsDir}`],
        extensionTestsEnv: {
          ...run.env,
          [statsFileVariable]: statsFile,
          // The wrapper's first line asks the PATH for node: it is to be this one.
          PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
        },
      });
    } catch (error) {
      ended = `the editor failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    return judge(statsFile, ended);
  } finally {
    process.off('SIGTERM', onTerminate);
    await removeScratch(scratch);
  }
}

/** The harness's VS Code where it runs, else undefined: test-electron then downloads the desktop one (not run by us). */
async function vscodeExecutable(): Promise<string | undefined> {
  const chosen = process.env['TIDEMARK_VSCODE'];
  if (chosen) {
    return chosen === 'download' ? undefined : chosen;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return undefined;
  }
  await ensureHarness();
  return path.join(repoRoot, 'harness', 'vscode.mjs');
}

/** One CommonJS file, whose `run` loads the test files only after mocha has set up its globals. */
async function bundleTests(files: readonly string[], outfile: string): Promise<void> {
  const loads = files.map((file) => `() => require(${JSON.stringify(file)})`);
  await build({
    stdin: {
      contents: `import { runInHost } from './host';\nexport const run = () => runInHost([${loads.join(', ')}]);\n`,
      resolveDir: here,
      sourcefile: 'index.ts',
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** The extensions under test: ours, once it is built, and the tiny one of the harness's own tests. */
function extensionsUnderTest(): string[] {
  const built = fs.existsSync(path.join(repoRoot, 'dist', 'extension.cjs'));
  return built ? [repoRoot, tinyExtension] : [tinyExtension];
}

/** Runs every editor test, and the tests of this runner itself. */
export async function runEditorTests(names: readonly string[] = []): Promise<Outcome> {
  const find = (pattern: string) =>
    globSync(pattern, { cwd: here, absolute: true })
      .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
      .sort();
  const inHost = find('*.test.ts');
  const inNode = find('runner/*.test.ts');
  const outcomes: Outcome[] = [];
  if (inHost.length > 0) {
    outcomes.push(
      await runInEditor({
        testFiles: inHost,
        bundle: path.join(repoRoot, 'dist', 'test', 'editor', 'index.cjs'),
        extensions: extensionsUnderTest(),
      }),
    );
  }
  if (inNode.length > 0) {
    outcomes.push(await runMochaHere(inNode));
  }
  return outcomes.length > 0
    ? sum(outcomes)
    : { passes: 0, failures: 1, pending: 0, problem: `No test file matches ${names.join(' ')}.` };
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  process.exit(conclude(await runEditorTests(process.argv.slice(2))));
}
