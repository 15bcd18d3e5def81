import { CancelledError, ConfigError, DataError } from '../core/errors.js';
import type { RunContext } from '../core/profile/engine.js';
import { linesOf } from '../core/report/report-lines.js';
import type { Report } from '../core/report/report.js';
import { defaultCacheFolder, openCache } from './cache-folder.js';
import { checkConfig, loadConfig } from './check-config.js';
import { inferFolder } from './infer-folder.js';
import { labelEvidence } from './label-evidence.js';
import { LintMemory } from './lint-memory.js';
import { logColumns } from './log-columns.js';
import type * as ReportModule from './report-requests.js';
import { exportRows, rowsPage } from './rows-requests.js';
import type { KeptView, RunnerFailure, RunnerReply, RunnerRequest, RunnerResult } from './protocol.js';
import { ReportShelf } from './report-shelf.js';
import { partialViews } from './partial-views.js';
import { VERSION } from './version.js';

/*
 * The editor's child process: everything heavy happens here, so that the editor's own loop never waits and a
 * crash of native code takes nothing with it.
 */
const cache = openCache(defaultCacheFolder(process.env, process.platform), (text) =>
  process.stderr.write(`${text}\n`),
);
const shelf = new ReportShelf((text) => process.stderr.write(text));
/** Folders of the workspace, by path. */
const folders = new Map<string, LintMemory>();
const running = new Map<number, AbortController>();

process.on('message', (request: RunnerRequest) => {
  if (request.kind === 'cancel') {
    running.get(request.id)?.abort();
    return;
  }
  const stop = new AbortController();
  running.set(request.id, stop);
  answer(request, stop.signal)
    .then((result) => sendResult(request.id, result, stop.signal))
    .catch((error: unknown) => send({ id: request.id, kind: 'failed', error: failure(error) }))
    .finally(() => running.delete(request.id));
});

// Without a parent there is nobody to work for.
process.on('disconnect', () => {
  for (const stop of running.values()) stop.abort();
  setTimeout(() => process.exit(0), 1000).unref();
});

async function answer(
  request: Exclude<RunnerRequest, { kind: 'cancel' }>,
  signal: AbortSignal,
): Promise<RunnerResult> {
  switch (request.kind) {
    case 'check': {
      const config = await loadConfig(request.config);
      const report = await checkConfig(
        config,
        request.shown,
        request.options,
        runOf(request.id, signal),
        cache,
        request.partial === true
          ? await partialViews((view) => send({ id: request.id, kind: 'partial', view }))
          : undefined,
      );
      shelf.put(request.config, report, request.keep);
      return { kind: 'check', report };
    }
    case 'columns':
      return { kind: 'columns', columns: await logColumns(request.path, signal) };
    case 'lint': {
      const memory = folders.get(request.folder) ?? new LintMemory(request.folder, cache);
      folders.set(request.folder, memory);
      return { kind: 'lint', report: await memory.lint(request, signal) };
    }
    case 'evidence':
      return {
        kind: 'evidence',
        evidence: await labelEvidence(request.folder, request.question, cache, signal),
      };
    case 'infer':
      return { kind: 'infer', ...(await inferFolder(request.folder, signal)) };
    case 'reportKeys': {
      const { reports } = await openReports();
      return { kind: 'reportKeys', ...(await reports.keys(request, signal)) };
    }
    case 'reportCells': {
      const { reports } = await openReports();
      const run = runOf(request.id, signal);
      const keys = await reports.cells(request, run, (cell) => send({ id: request.id, kind: 'cell', cell }));
      return { kind: 'reportCells', keys };
    }
    case 'exportReport': {
      const { exportText } = await openReports();
      const run = runOf(request.id, signal);
      return { kind: 'exportReport', ...(await exportText(request, cache, run)) };
    }
    case 'newReport': {
      const { newReport } = await openReports();
      return { kind: 'newReport', text: await newReport(request.config, request.template, request.from) };
    }
    case 'view': {
      const [{ dashboardView }, { toWire }] = await Promise.all([
        import('../core/report/dashboard/dashboard.js'),
        import('../core/report/charts/heat-wire.js'),
      ]);
      const { keep, of } = request;
      const view = JSON.stringify(toWire(dashboardView(await shelf.get(of))));
      const kept: KeptView = { version: VERSION, generatedAt: of.checkedAt };
      if (keep !== undefined) shelf.keep(keep, [JSON.stringify(kept), view]);
      return { kind: 'view', view };
    }
    case 'rows':
      return { kind: 'rows', page: await rowsPage(request, cache, runOf(request.id, signal)) };
    case 'exportRows':
      return { kind: 'exportRows', written: await exportRows(request, cache, runOf(request.id, signal)) };
    case 'chart': {
      const [{ chartFile }, { renderSvg }] = await Promise.all([
        import('../core/report/chart-export/chart-file.js'),
        import('./svg.js'),
      ]);
      return { kind: 'chart', svg: chartFile(await renderSvg(request.spec), request.alt) };
    }
    case 'html': {
      const [{ formatHtml }, { renderSvg }] = await Promise.all([
        import('../core/report/formats/html.js'),
        import('./svg.js'),
      ]);
      return { kind: 'html', html: await formatHtml(await shelf.get(request.of), renderSvg) };
    }
  }
}

/** What reports need is loaded with the first of them. */
async function openReports(): Promise<Reports> {
  opened ??= import('./report-requests.js').then(({ ReportRequests, ...rest }) => ({
    ...rest,
    reports: new ReportRequests(cache),
  }));
  return opened;
}

type Module = typeof ReportModule;
type Reports = Pick<Module, 'exportText' | 'newReport'> & { readonly reports: ReportModule.ReportRequests };
let opened: Promise<Reports> | null = null;

/** The run of a request: its progress goes to who asked. */
function runOf(id: number, signal: AbortSignal): RunContext {
  return { signal, onProgress: (progress) => send({ id, kind: 'progress', progress }) };
}

async function sendResult(id: number, result: RunnerResult, signal: AbortSignal): Promise<void> {
  if (result.kind !== 'check') {
    send({ id, kind: 'done', result });
    return;
  }
  await sendLines(id, result.report, signal);
  send({ id, kind: 'done', result: { kind: 'lines' } });
}

/** One line at a time: what waits in the pipe together would be taken by the editor's loop together. */
async function sendLines(id: number, report: Report, signal: AbortSignal): Promise<void> {
  for (const line of linesOf(report)) {
    if (signal.aborted) throw new CancelledError();
    const reply: RunnerReply = { id, kind: 'line', line };
    await new Promise((resolve) => process.send?.(reply, resolve));
  }
}

function send(reply: RunnerReply): void {
  process.send?.(reply);
}

function failure(error: unknown): RunnerFailure {
  if (error instanceof ConfigError || error instanceof DataError) {
    const reason = error instanceof DataError ? error.reason : null;
    return { name: error.name, message: error.message, place: error.place, reason };
  }
  if (error instanceof CancelledError) return { name: error.name, message: error.message, place: null };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { name: 'Error', message, place: null };
}
