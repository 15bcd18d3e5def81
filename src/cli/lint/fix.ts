import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { ConfigError } from '../../core/errors.js';
import type { LintReport } from '../../core/lint/finding.js';
import { fixAll } from '../../core/lint/fix-all.js';
import { lintText } from '../../core/lint/lint-workspace.js';
import { METRICS } from '../../core/metrics/registry.js';
import { workspaceHost } from '../../runner/lint-host.js';
import { whyNot } from '../write.js';
import type { Terminal } from '../terminal.js';

/**
 * Repairs the files of a report on disk and says what was done. True when any was changed.
 *
 * @throws ConfigError where a file cannot be written.
 */
export async function fixFiles(report: LintReport, terminal: Terminal): Promise<boolean> {
  let changed = false;
  for (const { path, findings } of report.files) {
    // A gap that another file of the model fills is no finding of the report, so it is not filled here.
    if (!findings.some(({ fixes }) => fixes.length === 1)) continue;
    const file = resolve(terminal.cwd, path);
    const before = await readFile(file, 'utf8');
    const wanted = new Set(findings.map(({ code }) => code));
    const after = await fixText(path, before, terminal, wanted);
    if (after === before) continue;
    try {
      await writeFile(file, after);
    } catch (error) {
      throw new ConfigError(`${path} cannot be written: ${whyNot(error)}.`, { path });
    }
    changed = true;
  }
  return changed;
}

/** A text with its findings repaired (those of `wanted` codes only, where named); says what was done. */
export async function fixText(
  path: string,
  text: string,
  { cwd, signal, err }: Terminal,
  wanted: ReadonlySet<string> | null = null,
): Promise<string> {
  const host = workspaceHost(cwd, signal);
  const fixed = await fixAll(text, async (now) => {
    const file = await lintText(path, now, host, METRICS);
    return wanted === null
      ? file
      : { ...file, findings: file.findings.filter(({ code }) => wanted.has(code)) };
  });
  for (const { line, title, code } of fixed.done) err(`fixed ${path}:${line} ${title} (${code})\n`);
  return fixed.text;
}
