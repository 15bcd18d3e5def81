import { dirname } from 'node:path';

import { Option, type Command } from 'commander';

import { ConfigError } from '../core/errors.js';
import { uniformCoverage, type LintFile } from '../core/lint/finding.js';
import { lintReport } from '../core/lint/fold.js';
import { formatLintText } from '../core/lint/format-text.js';
import { lintConfig } from '../core/lint/lint-config.js';
import { METRICS } from '../core/metrics/registry.js';
import { readText } from '../runner/files.js';
import { lintHost } from '../runner/lint-host.js';
import { configPaths } from './paths.js';
import type { Terminal } from './terminal.js';

/** `tidemark lint`: says what a monitoring config misses, and what in it cannot work. */
export function addLint(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command('lint')
    .description('say what a monitoring config misses, and what in it cannot work')
    .argument('[path...]', 'config files, or folders with tidemark.yaml in them (default: this folder)')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
    .action(async (paths: string[], flags: { format: string }) => {
      done(await lint(paths, flags.format, terminal));
    });
}

async function lint(paths: readonly string[], format: string, terminal: Terminal): Promise<number> {
  const files: LintFile[] = [];
  for (const { path, shown } of await configPaths(paths, terminal.cwd)) {
    const text = await readText(path);
    if (text === null) throw new ConfigError(`There is no file at ${shown}.`, { path: shown });
    files.push(
      isOurs(path)
        ? await lintConfig(text, shown, lintHost(dirname(path), terminal.signal), METRICS)
        : { path: shown, dialect: null, model: null, coverage: uniformCoverage('elsewhere'), findings: [] },
    );
  }
  const report = lintReport(files);
  terminal.out(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : formatLintText(report));
  return report.files.some((file) => file.findings.some((finding) => finding.severity === 'error')) ? 1 : 0;
}

/** `tidemark.yaml`, `*.tidemark.yaml`, and the same with `.yml`. */
function isOurs(path: string): boolean {
  return /(^|[/\\.])tidemark\.ya?ml$/.test(path);
}
