import { stat } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';

import { Option, type Command } from 'commander';

import { ConfigError } from '../core/errors.js';
import { exitOf, type FailOn } from '../core/exit-code.js';
import type { ExportedReport } from '../core/notebook/formats/exported.js';
import type { TemplateName } from '../core/notebook/templates/templates.js';
import { plural } from '../core/report/words.js';
import { defaultCacheFolder, openCache } from '../runner/cache-folder.js';
import type { ReportFormat } from '../runner/export-report.js';
import { readText } from '../runner/files.js';
import { VERSION } from '../runner/version.js';
import { report as reportError } from './errors.js';
import { progressOn } from './progress.js';
import type { Terminal } from './terminal.js';
import { writeOutput } from './write.js';

const FORMATS: readonly ReportFormat[] = ['html', 'markdown', 'json'];
const TEMPLATES: readonly TemplateName[] = ['full', 'weekly', 'incident', 'release'];

/** A report is what people write; larger files are something else. */
const MOST_BYTES = 32e6;

interface ReportFlags {
  readonly format: ReportFormat;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly template: TemplateName;
  readonly draft?: boolean;
  readonly cache: boolean;
}

/** `tidemark report`: runs a notebook-style report and writes it as one file. */
export function addReport(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command('report')
    .description('run a notebook-style report (*.tidemark.md) and write it as one file')
    .argument('<file>', 'the report; or a config, for a report made from a template')
    .addOption(new Option('--format <format>', 'what to write').choices(FORMATS).default('html'))
    .option('--output <file>', 'write to a file instead of the terminal')
    .addOption(
      new Option('--fail-on <verdict>', 'exit with 1 from this verdict on')
        .choices(['alert', 'warn', 'never'])
        .default('alert'),
    )
    .addOption(new Option('--template <name>', 'what to make of a config').choices(TEMPLATES).default('full'))
    .option('--draft', 'of a config: print the report itself, to be edited, instead of running it')
    .option('--no-cache', 'read everything again, and keep nothing for the next run')
    .action(async (file: string, flags: ReportFlags) => {
      done(await report(file, flags, terminal));
    });
}

async function report(file: string, flags: ReportFlags, terminal: Terminal): Promise<number> {
  const path = resolve(terminal.cwd, file);
  const shown = relative(terminal.cwd, path).replaceAll('\\', '/');
  const { text, reportPath, reportShown } = await sourceOf(path, shown, flags.template);
  if (flags.draft === true) {
    await writeOutput(text, flags.output, terminal);
    return 0;
  }
  const cache = flags.cache
    ? openCache(defaultCacheFolder(terminal.env, process.platform), (words) => terminal.err(`${words}\n`))
    : null;
  const [{ runReport }, { exportReport }, { failures }] = await Promise.all([
    import('../runner/run-report.js'),
    import('../runner/export-report.js'),
    import('../core/notebook/formats/exported.js'),
  ]);
  const progress = progressOn(terminal, shown);
  try {
    const run = await runReport(text, reportPath, reportShown, cache, {
      signal: terminal.signal,
      onProgress: progress.show,
    });
    progress.clear();
    const exported: ExportedReport = {
      plan: run.plan,
      results: run.results,
      report: run.report,
      path: reportShown,
      writtenAt: new Date(),
      version: VERSION,
    };
    await writeOutput(await exportReport(exported, flags.format), flags.output, terminal);
    for (const { severity, start, message } of run.plan.problems) {
      terminal.err(`tidemark: ${reportShown}:${start.line}:${start.column}: ${severity}: ${message}\n`);
    }
    if (run.missing !== null) reportError(run.missing, terminal);
    const failed =
      failures(run.results) + run.plan.problems.filter(({ severity }) => severity === 'error').length;
    if (failed > 0) {
      terminal.err(
        `${plural(failures(run.results), 'cell or value', 'cells or values')} of the report failed; the file shows each in its place.\n`,
      );
    }
    const own = run.missing?.name === 'DataError' ? 3 : run.missing !== null ? 2 : failed > 0 ? 1 : 0;
    return Math.max(own, run.report === null ? own : exitOf(run.report, flags.failOn).code);
  } finally {
    progress.clear();
  }
}

/** The text of a report; of a config the one that a template makes, as if it stood beside it. */
async function sourceOf(
  path: string,
  shown: string,
  template: TemplateName,
): Promise<{ text: string; reportPath: string; reportShown: string }> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw new ConfigError(`There is no file ${shown}.`, { path: shown });
  if (facts.isDirectory())
    throw new ConfigError(`${shown} is a folder: name a report (*.tidemark.md) or a config.`);
  if (facts.size > MOST_BYTES) {
    throw new ConfigError(
      `${shown} has ${Math.round(facts.size / 1e6)} MB; a report has at most ${MOST_BYTES / 1e6}. Is it a log?`,
    );
  }
  const text = (await readText(path)) ?? '';
  if (!/\.ya?ml$/i.test(path)) return { text, reportPath: path, reportShown: shown };
  const [{ loadConfig, brokenConfig }, { templateText }] = await Promise.all([
    import('../runner/check-config.js'),
    import('../core/notebook/templates/templates.js'),
  ]);
  const { document } = await loadConfig(path);
  if (document.monitor === null) throw brokenConfig(shown, document.problems);
  const name = `${template}.tidemark.md`;
  return {
    text: templateText(template, document.monitor, basename(path)),
    reportPath: resolve(path, '..', name),
    reportShown: shown.includes('/') ? `${shown.slice(0, shown.lastIndexOf('/'))}/${name}` : name,
  };
}
