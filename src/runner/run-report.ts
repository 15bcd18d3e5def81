import { dirname, resolve } from 'node:path';

import { CancelledError, ConfigError } from '../core/errors.js';
import { parseReport } from '../core/notebook/document.js';
import { executeReport, type CellResult } from '../core/notebook/execute.js';
import { planReport, type ReportPlan } from '../core/notebook/plan.js';
import { WHOLE } from '../core/notebook/runs.js';
import { METRICS } from '../core/metrics/registry.js';
import type { RunContext } from '../core/profile/engine.js';
import type { Report } from '../core/report/report.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { loadConfig } from './check-config.js';
import { ReportWork } from './report-work.js';

/** A report as it was run. */
export interface ReportRun {
  readonly plan: ReportPlan;
  readonly results: readonly CellResult[];
  /** The report of the config itself; null where it could not be run. */
  readonly report: Report | null;
  /** Why nothing could be run; null where something was. */
  readonly missing: Error | null;
}

/** Path of the config that a report names, and as messages show it: both start where the report is. */
export function configOfReport(
  plan: ReportPlan,
  file: string,
  shownFile: string,
): { path: string; shown: string } {
  const { config } = plan.front;
  const folder = dirname(shownFile).replaceAll('\\', '/');
  return {
    path: resolve(dirname(file), config),
    shown: folder === '.' || folder === '' ? config : `${folder}/${config}`,
  };
}

/** Runs every cell of a report, from its text. Only cancelling throws: what fails is in the results, in its place. */
export async function runReport(
  text: string,
  file: string,
  shownFile: string,
  cache: CacheFolder | null,
  run: RunContext,
): Promise<ReportRun> {
  const plan = planReport(parseReport(text), METRICS);
  const { path, shown } = configOfReport(plan, file, shownFile);
  let work: ReportWork | null = null;
  let missing: Error | null = null;
  try {
    work = await ReportWork.open(await loadConfig(path), shown, cache, run);
  } catch (error) {
    if (error instanceof CancelledError || run.signal.aborted) throw new CancelledError();
    missing = error instanceof Error ? error : new ConfigError(String(error));
  }
  try {
    const results = await executeReport(plan, work, {
      wanted: null,
      signal: run.signal,
      ...(missing === null ? {} : { missing }),
    });
    let report: Report | null = null;
    try {
      report = (await work?.run({ place: WHOLE, extra: [] })) ?? null;
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      missing = error instanceof Error ? error : new ConfigError(String(error));
    }
    return { plan, results, report, missing };
  } finally {
    await work?.close();
  }
}
