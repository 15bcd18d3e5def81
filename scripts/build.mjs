import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import { build, context } from 'esbuild';

import { writeNotices } from './notices.mjs';

/** Native code cannot be bundled: it is the one run-time dependency. */
const NATIVE = ['@duckdb/node-bindings', '@duckdb/node-bindings-*'];

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  // Of a library with many parts only those in use come along: what is never called is compiled nonetheless.
  mainFields: ['module', 'main'],
  legalComments: 'linked',
  logLevel: 'warning',
};

/** Names what is built: the same sources and dependencies, the same name. */
async function nameOfSources() {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', ...files.sort()]) {
    hash.update(`${file}\0`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Every bundle of the product, one line of thought each.
 * @type {Record<string, import('esbuild').BuildOptions>}
 */
const TARGETS = {
  // The command line and the editor's child process share chunks; what is rarely needed loads late.
  node: {
    ...node,
    entryPoints: {
      cli: 'src/cli/index.ts',
      runner: 'src/runner/child.ts',
      'engine-worker': 'src/engines/local/pool/worker.ts',
    },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: [...NATIVE, 'canvas'],
    define: { 'process.env.TIDEMARK_BUILD': JSON.stringify(await nameOfSources()) },
    banner: {
      js: "import { createRequire as tidemarkRequire } from 'node:module'; const require = tidemarkRequire(import.meta.url);",
    },
  },
  // VS Code loads an extension's main with require().
  extension: {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode'],
    // Libraries that ask where they are: CommonJS knows it under another name.
    define: { 'import.meta.url': 'tidemarkUrl' },
    banner: { js: "const tidemarkUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  // Webviews run under a CSP without eval; Vega is a chunk of its own that loads after the first paint.
  webview: {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    splitting: true,
    minify: true,
    legalComments: 'linked',
    logLevel: 'warning',
    entryPoints: { dashboard: 'webview/dashboard/main.ts', rows: 'webview/rows/main.ts' },
    outdir: 'dist/webview',
    chunkNames: 'chunks/[name]-[hash]',
    loader: { '.ttf': 'file' },
  },
};

// Outputs of notebooks bring their styles along: nobody loads a stylesheet for them.
TARGETS.renderer = {
  ...TARGETS.webview,
  entryPoints: { notebook: 'webview/notebook/main.ts', prose: 'webview/notebook/prose.ts' },
  chunkNames: 'chunks/renderer-[name]-[hash]',
  loader: { '.css': 'text' },
};
// The script of exported reports stands in the page itself: one piece, and no module.
TARGETS.page = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  entryPoints: { 'report-page': 'webview/report-page/main.ts' },
  outdir: 'dist/webview',
};

const watch = process.argv.includes('--watch');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const targets = Object.entries(TARGETS).filter(([name]) => only.length === 0 || only.includes(name));

if (only.length === 0 && !watch) await rm('dist', { recursive: true, force: true });
const metafiles = [];
for (const [, options] of targets) {
  const full = { ...options, metafile: true, sourcemap: watch ? 'linked' : false };
  if (watch) await (await context(full)).watch();
  else metafiles.push((await build(full)).metafile);
}
if (only.length === 0 && !watch) {
  await writeNotices(metafiles, ['@duckdb/node-bindings', 'detect-libc'], 'dist/THIRD-PARTY-NOTICES.txt');
}
if (watch) console.log('Watching.');
