import { basename, resolve } from 'node:path';

import { glob } from 'tinyglobby';

import { inferConfig, type Inferred } from '../core/config/infer.js';
import type { InferFile } from '../core/config/infer-input.js';
import { CancelledError, ConfigError, DataError } from '../core/errors.js';
import { METRICS } from '../core/metrics/registry.js';
import { chooseEngine } from './choose-engine.js';

/** What a folder is searched for. */
const LOGS = '**/*.{csv,tsv,json,ndjson,jsonl,parquet,arrow,feather}{,.gz,.zst}';
const NOT_LOGS = [
  '**/node_modules/**',
  '**/.*/**',
  '**/package*.json',
  '**/tsconfig*.json',
  '**/*.tidemark.*',
];

/** Of many files alike, the first and last few tell as much as all. */
const MOST_FILES = 120;

/** Writes a config from the logs of a folder. Throws ConfigError when there are none, DataError when none can be read. */
export async function inferFolder(folder: string, signal: AbortSignal): Promise<Inferred> {
  const paths = (await glob(LOGS, { cwd: folder, ignore: NOT_LOGS, onlyFiles: true })).sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  if (paths.length === 0) {
    throw new ConfigError(`${folder} has no logs: no .csv, .tsv, .json, .ndjson, .parquet or .arrow file.`);
  }
  const chosen =
    paths.length <= MOST_FILES ? paths : [...paths.slice(0, MOST_FILES / 2), ...paths.slice(-MOST_FILES / 2)];
  const engine = (await chooseEngine(process.env)).open(folder, null);
  const files: InferFile[] = [];
  const unread: string[] = [];
  let failure: unknown = null;
  try {
    for (const path of chosen) {
      try {
        const { facts, columns } = await engine.describe(path, { signal, onProgress: () => undefined });
        files.push({ path, rows: facts.rows, columns });
      } catch (error) {
        if (error instanceof CancelledError) throw error;
        unread.push(error instanceof DataError ? error.message : path);
        failure = error;
      }
    }
  } finally {
    await engine.close();
  }
  if (files.length === 0) throw failure;
  const inferred = inferConfig({
    folder: basename(resolve(folder)),
    files,
    unseen: paths.length - chosen.length,
    metrics: METRICS,
  });
  const notes = [
    ...inferred.notes,
    ...unread.map((message) => `left out: ${message}`),
    ...(chosen.length < paths.length ? [`looked at ${chosen.length} of ${paths.length} files`] : []),
  ];
  return { text: inferred.text, notes };
}
