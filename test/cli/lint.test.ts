import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { LintReport } from '../../src/core/lint/finding.js';
import { config, csv, folderOf, rows } from '../engine/logs.js';
import { run, type Ended } from './run.js';

/** Runs `tidemark lint` in this process, as if in `cwd`. */
const lint = (args: readonly string[], cwd: string, stdin = ''): Promise<Ended> =>
  run(['lint', ...args], cwd, {}, { stdin: () => Promise.resolve(stdin) });

describe('tidemark lint', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  const broken = config().replace('stability:', 'stabilty: # what shifts\n   ');

  before(async () => {
    ({ folder, remove } = await folderOf({
      'good/tidemark.yaml': config(),
      'good/reference.csv': csv(rows(50, '2024-01-01')),
      'good/current.csv': csv(rows(50, '2024-02-01', { offset: 1000 })),
      'broken/tidemark.yaml': 'version: 1\nmodle: x\n',
      'empty/readme.txt': '',
    }));
  });

  after(async () => {
    await remove();
  });

  it('ends with 0 without errors, 1 with one, 2 where there is nothing or the usage is wrong', async () => {
    assert.equal((await lint(['good'], folder)).code, 0);
    assert.equal((await lint(['broken'], folder)).code, 1);
    const nothing = await lint(['empty'], folder);
    assert.equal(nothing.code, 2);
    assert.match(nothing.err, /No monitoring config was found in empty\..*tidemark init/);
    assert.equal((await lint(['nowhere.yaml'], folder)).code, 2);
    assert.equal((await lint(['--format', 'pdf'], folder)).code, 2);
    assert.equal((await lint(['good', '--stdin-filepath', 'a.yaml'], folder)).code, 2);
  });

  it('prints text within 100 columns, with the ten items of each model', async () => {
    const { out } = await lint(['.'], folder);
    for (const line of out.split('\n')) assert.ok(line.length <= 100, line);
    assert.match(out, /^broken\/tidemark\.yaml:2:1 error `modle`/m);
    assert.match(out, /^churn covers \d+ of 10 {2}good\/tidemark\.yaml$/m);
    assert.equal(out.match(/^ {2}[✓✗!·?] /gm)?.length, 10);
  });

  it('prints JSON, SARIF, JUnit and GitHub annotations, or writes them to a file', async () => {
    const json = JSON.parse((await lint(['broken', '--format', 'json'], folder)).out) as LintReport;
    assert.equal(json.schema, 1);
    const sarif = JSON.parse((await lint(['broken', '--format', 'sarif'], folder)).out) as {
      runs: { results: unknown[] }[];
    };
    assert.equal(sarif.runs[0]?.results.length, json.files[0]?.findings.length);
    assert.match((await lint(['broken', '--format', 'junit'], folder)).out, /^<\?xml/);
    assert.match(
      (await lint(['broken', '--format', 'github'], folder)).out,
      /^::error file=broken\/tidemark\.yaml,/,
    );
    const written = await lint(['broken', '--format', 'sarif', '--output', 'lint.sarif'], folder);
    assert.deepEqual([written.code, written.out, written.err], [1, '', 'Wrote lint.sarif\n']);
    assert.match(await readFile(join(folder, 'lint.sarif'), 'utf8'), /"version": "2\.1\.0"/);
    assert.equal((await lint(['broken', '--output', 'no/such/folder.txt'], folder)).code, 2);
  });

  it('repairs files in place with --fix and says what it did', async () => {
    const path = join(folder, 'good', 'tidemark.yaml');
    await writeFile(path, broken);
    const { code, err } = await lint(['good', '--fix'], folder);
    assert.equal(code, 0, err);
    assert.match(err, /^fixed good\/tidemark\.yaml:\d+ Change to `stability` \(unknown-key\)$/m);
    const text = await readFile(path, 'utf8');
    assert.match(text, /stability: # what shifts/);
    assert.equal((await lint(['good', '--fix'], folder)).err, '');
    assert.equal(await readFile(path, 'utf8'), text);
    await writeFile(path, config());
  });

  it('lints a text from the standard input as the file that it will be', async () => {
    const { code, out } = await lint(['--stdin-filepath', 'good/tidemark.yaml'], folder, broken);
    assert.equal(code, 1);
    assert.match(out, /^good\/tidemark\.yaml:\d+:\d+ error `stabilty`/m);
    const fixed = await lint(['--stdin-filepath', 'good/tidemark.yaml', '--fix'], folder, broken);
    assert.equal(fixed.code, 0);
    assert.match(fixed.out, /^version: 1\n/);
    assert.match(fixed.out, /stability: # what shifts/);
    assert.match(fixed.err, /^fixed good\/tidemark\.yaml/);
    const other = await lint(['--stdin-filepath', 'notes.txt', '--format', 'json'], folder, 'hello');
    assert.equal((JSON.parse(other.out) as LintReport).files[0]?.dialect, null);
  });
});
