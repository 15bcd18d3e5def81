import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';

import type { ConfigDocument } from '../core/config/document.js';
import { parseConfig } from '../core/config/parse.js';
import { ConfigError } from '../core/errors.js';
import { METRICS } from '../core/metrics/registry.js';
import type { RunContext } from '../core/profile/engine.js';
import type { RunOptions } from '../core/profile/make-plan.js';
import type { Report } from '../core/report/report.js';
import { runCheck, type CheckRequest, type KeptReports } from '../core/run-check.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { cacheKey } from '../engines/shared/cache-key.js';
import { DuckDbCannotLoad } from '../engines/local/duckdb-cannot-load.js';
import { chooseEngine, engineWithoutDuckDb, type ChosenEngine } from './choose-engine.js';
import { globFiles, readText } from './files.js';
import { BUILD, VERSION } from './version.js';

/** A config file as read and parsed. */
export interface LoadedConfig {
  readonly path: string;
  readonly text: string;
  readonly document: ConfigDocument;
}

/** Reads and parses a config. Throws ConfigError when there is no such file. */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  const text = await readText(path);
  if (text === null)
    throw new ConfigError(
      `There is no config at ${path}. “tidemark init” writes one from a folder of logs.`,
      { path },
    );
  return { path, text, document: parseConfig(text, METRICS) };
}

/**
 * Checks one config with the engine that reads logs here and gives its report. `shown` is the config's path as messages
 * name it. Throws ConfigError for a config with errors, DataError for logs that cannot be read,
 * CancelledError when the signal aborts.
 */
export async function checkConfig(
  config: LoadedConfig,
  shown: string,
  options: RunOptions,
  run: RunContext,
  cache: CacheFolder | null,
  partial?: CheckRequest['partial'],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Report> {
  const { monitor, problems } = config.document;
  if (monitor === null) throw brokenConfig(shown, problems);
  const folder = dirname(resolve(config.path));
  const checkWith = async (chosen: ChosenEngine): Promise<Report> => {
    const engine = chosen.open(folder, cache);
    try {
      return await runCheck(
        {
          monitor,
          document: config.document,
          configPath: shown,
          configSha256: createHash('sha256').update(config.text).digest('hex'),
          options,
          version: VERSION,
          generatedAt: new Date(),
          glob: (patterns) => globFiles(folder, patterns),
          ...(partial === undefined ? {} : { partial }),
          hostProblem: chosen.problem,
          kept: keptReports(cache),
        },
        engine,
        run,
      );
    } finally {
      await engine.close();
    }
  };
  try {
    return await checkWith(await chooseEngine(environment, true));
  } catch (error) {
    if (!(error instanceof DuckDbCannotLoad)) throw error;
    return checkWith(await engineWithoutDuckDb(environment, error.why));
  }
}

/** Larger reports would push out of the cache what saves more. */
const MOST_RESULTS_KEPT = 50_000;

/** Reports kept between runs of one and the same program. */
function keptReports(cache: CacheFolder | null): KeptReports | null {
  if (cache === null || BUILD === null) return null;
  const keyOf = (madeOf: readonly unknown[]): string => cacheKey('checked', BUILD, ...madeOf);
  return {
    read: async (madeOf) => (await cache.value(keyOf(madeOf))) as Report | null,
    keep: async (madeOf, report) => {
      if (report.results.length + report.reference_results.length > MOST_RESULTS_KEPT) return;
      await cache.keep(keyOf(madeOf), report);
    },
  };
}

/** The first error of a config that has some, as an error. */
export function brokenConfig(shown: string, problems: ConfigDocument['problems']): ConfigError {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  const start = first?.range.start;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more: lint lists them)` : '';
  return new ConfigError(
    `${first?.message ?? 'The config has errors.'}${more}`,
    start === undefined ? { path: shown } : { path: shown, line: start.line, column: start.column },
  );
}
