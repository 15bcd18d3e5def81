import { dirname, relative, resolve } from 'node:path';

import { CancelledError, ConfigError } from '../core/errors.js';
import { METRICS } from '../core/metrics/registry.js';
import { documentOfCells, type LooseCell } from '../core/notebook/cells.js';
import { executeReport, type CellResult } from '../core/notebook/execute.js';
import { failures } from '../core/notebook/formats/exported.js';
import { cellKey, planReport, type ReportPlan } from '../core/notebook/plan.js';
import { templateText, type TemplateName } from '../core/notebook/templates/templates.js';
import type { RunContext } from '../core/profile/engine.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { brokenConfig, loadConfig } from './check-config.js';
import { exportReport, type ReportFormat } from './export-report.js';
import { ReportWork } from './report-work.js';
import { configOfReport, runReport } from './run-report.js';
import { VERSION } from './version.js';

interface CellsRequest {
  readonly cells: readonly LooseCell[];
  readonly file: string;
  readonly shown: string;
}

interface Opened {
  readonly plan: ReportPlan;
  readonly work: ReportWork | null;
  readonly missing: Error | null;
}

/** Runs cells of reports for the editor, and keeps what was run while config and logs stay as they are. */
export class ReportRequests {
  readonly #works = new Map<string, ReportWork>();

  constructor(private readonly cache: CacheFolder | null) {}

  /** What each cell's outputs depend on. */
  async keys(
    request: CellsRequest,
    signal: AbortSignal,
  ): Promise<{ keys: readonly string[]; problem: string | null }> {
    const { plan, work, missing } = await this.#open(request, { signal, onProgress: () => undefined });
    return { keys: keysOf(plan, work, missing), problem: missing?.message ?? null };
  }

  /** Runs cells; each is told when it is done. Gives the keys of all cells. */
  async cells(
    request: CellsRequest & { readonly wanted: readonly number[] },
    run: RunContext,
    onCell: (cell: CellResult) => void,
  ): Promise<readonly string[]> {
    const { plan, work, missing } = await this.#open(request, run);
    await executeReport(plan, work, {
      wanted: new Set(request.wanted),
      signal: run.signal,
      onCell,
      ...(missing === null ? {} : { missing }),
    });
    return keysOf(plan, work, missing);
  }

  async #open({ cells, file, shown }: CellsRequest, run: RunContext): Promise<Opened> {
    const plan = planReport(documentOfCells(cells), METRICS);
    const config = configOfReport(plan, file, shown);
    try {
      const fresh = await ReportWork.open(await loadConfig(config.path), config.shown, this.cache, run);
      const known = this.#works.get(config.path);
      if (known?.stamp === fresh.stamp) {
        known.use(run);
        return { plan, work: known, missing: null };
      }
      void known?.close();
      this.#works.set(config.path, fresh);
      return { plan, work: fresh, missing: null };
    } catch (error) {
      if (error instanceof CancelledError || run.signal.aborted) throw new CancelledError();
      return { plan, work: null, missing: error instanceof Error ? error : new ConfigError(String(error)) };
    }
  }
}

function keysOf(plan: ReportPlan, work: ReportWork | null, missing: Error | null): string[] {
  const stamp = `${VERSION} ${work?.stamp ?? missing?.message ?? ''}`;
  return plan.cells.map(({ index }) => cellKey(plan, index, stamp));
}

/** Runs a whole report and writes it in a format. */
export async function exportText(
  request: {
    readonly text: string;
    readonly file: string;
    readonly shown: string;
    readonly format: ReportFormat;
  },
  cache: CacheFolder | null,
  run: RunContext,
): Promise<{ text: string; failures: number }> {
  const { plan, results, report } = await runReport(request.text, request.file, request.shown, cache, run);
  const exported = { plan, results, report, path: request.shown, writtenAt: new Date(), version: VERSION };
  return { text: await exportReport(exported, request.format), failures: failures(results) };
}

/** The text of a new report on a config; `from` is the folder that it will stand in. */
export async function newReport(config: string, template: TemplateName, from: string): Promise<string> {
  const { document } = await loadConfig(config);
  if (document.monitor === null) throw brokenConfig(config, document.problems);
  const path = relative(from, resolve(dirname(config), config)).replaceAll('\\', '/');
  return templateText(template, document.monitor, path);
}
