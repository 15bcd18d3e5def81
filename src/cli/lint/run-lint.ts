import { ConfigError } from '../../core/errors.js';
import type { LintReport } from '../../core/lint/finding.js';
import { formatGithub } from '../../core/lint/formats/github.js';
import { formatJunit } from '../../core/lint/formats/junit.js';
import { formatSarif } from '../../core/lint/formats/sarif.js';
import { formatLintText, type Paint } from '../../core/lint/formats/text.js';
import { lintFiles } from '../../core/lint/lint-workspace.js';
import { METRICS } from '../../core/metrics/registry.js';
import { defaultCacheFolder, openCache } from '../../runner/cache-folder.js';
import { lintPaths } from '../../runner/lint-folder.js';
import { workspaceHost } from '../../runner/lint-host.js';
import { HOME, VERSION } from '../../runner/version.js';
import { fixFiles, fixText } from './fix.js';
import { progressLine } from './progress.js';
import { wantsColour, wantsUnicode, type Terminal } from '../terminal.js';
import { writeOutput } from '../write.js';
import type { LintFlags } from './flags.js';

/** Lints files, folders or the standard input, prints the result and gives the exit code. */
export async function lint(paths: readonly string[], flags: LintFlags, terminal: Terminal): Promise<number> {
  const { stdinFilepath } = flags;
  if (stdinFilepath !== undefined && paths.length > 0) {
    throw new ConfigError('--stdin-filepath names the file already. Leave the other paths out.');
  }
  if (stdinFilepath !== undefined && flags.fix === true) return fixStdin(stdinFilepath, terminal);
  const report =
    stdinFilepath === undefined
      ? await lintDisk(paths, flags.fix === true, terminal)
      : await lintStdin(stdinFilepath, await terminal.stdin(), terminal);
  if (report.files.length === 0) {
    const where = paths.length === 0 ? 'this folder' : paths.join(', ');
    throw new ConfigError(
      `No monitoring config was found in ${where}. “tidemark init” writes one from the logs of a folder.`,
    );
  }
  await writeOutput(render(report, flags, terminal), flags.output, terminal);
  return exitCode(report);
}

async function lintDisk(paths: readonly string[], fix: boolean, terminal: Terminal): Promise<LintReport> {
  const { cwd, signal } = terminal;
  const progress = progressLine(terminal);
  const cache = openCache(defaultCacheFolder(terminal.env, process.platform), (text) =>
    terminal.err(`${text}\n`),
  );
  try {
    const report = await lintPaths(paths, cwd, signal, progress.show, cache);
    if (!fix) return report;
    progress.clear();
    return (await fixFiles(report, terminal))
      ? await lintPaths(paths, cwd, signal, progress.show, cache)
      : report;
  } finally {
    progress.clear();
  }
}

function lintStdin(path: string, text: string, { cwd, signal }: Terminal): Promise<LintReport> {
  const shown = path.replaceAll('\\', '/');
  return lintFiles([{ path: shown, text, named: true }], workspaceHost(cwd, signal), METRICS);
}

/** The repaired text goes to the standard output, as formatters do it; what was done goes beside it. */
async function fixStdin(path: string, terminal: Terminal): Promise<number> {
  const text = await fixText(path, await terminal.stdin(), terminal);
  terminal.out(text);
  return exitCode(await lintStdin(path, text, terminal));
}

function render(report: LintReport, { format, output }: LintFlags, terminal: Terminal): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return formatSarif(report, { version: VERSION, home: HOME });
    case 'junit':
      return formatJunit(report);
    case 'github':
      return formatGithub(report);
    case 'text': {
      const paint = wantsColour(terminal) && output === undefined ? COLOURS : undefined;
      return formatLintText(report, {
        unicode: wantsUnicode(terminal),
        ...(paint === undefined ? {} : { paint }),
      });
    }
  }
}

const CODES = { error: '31', warning: '33', info: '36', quiet: '2' } as const;
const COLOURS: Paint = (text, as) => `\u001b[${CODES[as]}m${text}\u001b[0m`;

function exitCode({ files }: LintReport): number {
  return files.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 1 : 0;
}
