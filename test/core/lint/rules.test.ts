import assert from 'node:assert/strict';
import { PAGES } from '../../../src/core/lint/pages.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';
import { RULES } from '../../../src/core/lint/rules/registry.js';
import type { LintFile, Severity } from '../../../src/core/lint/finding.js';
import { lintFiles } from '../../../src/core/lint/lint-workspace.js';
import type { RulePage } from '../../../src/core/lint/rule.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';
import { assertFixes, codes, lint } from './lint-for-tests.js';
import { memoryWorkspace } from './memory-host.js';

const GRAVITY: readonly Severity[] = ['info', 'warning', 'error'];

describe('the rules of lint', () => {
  it('find nothing in the complete config', async () => {
    assert.deepEqual(await codes(COMPLETE), []);
  });

  for (const page of PAGES) {
    if (page.code === 'no-checks') continue; // Only `check` says it; lint names each missing check.
    it(`find ${page.code} in its example, and not in the one that passes`, async () => {
      const { findings } = await lintExample(page, page.triggers);
      const found = findings.filter(({ code }) => code === page.code);
      assert.ok(found.length > 0, JSON.stringify(findings));
      // A rule may judge a case more mildly than usual, never more gravely.
      assert.ok(GRAVITY.indexOf(found[0]!.severity) <= GRAVITY.indexOf(page.severity), found[0]!.severity);
      if (page.id !== null)
        assert.equal(
          found.some(({ fixes }) => fixes.length > 0),
          page.fix !== null,
        );
      const passing = await lintExample(page, page.passes);
      assert.ok(!passing.findings.some(({ code }) => code === page.code));
    });
  }

  for (const rule of RULES.filter(({ fix }) => fix !== null)) {
    it(`repair ${rule.code} in place, whatever the style of the file`, async () => {
      for (const text of styles(rule.triggers)) await assertFixes(rule.code, text);
    });
  }
});

/** The same config as people write it: CRLF, no line break at the end, comments, wide indentation, one flow map. */
function styles(text: string): string[] {
  const commented = text.replace(/^( *)(\S.*)$/gm, '$1# about the next line\n$1$2  # and this one');
  const wide = text.replace(/^ +/gm, (margin) => margin.repeat(2));
  return [
    text,
    text.replaceAll('\n', '\r\n'),
    text.trimEnd(),
    commented,
    wide,
    `${text}\n\n# the end\n`,
    `# top\n---\n${text}`,
    `\uFEFF${text}`,
  ];
}

/** Lints the example of a page as the file it stands for, with the files beside it. */
async function lintExample({ file, beside = {} }: RulePage, text: string): Promise<LintFile> {
  if (file === undefined) return lint(text);
  const files = { ...beside, [file]: text };
  const sources = Object.entries(files).map(([path, content]) => ({ path, text: content, named: true }));
  const report = await lintFiles(sources, memoryWorkspace(files), TEST_METRICS);
  const found = report.files.find(({ path }) => path === file);
  assert.ok(found?.dialect, `${file} is not recognised`);
  return found;
}
