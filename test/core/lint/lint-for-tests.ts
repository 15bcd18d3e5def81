import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/core/config/parse.js';
import { applyEdits } from '../../../src/core/lint/apply-edits.js';
import type { Finding, LintFile } from '../../../src/core/lint/finding.js';
import type { LintHost } from '../../../src/core/lint/host.js';
import { lintConfig } from '../../../src/core/lint/lint-config.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';
import { EXAMPLE_FILES, memoryHost } from './memory-host.js';

const PATH = 'models/churn.tidemark.yaml';

/** Lints a text beside the files of the example config. */
export function lint(text: string, host: LintHost = memoryHost(EXAMPLE_FILES)): Promise<LintFile> {
  return lintConfig(text, PATH, host, TEST_METRICS);
}

/** Codes of the findings, those aside that wait for a later version. */
export async function codes(text: string, host?: LintHost): Promise<string[]> {
  const { findings } = await lint(text, host);
  return findings.map(({ code }) => code).filter((code) => code !== 'not-supported-yet');
}

/** The only finding of a code. */
export async function find(code: string, text: string, host?: LintHost): Promise<Finding> {
  const { findings } = await lint(text, host);
  const found = findings.filter((finding) => finding.code === code);
  assert.equal(found.length, 1, `${code}: ${JSON.stringify(findings)}`);
  return found[0]!;
}

/** The text a finding marks. */
export function marked(text: string, { start, end }: Finding): string {
  const lines = text.split('\n');
  assert.equal(start.line, end.line);
  return (lines[start.line - 1] ?? '').slice(start.column - 1, end.column - 1);
}

const comments = (text: string): string[] => text.match(/#.*$/gm) ?? [];

/** Applies every fix of `code` on its own and asserts that it repairs, keeps comments, and writes valid YAML. */
export async function assertFixes(
  code: string,
  text: string,
  host?: LintHost,
  atLeast = 1,
): Promise<string[]> {
  const { findings } = await lint(text, host);
  const found = findings.filter((finding) => finding.code === code);
  assert.ok(found.length > 0, `no ${code} in ${text}`);
  const fixed: string[] = [];
  for (const finding of found) {
    for (const { title, edits } of finding.fixes) {
      const after = applyEdits(text, edits);
      const errors = parseConfig(after, TEST_METRICS).problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], `${title}:\n${after}`);
      const left = (await lint(after, host)).findings.filter((other) => other.code === code);
      assert.equal(left.length, found.length - 1, `${title} leaves ${code}:\n${after}`);
      for (const comment of comments(text)) assert.ok(after.includes(comment), `${title} loses ${comment}`);
      fixed.push(after);
    }
  }
  assert.ok(fixed.length >= atLeast, `${code} has ${fixed.length} fixes`);
  return fixed;
}
