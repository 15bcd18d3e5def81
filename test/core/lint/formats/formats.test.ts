import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { AnySchema } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

import {
  uniformCoverage,
  type Finding,
  type LintFile,
  type LintReport,
} from '../../../../src/core/lint/finding.js';
import { lintReport } from '../../../../src/core/lint/fold.js';
import { formatGithub } from '../../../../src/core/lint/formats/github.js';
import { formatJunit } from '../../../../src/core/lint/formats/junit.js';
import { formatSarif } from '../../../../src/core/lint/formats/sarif.js';
import { formatLintText } from '../../../../src/core/lint/formats/text.js';
import { lintConfig } from '../../../../src/core/lint/lint-config.js';
import { completeBut } from '../../../../src/core/lint/rules/example.js';
import { TEST_METRICS } from '../../config/metrics-for-tests.js';
import { EXAMPLE_FILES, memoryHost } from '../memory-host.js';

const host = memoryHost(EXAMPLE_FILES);

function finding(more: Partial<Finding>): Finding {
  return {
    code: 'unknown-key',
    severity: 'error',
    message: 'wrong',
    start: { line: 2, column: 3 },
    end: { line: 2, column: 8 },
    help: '',
    fixes: [],
    ...more,
  };
}

function file(path: string, findings: readonly Finding[], model: string | null = null): LintFile {
  return { path, dialect: 'tidemark', model, coverage: uniformCoverage('configured'), findings };
}

/** Text that every format has to take apart. */
const HOSTILE = 'a "b" <c> & \'d\' 50%: x, y\r\n::error::z \0\u001b[31m ]]> \ud800';

describe('lint as text', () => {
  it('prints findings, what the model covers with the reason, and counts, within 100 columns', async () => {
    const text = completeBut('    - { metric: psi, of: score, warn: 0.1, alert: 0.25 }\n', '').replace(
      'tenure, calls',
      'tenur, calls',
    );
    const lint = await lintConfig(text, 'tidemark.yaml', host, TEST_METRICS);
    const printed = formatLintText(lintReport([lint]));
    const lines = printed.split('\n');
    for (const line of lines) assert.ok(line.length <= 100, line);
    assert.match(
      printed,
      /^tidemark\.yaml:9:20 error The log has no column `tenur`\. The nearest one is `tenure`\.\n? +tidemark\(unknown-column\)$/m,
    );
    assert.match(printed, /^churn covers 7 of 10 {2}tidemark\.yaml$/m);
    assert.match(printed, /^ {2}✓ data drift {7}configured/m);
    assert.match(printed, /^ {2}✗ prediction drift missing {4}line \d+: missing-prediction-drift$/m);
    assert.match(printed, /^ {2}· schedule {9}elsewhere/m);
    assert.equal(lines.filter((line) => /^ {2}[✓✗!·?] /.test(line)).length, 10);
    assert.equal(lines.at(-2), '1 config: 1 error, 2 warnings');
    const painted = formatLintText(lintReport([lint]), { paint: (word, as) => `<${as}>${word}` });
    assert.match(painted, /<error>error/);
    assert.match(painted, /<error>missing/);
    assert.doesNotMatch(formatLintText(lintReport([lint]), { unicode: false }), /[✓✗·]/);
  });

  it('says so when there is nothing to say', async () => {
    const quiet = completeBut('  hooks:\n    - { on: alert, webhook: "${TIDEMARK_WEBHOOK}" }\n', '');
    const ci = memoryHost(EXAMPLE_FILES, [{ path: 'Makefile', text: 'tidemark check' }]);
    const lint = await lintConfig(quiet, 'tidemark.yaml', ci, TEST_METRICS);
    assert.match(formatLintText(lintReport([lint])), /\n1 config: nothing to report\n$/);
  });

  it('gives the line and the reason of a cell, wrapped under it', () => {
    const long =
      'labels cannot be joined, because no column of the log is named as the id of a prediction here';
    const report: LintReport = {
      schema: 1,
      files: [file('a.yaml', [], 'm')],
      models: [
        {
          model: 'm',
          files: ['a.yaml'],
          coverage: { ...uniformCoverage('configured'), ground_truth: 'partial' },
          reasons: { ground_truth: { because: long, line: 12 } },
          findings: [],
        },
      ],
    };
    const printed = formatLintText(report);
    assert.match(printed, /^ {2}! ground truth {5}partial {4}line 12: labels cannot[^\n]*\n {32}\S/m);
    for (const line of printed.split('\n')) assert.ok(line.length <= 100, line);
  });

  it('lets no name give orders to the terminal', () => {
    const printed = formatLintText(
      lintReport([file('a\u001b[2J.yaml', [finding({ message: HOSTILE })], HOSTILE)]),
    );
    // eslint-disable-next-line no-control-regex -- that is what must not be there.
    assert.doesNotMatch(printed, /[\0-\x09\x0b-\x1f]/);
  });
});

interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly {
          readonly id: string;
          readonly helpUri?: string;
          readonly help?: { text: string; markdown: string };
        }[];
      };
    };
    readonly columnKind: string;
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
          readonly region: {
            readonly startLine: number;
            readonly startColumn: number;
            readonly endLine: number;
            readonly endColumn: number;
          };
        };
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly fixes?: readonly {
        readonly description: { readonly text: string };
        readonly artifactChanges: readonly {
          readonly replacements: readonly {
            readonly deletedRegion: object;
            readonly insertedContent: { readonly text: string };
          }[];
        }[];
      }[];
    }[];
  }[];
}

describe('lint as SARIF', () => {
  const sarif = (files: readonly LintFile[], home: string | null = 'https://example.org/tidemark'): Sarif =>
    JSON.parse(formatSarif(lintReport(files), { version: '1.2.3', home })) as Sarif;

  it('has the shape of 2.1.0, and rules that results point to', async () => {
    const text = completeBut('features:', 'feature:');
    const log = sarif([await lintConfig(text, 'models/tide mark.yaml', host, TEST_METRICS)]);
    assert.equal(log.version, '2.1.0');
    const [run] = log.runs;
    assert.ok(run && run.results.length > 0);
    assert.equal(run.columnKind, 'utf16CodeUnits');
    const ids = run.tool.driver.rules.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const rule of run.tool.driver.rules) {
      assert.equal(rule.helpUri, `https://example.org/tidemark/blob/main/docs/rules/${rule.id}.md`);
      assert.ok(rule.help && rule.help.text.length > 0 && rule.help.markdown.startsWith('# '));
    }
    for (const result of run.results) {
      assert.equal(ids[result.ruleIndex], result.ruleId);
      assert.ok(['error', 'warning', 'note'].includes(result.level));
      assert.ok(result.message.text.length > 0);
      const [location] = result.locations;
      assert.equal(location?.physicalLocation.artifactLocation.uri, 'models/tide%20mark.yaml');
      assert.equal(location.physicalLocation.artifactLocation.uriBaseId, '%SRCROOT%');
      const { startLine, startColumn, endLine, endColumn } = location.physicalLocation.region;
      assert.ok(startLine >= 1 && startColumn >= 1 && endLine >= startLine);
      assert.ok(endLine > startLine || endColumn >= startColumn);
    }
    const fixed = run.results.find(({ ruleId }) => ruleId === 'unknown-key');
    assert.equal(fixed?.fixes?.[0]?.artifactChanges[0]?.replacements[0]?.insertedContent.text, 'features');
  });

  it('is valid by the schema of the standard, whatever is in it', async () => {
    const schema = JSON.parse(
      readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8'),
    ) as AnySchema;
    const ajv = new AjvDraft04({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv as unknown as Parameters<typeof addFormats.default>[0]);
    const validate = ajv.compile(schema);
    const text = completeBut('features:', 'feature:').replace('tenure, calls', 'tenur, calls');
    const linted = await lintConfig(text, 'models/tide mark.yaml', host, TEST_METRICS);
    assert.ok(linted.findings.some(({ fixes }) => fixes.length > 0));
    const logs = [
      sarif([linted, file('b.yaml', [])]),
      sarif([file('/tmp/a"b\\c.yaml', [finding({ message: HOSTILE })])], null),
      sarif([]),
    ];
    for (const log of logs) assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.ok(!validate({ ...logs[0], version: '2.0.0' }), 'The schema itself works.');
  });

  it('keeps fingerprints when lines move, and tells equal findings apart', () => {
    const prints = (line: number): string[] =>
      (
        sarif([
          file('a.yaml', [finding({}), finding({ start: { line, column: 1 }, end: { line, column: 2 } })]),
        ]).runs[0]?.results ?? []
      ).map(({ partialFingerprints }) => Object.values(partialFingerprints).join());
    assert.deepEqual(prints(5), prints(50));
    assert.equal(new Set(prints(5)).size, 2);
  });

  it('names no address where the project has none, and takes absolute paths', () => {
    const log = sarif([file('/tmp/a b.yaml', [finding({})])], null);
    const [run] = log.runs;
    assert.equal(run?.tool.driver.rules[0]?.helpUri, undefined);
    const location = run?.results[0]?.locations[0]?.physicalLocation.artifactLocation;
    assert.deepEqual(location, { uri: 'file:///tmp/a%20b.yaml' });
    assert.deepEqual(sarif([]).runs[0]?.results, []);
  });
});

