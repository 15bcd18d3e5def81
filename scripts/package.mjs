/**
 * Writes the VSIX for this platform.
 *
 *   node scripts/package.mjs [--out FILE] [--no-build]
 *
 * It is put together in a staging folder that has what runs and nothing else: the bundles, what they cannot bundle
 * (DuckDB's native binding), the sample, the pages. vsce then never looks at the repository.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = `${process.platform}-${process.arch}`;
/** What the bundles ask for at run time: all of it is DuckDB's. */
const nativePackages = ['@duckdb/node-bindings', `@duckdb/node-bindings-${target}`, 'detect-libc'];
const folders = ['media', 'docs', 'schemas'];
const pages = ['README.md', 'CHANGELOG.md', 'LICENSE'];
const mostBytes = 40e6;

const { values } = parseArgs({
  options: { out: { type: 'string' }, 'no-build': { type: 'boolean', default: false } },
});
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const out = path.resolve(
  values.out ?? path.join(root, `${manifest.name}-${target}-${manifest.version}.vsix`),
);

if (!values['no-build']) run([path.join(root, 'scripts', 'build.mjs')], root);
const staging = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-package-'));
try {
  stage();
  pack();
} finally {
  fs.rmSync(staging, { recursive: true, force: true });
}
const { size } = fs.statSync(out);
console.log(`${path.relative(process.cwd(), out)}: ${(size / 1e6).toFixed(1)} MB`);
if (size > mostBytes) {
  console.error(`That is more than ${mostBytes / 1e6} MB.`);
  process.exit(1);
}

function stage() {
  fs.writeFileSync(path.join(staging, 'package.json'), JSON.stringify(shippedManifest(), undefined, 2));
  fs.copyFileSync(path.join(root, '.vscodeignore'), path.join(staging, '.vscodeignore'));
  copy('dist', (file) => !file.startsWith(path.join(root, 'dist', 'test')));
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  const pictures = path.join(root, 'docs', 'images') + path.sep;
  const shown = `${readme}${JSON.stringify(manifest.contributes.walkthroughs)}`;
  // Of the pictures only those that the README and the walkthrough show.
  for (const folder of folders) {
    copy(folder, (file) => !file.startsWith(pictures) || shown.includes(path.basename(file)));
  }
  for (const name of nativePackages) copy(path.join('node_modules', name));
  for (const page of pages) copy(page);
}

/** The manifest without what is for developers; the one dependency is the one that is not bundled. */
function shippedManifest() {
  const shipped = Object.fromEntries(
    Object.entries(manifest).filter(([key]) => !['scripts', 'devDependencies', 'overrides'].includes(key)),
  );
  const binding = JSON.parse(
    fs.readFileSync(path.join(root, 'node_modules', '@duckdb', 'node-bindings', 'package.json'), 'utf8'),
  );
  return { ...shipped, dependencies: { [binding.name]: binding.version } };
}

/**
 * @param {string} relative
 * @param {(file: string) => boolean} [filter]
 */
function copy(relative, filter = () => true) {
  const from = path.join(root, relative);
  if (!fs.existsSync(from)) throw new Error(`${relative} is not there: it has to be in the VSIX.`);
  fs.cpSync(from, path.join(staging, relative), { recursive: true, filter });
}

function pack() {
  fs.mkdirSync(path.dirname(out), { recursive: true });
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = [
    '--target',
    target,
    '--out',
    out,
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  ];
  run([vsce, 'package', ...options], staging);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function run(args, cwd) {
  const { status, error } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
