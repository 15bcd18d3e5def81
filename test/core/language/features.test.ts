import assert from 'node:assert/strict';
import { lensesOf, type CheckStatus } from '../../../src/core/language/code-lens.js';
import { definitionAt } from '../../../src/core/language/definition.js';
import { inlayHintsOf } from '../../../src/core/language/inlay-hints.js';
import { foldsOf, symbolsOf, type ConfigSymbol } from '../../../src/core/language/symbols.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';
import { buildReport } from '../report/views/report-builder.js';
import { atMark, FACTS, NO_FACTS } from './facts-for-tests.js';

const CHECKS = `model: m
checks:
  stability:
    - { metric: psi, of: features }
    - { metric: ks, of: hour }
`;

describe('code lenses', () => {
  const status: CheckStatus = {
    report: buildReport(),
    changed: [],
    age: '2 min ago',
    progress: null,
    failure: null,
  };
  const titles = (more: Partial<CheckStatus> = {}, text = CHECKS): string[] =>
    lensesOf(text, { ...status, ...more }).map(({ title }) => title);

  it('stand at the top and above each check', () => {
    assert.deepEqual(titles(), [
      'Check now',
      'Keep this model · checked 2 min ago',
      'alert · psi of origin 0.371',
      'not checked yet · Run check',
    ]);
    const psi = lensesOf(CHECKS, status)[2];
    assert.equal(CHECKS.slice(psi?.at).split('\n')[0], 'psi, of: features }');
    assert.equal(psi?.action, 'dashboard');
    assert.deepEqual(titles({ report: null }), [
      'Check now',
      'not checked yet · Run check',
      'not checked yet · Run check',
    ]);
  });

  it('say what is out of date, what runs and what failed', () => {
    const stale = titles({ changed: ['logs/a.csv'] });
    assert.ok(stale.includes('Keep this model · checked 2 min ago · out of date: logs/a.csv has changed'));
    assert.ok(
      stale.includes('before the change: alert · psi of origin 0.371') && stale.includes('Run check'),
    );
    assert.ok(titles({ changed: ['a', 'b'] }).some((title) => title.endsWith('2 files have changed')));
    const running = lensesOf(CHECKS, { ...status, progress: 'reading 1 of 2 files' })[0];
    assert.deepEqual(
      [running?.title, running?.action],
      ['checking: reading 1 of 2 files · Cancel', 'cancel'],
    );
    assert.ok(titles({ failure: 'No file.\nmore' }).includes('The last check failed: No file.'));
  });

  it('do not tell the verdict of another check that stood there', () => {
    assert.ok(!titles({}, CHECKS.replace('psi', 'js_distance')).some((title) => title.includes('0.371')));
    assert.deepEqual(titles({}, '# empty\n'), []);
  });
});

describe('symbols and folds', () => {
  it('name the checks by what they check', () => {
    const [, checks] = symbolsOf(CHECKS);
    const stability = checks?.children[0];
    assert.deepEqual(
      stability?.children.map(({ name, detail, kind }) => [name, detail, kind]),
      [
        ['psi', 'features', 'check'],
        ['ks', 'hour', 'check'],
      ],
    );
    assert.equal(CHECKS.slice(checks?.start, checks?.nameEnd), 'checks');
    assert.equal(CHECKS.slice(checks?.start, checks?.end).endsWith('of: hour'), true);
  });

  it('keep each part inside of its whole', () => {
    const check = (symbols: readonly ConfigSymbol[], from: number, to: number): void => {
      for (const { start, end, nameEnd, children } of symbols) {
        assert.ok(from <= start && start <= nameEnd && nameEnd <= end && end <= to);
        check(children, start, end);
      }
    };
    for (const text of [COMPLETE, COMPLETE.replaceAll('\n', '\r\n'), 'a: {', 'a:\n- - b: c']) {
      check(symbolsOf(text), 0, text.length);
    }
  });

  it('fold maps, lists and comments', () => {
    const folds = foldsOf(`# one\n# two\n${CHECKS}`);
    assert.deepEqual(folds, [
      { start: 3, end: 6, kind: 'region' },
      { start: 4, end: 6, kind: 'region' },
      { start: 0, end: 1, kind: 'comment' },
    ]);
  });
});

describe('definitions', () => {
  const at = (marked: string): ReturnType<typeof definitionAt> => {
    const { text, offset } = atMark(marked);
    return definitionAt(text, offset);
  };
  const logs = 'logs:\n  current: [a.csv, b.csv]\n  reference: r.csv\n';

  it('lead from columns and paths to logs', () => {
    assert.deepEqual(at(`${logs}  features: [ori^gin]`)?.globs, ['a.csv', 'b.csv', 'r.csv']);
    assert.equal(at(`${logs}  features: [ori^gin]`)?.column, 'origin');
    assert.deepEqual(at('logs:\n  current: logs/^*.csv')?.globs, ['logs/*.csv']);
    assert.deepEqual(at(`${logs}feedback:\n  labels: { path: l/*.csv, label: pa^id }`)?.globs, ['l/*.csv']);
    assert.equal(at('task: bin^ary'), null);
  });

  it('lead from a word of `of` to the key that explains it', () => {
    const text = 'logs:\n  columns: { score: p }\nchecks:\n  stability: [{ metric: psi, of: sc^ore }]';
    assert.equal(at(text)?.inConfig, text.indexOf('score'));
  });
});

describe('inlay hints', () => {
  const hints = (text: string, facts = FACTS): string[] =>
    inlayHintsOf(text, facts).map(({ at, text: hint }) => `${text.slice(0, at).split('\n').length} ${hint}`);

  it('show the defaults of checks, of the positive class and of the features', () => {
    assert.deepEqual(
      hints(
        'task: binary\nlogs:\n  current: a.csv\nchecks:\n  stability:\n    - metric: psi\n      bins: { quantile: 5 }\n  performance:\n    - { metric: roc_auc }\n',
      ),
      [
        '1 positive: the larger label',
        '7 of features, warns above 0.1, alerts above 0.25',
        '9 value only: no default limits',
        '2 features: 2 columns without a role',
      ],
    );
  });

  it('stay silent where the config says it', () => {
    const text =
      'task: binary\npositive: 1\nchecks:\n  stability:\n    - { metric: psi, of: score, alert: 0.3 }\n';
    assert.deepEqual(hints(text, NO_FACTS), []);
  });
});
