import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseConfig } from '../../src/core/config/parse.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import type { RunOptions } from '../../src/core/profile/make-plan.js';
import type { Report } from '../../src/core/report/report.js';
import { TaskReader } from '../../src/engines/local/tasks/task-reader.js';
import { UnreadableParquet } from '../../src/engines/shared/parquet/unreadable.js';
import type { TaskResult } from '../../src/engines/shared/tasks/task.js';
import { checkConfig } from '../../src/runner/check-config.js';
import { PLAIN } from './check.js';
import { folderOf } from './logs.js';

/** Doubles of the two engines may differ by this, relatively: they are summed in another order. */
const CLOSE = 1e-12;

/** The report of one engine on the config of a folder, or what it says of the logs instead. */
export async function reportOf(
  folder: string,
  engine: string,
  options: Partial<RunOptions>,
): Promise<Report | string> {
  const path = join(folder, 'tidemark.yaml');
  const text = await readFile(path, 'utf8');
  try {
    return await checkConfig(
      { path, text, document: parseConfig(text, METRICS) },
      'tidemark.yaml',
      { ...PLAIN, ...options },
      { signal: new AbortController().signal, onProgress: () => undefined },
      null,
      undefined,
      { TIDEMARK_ENGINE: engine },
    );
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/**
 * Both engines on the same files: their whole reports, but for the engine's name, its note and the time of the run; and unless
 * there are many rows, the local one too where DuckDB reads all.
 */
export async function agree(
  files: Record<string, string | Uint8Array>,
  options: Partial<RunOptions> = {},
  rows: 'few' | 'many' = 'few',
): Promise<Report> {
  const { folder, remove } = await folderOf(files);
  try {
    const local = await reportOf(folder, 'local', options);
    const duck = rows === 'many' ? null : await withDuckAlone(() => reportOf(folder, 'local', options));
    const built = await reportOf(folder, 'arquero', options);
    if (typeof local === 'string' || typeof built === 'string') {
      throw new assert.AssertionError({
        message: `local: ${JSON.stringify(local).slice(0, 300)}, arquero: ${JSON.stringify(built).slice(0, 300)}`,
      });
    }
    assert.equal(built.provenance.engine, 'arquero');
    assert.equal(built.problems.filter(({ code }) => code === 'engine-arquero').length, 1);
    const differences: string[] = [];
    compare(comparable(local), comparable(built), '', differences);
    assert.deepEqual(differences.slice(0, 12), []);
    if (duck === null) return local;
    if (typeof duck === 'string') throw new assert.AssertionError({ message: `DuckDB alone: ${duck}` });
    compare(comparable(local), comparable(duck), 'DuckDB alone', differences);
    assert.deepEqual(differences.slice(0, 12), []);
    return local;
  } finally {
    await remove();
  }
}

/** The local engine with all its tasks read by DuckDB, none taken out of the Parquet file. */
async function withDuckAlone<Result>(run: () => Promise<Result>): Promise<Result> {
  const own = Object.getOwnPropertyDescriptor(TaskReader.prototype, 'runDirect');
  assert.ok(own);
  let refused = 0;
  TaskReader.prototype.runDirect = (): Promise<TaskResult> => {
    refused++;
    return Promise.reject(new UnreadableParquet('Not in this test.'));
  };
  try {
    const result = await run();
    assert.ok(refused > 0, JSON.stringify(result)?.slice(0, 300));
    return result;
  } finally {
    Object.defineProperty(TaskReader.prototype, 'runDirect', own);
  }
}

function comparable(report: Report): unknown {
  return {
    ...report,
    generated_at: '',
    provenance: { ...report.provenance, engine: '' },
    // Above exact_rows DuckDB counts distinct ids on one in sixteen by its own hash, the built-in engine on all of them.
    results: report.results.filter(({ metric }) => report.provenance.exact || metric !== 'duplicate_share'),
    problems: report.problems.filter(({ code }) => code !== 'engine-arquero'),
  };
}

function compare(local: unknown, built: unknown, path: string, differences: string[]): void {
  if (typeof local === 'number' && typeof built === 'number') {
    const off = Math.abs(local - built);
    const isClose =
      Object.is(local, built) ||
      (!Number.isInteger(local) && off <= CLOSE * Math.max(Math.abs(local), Math.abs(built), 1e-3));
    if (!isClose) differences.push(`${path}: ${local} and ${built}`);
  } else if (typeof local === 'object' && typeof built === 'object' && local !== null && built !== null) {
    const [a, b] = [local as Record<string, unknown>, built as Record<string, unknown>];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      compare(a[key], b[key], `${path}.${key}`, differences);
    }
  } else if (local !== built)
    differences.push(`${path}: ${JSON.stringify(local)} and ${JSON.stringify(built)}`);
}

/** Checks that look at all that an engine gathers. */
export const EVERYTHING = `  stability:
    - { metric: psi, of: features }
    - { metric: js_distance, of: features }
    - { metric: ks, of: features }
    - { metric: wasserstein_normed, of: features }
    - { metric: chi2, of: features }
    - { metric: tvd, of: features }
    - { metric: psi, of: score }
    - { metric: domain_classifier }
    - { metric: correlation_shift }
    - { metric: concept_shift }
    - { metric: ddm }
    - { metric: page_hinkley }
    - { metric: energy_distance, of: features }
  performance:
    - { metric: roc_auc }
    - { metric: log_loss }
    - { metric: brier }
    - { metric: f1 }
    - { metric: average_precision }
    - { metric: ece }
    - { metric: estimated_roc_auc }
    - { metric: estimated_f1 }
  quality:
    - { metric: missing_share, of: features }
    - { metric: unseen_share, of: plan }
    - { metric: duplicate_share }
    - { metric: type_mismatch_share, of: features }
    - { metric: malformed_share }
    - { metric: future_timestamps }
  operations:
    - { metric: requests }
    - { metric: peak_per_s }
    - { metric: freshness_s }
    - { metric: max_gap_s }
`;

/** The same without what trains a model, which takes most of the time: for logs that only read otherwise. */
export const WITHOUT_MODELS = EVERYTHING.split('\n')
  .filter((line) => !/domain_classifier|concept_shift|estimated_/.test(line))
  .join('\n');
