/**
 * Makes the sample workspace from real flights: `node --import tsx scripts/sample/main.ts [--out FOLDER] [--slice]`.
 * What is real, what is simulated and what a monitor should find in it: `docs/sample.md`.
 */
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseFlights } from './choose.js';
import { openDatabase } from './database.js';
import { readFlights, sourcePackage, type SourceCounts } from './flights.js';
import { bits } from './hash.js';
import { labelTimes } from './labels.js';
import { predict, type Predictions } from './predict.js';
import { slice as shipped } from './story.js';
import { fullFormat, sliceFormat, writeSample, type Written } from './write.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..', '..');

/** What a finished folder holds. The stamp comes last: a folder without it is unfinished. */
const stampName = '.complete';
const parts = ['logs', 'shadow', 'labels', 'tidemark.yaml', 'june-review.tidemark.md'];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, slice: { type: 'boolean', default: false } },
  });
  const slice = values.slice;
  const out = resolve(values.out ?? join(root, slice ? 'media/sample/flights' : 'sample/flights'));
  const version = await versionOfScript(slice);
  const stamp = join(out, stampName);
  if (!slice && existsSync(stamp) && (await readFile(stamp, 'utf8')).startsWith(version)) {
    console.log(`${out} is up to date.`);
    return;
  }
  // What is replaced must be a sample: a mistyped --out must not cost somebody's logs.
  const found = existsSync(out) ? await readdir(out) : [];
  if (found.length > 0 && !existsSync(join(out, 'logs', 'training.parquet'))) {
    throw new Error(`${out} holds something else: choose an empty folder with --out.`);
  }

  const partial = join(dirname(out), `.${basename(out)}.partial-${process.pid}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      rmSync(partial, { recursive: true, force: true });
      process.exit(130);
    });
  }
  try {
    await mkdir(partial, { recursive: true });
    const summary = await make(partial, slice);
    await rm(stamp, { force: true });
    await mkdir(out, { recursive: true });
    for (const part of parts) {
      await rm(join(out, part), { recursive: true, force: true });
      await rename(join(partial, part), join(out, part));
    }
    if (!slice) await writeFile(stamp, `${version}\n`);
    console.log(`${out}\n${summary}`);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function make(folder: string, slice: boolean): Promise<string> {
  const connection = await openDatabase();
  try {
    progress('reading flights');
    const { flights, counts } = await readFlights(connection);
    const rows = chooseFlights(flights);
    const labelledAt = labelTimes(flights, rows);
    progress('training and scoring');
    const sample = { flights, labelledAt, predictions: predict(flights, rows, labelledAt) };
    progress('writing');
    const keep = slice ? (id: number) => bits(id, 'slice') % shipped.of === shipped.part : () => true;
    const format = slice ? sliceFormat : fullFormat;
    const written = await writeSample(connection, folder, sample, keep, format);
    await writeFile(join(folder, 'tidemark.yaml'), await config(slice));
    await copyFile(join(here, 'june-review.tidemark.md'), join(folder, 'june-review.tidemark.md'));
    progress('done');
    return describe(counts, flights.count - rows.length, sample.predictions, written, slice);
  } finally {
    connection.closeSync();
  }
}

/** The monitor of the sample; the slice's names its rate and its compressed labels. */
async function config(slice: boolean): Promise<string> {
  const text = await readFile(join(here, 'tidemark.yaml'), 'utf8');
  if (!slice) return text;
  const { suffix } = sliceFormat.labels;
  return `# A sample of 1 in ${shipped.of} flights.\n${text.replace('labels/*.csv', `labels/*${suffix}`)}`;
}

function describe(
  counts: SourceCounts,
  unlogged: number,
  { auc }: Predictions,
  written: Written,
  slice: boolean,
): string {
  const lines = [
    `source      ${counts.rows} rows`,
    `dropped     ${counts.afterEnd} of 1 July, ${counts.implausible} with an implausible delay`,
    `not logged  ${unlogged} between airports that had not joined`,
    slice ? `written     1 in ${shipped.of} of the rest, by a hash of the id` : 'written     the rest',
    `  training  ${written.training}`,
    `  scored    ${written.scored}, of which ${written.failed} requests failed (simulated)`,
    `  shadow    ${written.shadow}`,
    `  labels    ${written.labels}`,
    ...auc.map(({ version, on, rows, value }) => `AUC ${version}    ${value.toFixed(4)} ${on}, ${rows} rows`),
  ];
  return lines.join('\n');
}

/** A hash of everything the output depends on: the script, the source file's package and the kind of output. */
async function versionOfScript(slice: boolean): Promise<string> {
  const hash = createHash('sha256').update(String(slice));
  const names = (await readdir(here, { recursive: true }))
    .filter((name) => /\.(ts|yaml|md)$/.test(name))
    .sort();
  for (const name of names) hash.update(name).update(await readFile(join(here, name)));
  hash.update(await readFile(join(sourcePackage, 'package.json')));
  return hash.digest('hex');
}

const started = Date.now();
function progress(what: string): void {
  console.error(`${((Date.now() - started) / 1000).toFixed(1)} s  ${what}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