describe('lint as JUnit', () => {
  it('makes errors failures, and the rest output', () => {
    const xml = formatJunit(
      lintReport([file('a.yaml', [finding({}), finding({ severity: 'warning' })]), file('b.yaml', [])]),
    );
    assert.match(
      xml,
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="tidemark lint" tests="3" failures="1"/,
    );
    assert.match(xml, /<testsuite name="a\.yaml" tests="2" failures="1"/);
    assert.match(xml, /<failure type="unknown-key" message="wrong">a\.yaml:2:3 wrong<\/failure>/);
    assert.match(xml, /<system-out>a\.yaml:2:3 warning wrong<\/system-out>/);
    assert.match(xml, /<testcase name="nothing to report" classname="b\.yaml"\/>/);
  });

  it('is XML whatever the message says', () => {
    const xml = formatJunit(lintReport([file('a".yaml', [finding({ message: HOSTILE })])]));
    const texts = xml.replace(/<\/?[a-z-]+(?: [a-zA-Z]+="[^"<]*")*\/?>|<\?xml[^?]*\?>/g, '');
    assert.doesNotMatch(texts, /[<>]/);
    // eslint-disable-next-line no-control-regex -- that is what must not be there.
    assert.doesNotMatch(xml, /[\0-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udbff](?![\udc00-\udfff])/);
    assert.match(xml, /&lt;c&gt; &amp;/);
  });
});

describe('lint as GitHub annotations', () => {
  it('writes a command for each finding, and the counts', () => {
    const text = formatGithub(lintReport([file('a.yaml', [finding({}), finding({ severity: 'info' })])]));
    assert.equal(
      text.split('\n')[0],
      '::error file=a.yaml,line=2,endLine=2,col=3,endColumn=7,title=tidemark(unknown-key)::wrong',
    );
    assert.match(text, /^::notice /m);
    assert.match(text, /\n1 config: 1 error, 1 info\n$/);
  });

  it('lets no message begin a command of its own', () => {
    const text = formatGithub(lintReport([file('a,b:c.yaml', [finding({ message: HOSTILE })])]));
    assert.equal(text.match(/^::/gm)?.length, 1);
    assert.match(text, /file=a%2Cb%3Ac\.yaml/);
    assert.match(text, /50%25: x, y%0D%0A::error::z/);
  });
});
