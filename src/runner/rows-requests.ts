import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';

import type { RunContext } from '../core/profile/engine.js';
import type { ExportedRows, RowsPage, RowsPlan } from '../core/profile/rows.js';
import type { CountedRows } from '../core/rows/question.js';
import { rowsPlan } from '../core/rows/rows-plan.js';
import { inspectLogs } from '../core/inspect-logs.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import type { LocalEngine } from '../engines/local/engine.js';
import { brokenConfig, loadConfig } from './check-config.js';
import { needDuckDb } from './choose-engine.js';
import { globFiles } from './files.js';

/** Rows of the logs of a config, as a report counted them. */
export interface RowsRequest {
  /** Path of the config, and as messages name it. */
  readonly config: string;
  readonly shown: string;
  readonly counted: CountedRows;
}

/** One page of the rows. Throws ConfigError, DataError (also where a log has changed since the report), CancelledError. */
export function rowsPage(
  request: RowsRequest & { readonly offset: number; readonly limit: number },
  cache: CacheFolder | null,
  run: RunContext,
): Promise<RowsPage> {
  return withPlan(request, cache, run, (engine, plan) => engine.rows(plan, request, run));
}

/** All rows as CSV in the file `target`. Throws as `rowsPage` does. */
export function exportRows(
  request: RowsRequest & { readonly target: string },
  cache: CacheFolder | null,
  run: RunContext,
): Promise<ExportedRows> {
  return withPlan(request, cache, run, (engine, plan) => engine.writeRows(plan, request.target, run));
}

async function withPlan<Value>(
  { config: path, shown, counted }: RowsRequest,
  cache: CacheFolder | null,
  run: RunContext,
  work: (engine: LocalEngine, plan: RowsPlan) => Promise<Value>,
): Promise<Value> {
  const config = await loadConfig(path);
  const { monitor, problems } = config.document;
  if (monitor === null) throw brokenConfig(shown, problems);
  const folder = dirname(resolve(path));
  await needDuckDb('Showing the rows behind a number');
  const { LocalEngine } = await import('../engines/local/engine.js');
  const engine = new LocalEngine(folder, cache);
  // What was written since the report is not asked about.
  const read = new Map(counted.provenance.inputs.map((input) => [input.path, input.bytes]));
  try {
    const logs = await inspectLogs(
      {
        monitor,
        document: config.document,
        configPath: shown,
        glob: async (patterns) => (await globFiles(folder, patterns)).filter((file) => read.has(file)),
        upTo: read,
      },
      engine,
      run,
    );
    const sha256 = createHash('sha256').update(config.text).digest('hex');
    return await work(engine, rowsPlan(monitor, logs, counted, sha256));
  } finally {
    await engine.close();
  }
}
