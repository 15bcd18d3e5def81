import { createRequire } from 'node:module';

import { ConfigError, DataError } from '../core/errors.js';
import type { ReportProblem } from '../core/report/report.js';
import type { LogEngine } from '../engines/shared/log-engine.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';

/** The engine of this process. */
export interface ChosenEngine {
  /** An engine for the logs of a config; `baseFolder` is the config's folder. */
  open(baseFolder: string, cache: CacheFolder | null): LogEngine;
  /** What a report must say of the choice; null where the usual engine reads the logs. */
  readonly problem: ReportProblem | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The engine that reads logs here: DuckDB, or where its native part cannot load, the built-in one. `TIDEMARK_ENGINE`
 * asks for one by name, `local` or `arquero`. Nothing that needs the native part is imported before this is known; with
 * `unloaded` it is enough that the part is there, and the engine throws DuckDbCannotLoad where it turns out not to load.
 *
 * @throws ConfigError for another name; DataError where DuckDB is asked for and cannot load.
 */
export async function chooseEngine(environment: Environment, unloaded = false): Promise<ChosenEngine> {
  const asked = environment.TIDEMARK_ENGINE ?? '';
  if (!['', 'local', 'arquero'].includes(asked)) {
    throw new ConfigError(`TIDEMARK_ENGINE is “${asked}”: it can be local or arquero.`);
  }
  const isThere = unloaded && isNativePartThere();
  const failure =
    asked === 'arquero' ? 'TIDEMARK_ENGINE asks for another' : isThere ? null : await nativeFailure();
  if (failure === null) {
    const { LocalEngine } = await import('../engines/local/engine.js');
    return { open: (folder, cache) => new LocalEngine(folder, cache), problem: null };
  }
  return engineWithoutDuckDb(environment, failure);
}

/** The engine for where DuckDB cannot load. Throws DataError where DuckDB is asked for. */
export async function engineWithoutDuckDb(environment: Environment, failure: string): Promise<ChosenEngine> {
  const asked = environment.TIDEMARK_ENGINE ?? '';
  if (asked === 'local') throw withoutDuckDb('TIDEMARK_ENGINE=local', failure);
  const why =
    asked === 'arquero' ? 'TIDEMARK_ENGINE asks for it' : `DuckDB cannot load on this platform (${failure})`;
  const [{ ArqueroEngine }, { MOST_MEGABYTES }] = await Promise.all([
    import('../engines/arquero/engine.js'),
    import('../engines/arquero/open-log.js'),
  ]);
  return {
    open: (folder) => new ArqueroEngine(folder),
    problem: {
      severity: 'info',
      code: 'engine-arquero',
      message: `${why}: logs are read by the built-in engine, up to ${MOST_MEGABYTES} MB; of Parquet flat columns, in Snappy, Zstandard, gzip or unpacked.`,
      path: null,
      line: null,
    },
  };
}

/** Throws DataError where DuckDB cannot load; `what` needs it. */
export async function needDuckDb(what: string): Promise<void> {
  const failure = await nativeFailure();
  if (failure !== null) throw withoutDuckDb(what, failure);
}

/** Whether DuckDB's native part for this platform is installed. To load it takes longer than to read a small log. */
function isNativePartThere(): boolean {
  const { resolve } = createRequire(import.meta.url);
  return ['', '-musl'].some((kind) => {
    try {
      resolve(`@duckdb/node-bindings-${process.platform}-${process.arch}${kind}/duckdb.node`);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why DuckDB's native part cannot load here; null where it can. */
export async function nativeFailure(): Promise<string | null> {
  try {
    await import('@duckdb/node-api');
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.split('\n')[0] ?? message;
  }
}

function withoutDuckDb(what: string, failure: string): DataError {
  return new DataError(`${what} needs DuckDB, which cannot load on this platform: ${failure}.`);
}
