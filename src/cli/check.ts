import { Option, type Command } from 'commander';

import { ConfigError } from '../core/errors.js';
import { exitOf, type Exit, type FailOn } from '../core/exit-code.js';
import type { RunOptions } from '../core/profile/make-plan.js';
import type { Report } from '../core/report/report.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { defaultCacheFolder, openCache } from '../runner/cache-folder.js';
import { checkConfig, loadConfig } from '../runner/check-config.js';
import { report as reportError } from './errors.js';
import { instantOf } from './instant.js';
import { configPaths, type ConfigPath } from './paths.js';
import { progressOn } from './progress.js';
import { wantsColour, wantsUnicode, type Terminal } from './terminal.js';
import { writeOutput } from './write.js';

const FORMATS = ['text', 'json', 'markdown', 'html'] as const;

interface CheckFlags {
  readonly format: string;
  readonly output?: string;
  readonly html?: string;
  readonly failOn: FailOn;
  readonly since?: string;
  readonly until?: string;
  readonly asOf?: string;
  readonly exact?: boolean;
  readonly live?: boolean;
  readonly all?: boolean;
  readonly cache: boolean;
}

/** One config's report and how it ends the run. */
interface Checked {
  readonly report: Report;
  readonly exit: Exit;
  readonly seconds: number;
}

/** `tidemark check`: reads the logs of each config and prints the verdicts. */
export function addCheck(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command('check')
    .description('check prediction logs against their config and print the verdicts')
    .argument('[path...]', 'config files, or folders with tidemark.yaml in them (default: this folder)')
    .addOption(new Option('--format <format>', 'what to print').choices([...FORMATS]).default('text'))
    .option('--output <file>', 'write to a file instead of the terminal')
    .option('--html <file>', 'write the HTML report too (one config)')
    .addOption(
      new Option('--fail-on <verdict>', 'exit with 1 from this verdict on')
        .choices(['alert', 'warn', 'never'])
        .default('alert'),
    )
    .option('--since <time>', 'leave out rows before this time (ISO 8601)')
    .option('--until <time>', 'leave out rows from this time on (ISO 8601)')
    .option('--as-of <time>', 'judge as of this time (ISO 8601, or now)')
    .option('--exact', 'exact numbers whatever the number of rows')
    .option(
      '--live',
      'logs may be being written: leave a last row that is not whole for the next run, if the file changed within a minute',
    )
    .option('--no-cache', 'read everything again, and keep nothing for the next run')
    .option('--all', 'print every check, those that hold too, and every remark')
    .action(async (paths: string[], flags: CheckFlags) => {
      done(await check(paths, flags, terminal));
    });
}

async function check(paths: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  const options: RunOptions = {
    since: instantOf('--since', flags.since),
    until: instantOf('--until', flags.until),
    asOf: flags.asOf === 'now' ? Date.now() : instantOf('--as-of', flags.asOf),
    exact: flags.exact === true,
    live: flags.live === true,
  };
  const cache = flags.cache
    ? openCache(defaultCacheFolder(terminal.env, process.platform), (text) => terminal.err(`${text}\n`))
    : null;
  const configs = await configPaths(paths, terminal.cwd);
  const checked: Checked[] = [];
  let code = 0;
  for (const config of configs) {
    // A broken config does not stop the others.
    try {
      const one = await checkOne(config, options, cache, flags.failOn, terminal);
      checked.push(one);
      code = Math.max(code, one.exit.code);
    } catch (error) {
      code = Math.max(code, reportError(error, terminal, configs.length > 1 ? config.shown : null));
      if (terminal.signal.aborted) break;
    }
  }
  if (checked.length === 0) return code;
  await writeOutput(await render(checked, configs.length, flags, terminal), flags.output, terminal);
  if (flags.html !== undefined) await writeOutput(await page(checked), flags.html, terminal);
  return code;
}

async function checkOne(
  config: ConfigPath,
  options: RunOptions,
  cache: CacheFolder | null,
  failOn: FailOn,
  terminal: Terminal,
): Promise<Checked> {
  const started = performance.now();
  const progress = progressOn(terminal, config.shown);
  try {
    const loaded = await loadConfig(config.path);
    const run = { signal: terminal.signal, onProgress: progress.show };
    const report = await checkConfig(loaded, config.shown, options, run, cache);
    return { report, exit: exitOf(report, failOn), seconds: (performance.now() - started) / 1000 };
  } finally {
    progress.clear();
  }
}

async function render(
  checked: readonly Checked[],
  configs: number,
  flags: CheckFlags,
  terminal: Terminal,
): Promise<string> {
  switch (flags.format) {
    case 'json': {
      const [only] = checked;
      const value =
        configs === 1 && only !== undefined
          ? only.report
          : { schema: 1, reports: checked.map(({ report }) => report) };
      return `${JSON.stringify(value, null, 2)}\n`;
    }
    case 'markdown': {
      const { formatMarkdown } = await import('../core/report/formats/markdown.js');
      return checked.map(({ report }) => formatMarkdown(report)).join('\n');
    }
    case 'html':
      return page(checked);
    default: {
      const { formatText } = await import('../core/report/formats/text.js');
      return checked
        .map(({ report, exit, seconds }) =>
          formatText(report, {
            colour: wantsColour(terminal) && flags.output === undefined,
            unicode: wantsUnicode(terminal),
            width: terminal.outIsTerminal ? terminal.columns : 100,
            all: flags.all === true,
            seconds,
            exit,
          }),
        )
        .join('\n');
    }
  }
}

async function page(checked: readonly Checked[]): Promise<string> {
  const [only] = checked;
  if (only === undefined || checked.length > 1) {
    throw new ConfigError('The HTML report is a page for one model: name one config.');
  }
  const [{ formatHtml }, { renderSvg }] = await Promise.all([
    import('../core/report/formats/html.js'),
    import('../runner/svg.js'),
  ]);
  return formatHtml(only.report, renderSvg);
}
