import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseConfig } from '../../../src/core/config/parse.js';
import { applyEdits } from '../../../src/core/lint/apply-edits.js';
import { COVERAGE_ITEMS, uniformCoverage, type LintFile } from '../../../src/core/lint/finding.js';
import { foldModels, lintReport } from '../../../src/core/lint/fold.js';
import type { LintHost } from '../../../src/core/lint/host.js';
import { lintConfig } from '../../../src/core/lint/lint-config.js';
import { GAP_CODES } from '../../../src/core/lint/gap-codes.js';
import { indexText, PAGES, pageText } from '../../../src/core/lint/pages.js';
import { COMPLETE, completeBut } from '../../../src/core/lint/rules/example.js';
import { DESIGN_EXAMPLE } from '../config/design-example.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';
import { EXAMPLE_FILES, memoryHost } from './memory-host.js';

const host = memoryHost(EXAMPLE_FILES);

describe('lintConfig', () => {
  it('covers what the complete config covers', async () => {
    const file = await lintConfig(COMPLETE, 'tidemark.yaml', host, TEST_METRICS);
    assert.equal(file.dialect, 'tidemark');
    assert.equal(file.model, 'churn');
    assert.deepEqual(Object.keys(file.coverage), [...COVERAGE_ITEMS]);
    assert.deepEqual(file.coverage, {
      ...uniformCoverage('configured'),
      schedule: 'elsewhere',
      // Hooks are not called yet: nobody is told.
      alerting: 'partial',
    });
  });

  it('is partial where a check is there and cannot work', async () => {
    const cover = async (from: string, to: string): Promise<LintFile['coverage']> =>
      (await lintConfig(completeBut(from, to), 't.yaml', host, TEST_METRICS)).coverage;
    const noReference = await cover('  reference: logs/training.csv\n', '');
    assert.deepEqual([noReference.data_drift, noReference.baseline], ['partial', 'missing']);
    assert.equal(
      (await cover('reference: logs/training.csv', 'reference: { rolling: 28d }')).baseline,
      'partial',
    );
    assert.equal((await cover('label: churned', 'label: churn')).performance, 'partial');
    assert.equal((await cover('alert: { above: 0.05 }', 'alert: none')).data_quality, 'partial');
    assert.equal((await cover('columns: { id: customer, ', 'columns: { ')).payload_logging, 'partial');
    assert.equal(
      (await cover('current: logs/scored-*.csv', 'current: none-*.csv')).payload_logging,
      'partial',
    );
  });

  it('turns the parser’s problems into findings with their fixes', async () => {
    const text = completeBut('features:', 'feature:');
    const { findings } = await lintConfig(text, 'tidemark.yaml', host, TEST_METRICS);
    const found = findings.find(({ code }) => code === 'unknown-key');
    assert.deepEqual(
      [found?.start, found?.end],
      [
        { line: 9, column: 3 },
        { line: 9, column: 10 },
      ],
    );
    assert.equal(applyEdits(text, found?.fixes[0]?.edits ?? []), COMPLETE);
  });

  it('survives any text, and a host that fails', async () => {
    const failing: LintHost = {
      glob: () => Promise.reject(new Error('gone')),
      columns: () => Promise.reject(new Error('gone')),
      automation: () => Promise.reject(new Error('gone')),
    };
    for (const text of [
      '',
      '- a',
      'a: [',
      '\0',
      'version: 1',
      'logs: 3\nchecks: 4',
      'checks: { stability: [1, { metric: 2 }] }',
      DESIGN_EXAMPLE,
    ]) {
      const file = await lintConfig(text, 't.yaml', failing, TEST_METRICS);
      assert.ok(file.findings.length > 0);
      for (const { message, start } of file.findings) {
        assert.ok(start.line >= 1 && start.column >= 1);
        assert.doesNotMatch(message, /!|\bplease\b|undefined|\[object/);
      }
    }
  });
});

describe('folding', () => {
  const file = (
    path: string,
    model: string | null,
    coverage: Partial<LintFile['coverage']>,
    codes: string[] = [],
  ): LintFile => ({
    path,
    dialect: 'tidemark',
    model,
    coverage: { ...uniformCoverage('missing'), ...coverage },
    findings: codes.map((code) => ({
      code,
      severity: 'warning',
      message: code,
      start: { line: 1, column: 1 },
      end: { line: 1, column: 2 },
      help: '',
      fixes: [],
    })),
  });

  it('lets the files of a model fill each other’s gaps', () => {
    const files = [
      file('a.yaml', 'm', { data_drift: 'configured', alerting: 'partial' }, [
        'missing-data-quality',
        'missing-ground-truth',
        'unknown-key',
      ]),
      file('b.yaml', 'n', {}, ['missing-data-drift']),
      file(
        'c.yaml',
        'm',
        { data_quality: 'default', ground_truth: 'partial', operations: 'opaque', schedule: 'elsewhere' },
        ['missing-data-drift'],
      ),
    ];
    const [m, n] = foldModels(files);
    assert.deepEqual(m?.files, ['a.yaml', 'c.yaml']);
    assert.deepEqual(m.coverage, {
      ...uniformCoverage('missing'),
      data_drift: 'configured',
      data_quality: 'default',
      ground_truth: 'partial',
      operations: 'opaque',
      alerting: 'partial',
    });
    assert.deepEqual(
      m.findings.map(({ path, code }) => `${path} ${code}`),
      ['a.yaml missing-ground-truth', 'a.yaml unknown-key'],
    );
    assert.equal(n?.findings.length, 1);
    assert.deepEqual(
      lintReport(files).files.map(({ findings }) => findings.length),
      [2, 1, 0],
    );
  });

  it('leaves files without a model out of the models', () => {
    const report = lintReport([
      { ...file('x.yaml', null, {}), dialect: null, coverage: uniformCoverage('elsewhere') },
    ]);
    assert.deepEqual(report.models, []);
    assert.equal(report.files.length, 1);
  });
});

describe('docs/rules', () => {
  const folder = new URL('../../../docs/rules/', import.meta.url);

  it('is up to date (run scripts/docs-rules.ts when it is not)', () => {
    assert.ok(existsSync(folder));
    for (const page of PAGES)
      assert.equal(readFileSync(new URL(`${page.code}.md`, folder), 'utf8'), pageText(page), page.code);
    assert.equal(readFileSync(new URL('README.md', folder), 'utf8'), indexText());
    assert.equal(readdirSync(folder).length, PAGES.length + 1);
  });

  it('has a page for every code the parser gives', () => {
    const codes = new Set(PAGES.map(({ code }) => code));
    for (const { triggers } of PAGES) {
      for (const { code } of parseConfig(triggers, TEST_METRICS).problems) assert.ok(codes.has(code), code);
    }
    assert.equal(codes.size, PAGES.length);
  });

  it('names the item of each rule that reports a gap, as the table of gaps does', () => {
    const gaps = PAGES.flatMap(({ code, gap }) => (gap === undefined || gap === null ? [] : [[code, gap]]));
    assert.deepEqual([...GAP_CODES].sort(), gaps.sort());
  });
});
