import assert from 'node:assert/strict';

import { METRICS } from '../../../src/core/metrics/registry.js';
import { changesMarkdown, compareRuns } from '../../../src/core/notebook/compare-runs.js';
import { csvTable, markdownTable, plainText, sparkline } from '../../../src/core/notebook/formats/plain.js';
import { renderProse } from '../../../src/core/notebook/formats/markdown-it.js';
import { completeCell, hoverCell, type CellFacts } from '../../../src/core/notebook/language.js';
import type { CellOutput, TableOutput } from '../../../src/core/notebook/outputs/output.js';
import { trendPoints } from '../../../src/core/notebook/outputs/trend.js';
import { columnName } from '../../../src/core/notebook/sql/column-name.js';
import { sqlTokens } from '../../../src/core/notebook/sql/tokens.js';

const table = (value: number, text: string): TableOutput => ({
  kind: 'table',
  title: null,
  columns: [
    { name: 'metric', kind: 'code' },
    { name: 'value', kind: 'number' },
    { name: 'over time', kind: 'trend' },
  ],
  rows: [
    [
      { value: 'psi|x', text: 'psi|x' },
      { value, text },
      { value: [1, null, 2], text: '' },
    ],
  ],
  shown: 5,
  total: 1,
  note: null,
});

const FACTS: CellFacts = {
  metrics: METRICS,
  columns: ['origin', 'at'],
  versions: ['v1'],
  chunks: ['2001-06-11', '2001-06-18'],
  parameters: ['airport', 'window'],
  cells: ['late'],
  configs: ['tidemark.yaml'],
};

describe('outputs of reports', () => {
  it('a table as Markdown, CSV and text', () => {
    assert.equal(
      markdownTable(table(0.5, '0.5')),
      '| metric | value | over time |\n|---|---:|---|\n| psi\\|x | 0.5 | ▁ █ |',
    );
    assert.equal(csvTable(table(0.5, '0.5')), 'metric,value,over time\r\npsi|x,0.5,1  2\r\n');
    assert.match(plainText(table(0.5, '0.5')), /psi\|x +0\.5/);
  });

  it('a CSV cell that a spreadsheet would run is text', () => {
    const hostile = {
      columns: [{ name: 'a', kind: 'text' as const }],
      rows: ['=1+1', '@x', '-2', 'a,"b"'].map((text) => [{ value: text, text }]),
    };
    assert.equal(csvTable(hostile), 'a\r\n\'=1+1\r\n\'@x\r\n\'-2\r\n"a,""b"""\r\n');
  });

  it('sparklines leave gaps open', () => {
    assert.equal(sparkline([0, 1, null, 2]), '▁▅ █');
    const { lines, last } = trendPoints([1, 2, null, 3, 4]);
    assert.equal(lines.length, 2);
    assert.deepEqual(last, [122, 2]);
    assert.deepEqual(trendPoints([null]), { lines: [], last: null });
  });

  it('finds what changed between two runs, and nothing else', () => {
    const cell = (outputs: readonly CellOutput[], label = 'metric: psi') => ({ label, outputs, inline: {} });
    assert.deepEqual(compareRuns([cell([table(0.1, '0.1')])], [cell([table(0.1, '0.1')])]), []);
    const changes = compareRuns([cell([table(0.1, '0.1')]), cell([], 'gone')], [cell([table(0.2, '0.2')])]);
    assert.deepEqual(changes, [
      { cell: 'metric: psi', what: 'psi|x, value', before: '0.1', after: '0.2' },
      { cell: 'gone', what: 'the cell', before: 'was there', after: 'gone' },
    ]);
    assert.match(changesMarkdown('r', 'a', 'b', changes), /\| psi\\\|x, value \| 0\.1 \| 0\.2 \|/);
    assert.match(changesMarkdown('r', 'a', 'b', []), /No number and no verdict changed/);
  });

  it('prose becomes HTML that does nothing', () => {
    const render = (text: string): string =>
      renderProse(text, ({ text: value }) => `<i>${value}</i>`, new Set()).html;
    assert.equal(render('a {{ psi of x }} `{{ y }}`'), '<p>a <i>psi of x</i> <code>{{ y }}</code></p>\n');
    assert.doesNotMatch(render('<img src=x onerror=y> <b>x</b>\n\n<script>z</script>'), /<(img|b|script)/);
    assert.doesNotMatch(render('[a](javascript:b) [c](data:text/html,d) [e](file:///etc/passwd)'), /href/);
    assert.match(
      render('[a](https://example.org/x) [b](other.md)'),
      /href="https:\/\/example\.org\/x".*href="other\.md"/,
    );
    assert.doesNotMatch(render('![a](http://example.org/x.png)'), /<img/);
    assert.deepEqual(
      renderProse('# A\n\n## B\n\n## B', () => '', new Set()).headings.map(({ id }) => id),
      ['a', 'b', 'b-2'],
    );
  });
});

describe('language of cells', () => {
  const labels = (kind: Parameters<typeof completeCell>[0], text: string): string[] =>
    completeCell(kind, text, text.length, FACTS)?.suggestions.map(({ label }) => label) ?? [];

  it('completes keys, metrics, columns, windows, views, names and values in prose', () => {
    assert.ok(labels('metric', 'metric: psi\n').includes('window'));
    assert.equal(labels('metric', 'metric: psi\n').includes('metric'), false);
    assert.ok(labels('metric', 'metric: ').includes('roc_auc'));
    assert.ok(labels('metric', 'metric: psi\nof: ').includes('origin'));
    assert.deepEqual(labels('metric', 'window: ').slice(0, 3), ['latest', 'all', '2001-06-18']);
    assert.ok(labels('metric', 'metric: psi\nof: $').includes('$airport'));
    assert.ok(labels('sql', 'SELECT * FROM ').includes('joined'));
    assert.ok(labels('chart', 'data: ').includes('late'));
    assert.ok(labels('prose', 'It is {{ ').includes('decision'));
    assert.ok(labels('prose', 'It is {{ psi of ').includes('origin'));
    assert.deepEqual(labels('prose', 'It is '), []);
    assert.ok(labels('front', 'con').includes('config'));
  });

  it('explains metrics, keys and views', () => {
    assert.match(hoverCell('metric', 'metric: psi', 9, FACTS)?.markdown ?? '', /Population stability index/);
    assert.match(hoverCell('metric', 'window: all', 2, FACTS)?.markdown ?? '', /2001-05-28/);
    assert.match(hoverCell('sql', 'FROM joined', 7, FACTS)?.markdown ?? '', /label is known/);
    assert.match(hoverCell('prose', 'a {{ psi of x }}', 6, FACTS)?.markdown ?? '', /Population/);
    assert.equal(hoverCell('prose', 'psi', 1, FACTS), null);
  });

  it('puts columns that are keywords into quotes', () => {
    assert.deepEqual(['origin', 'at', 'Origin', 'a"b'].map(columnName), [
      'origin',
      '"at"',
      '"Origin"',
      '"a""b"',
    ]);
  });

  it('reads SQL as DuckDB does: nested comments, dollar quotes, escapes', () => {
    const tokens = sqlTokens(`/* a /* b */ c */ 'd''e' $$f'g$$ $x E'h\\'i' "j""k" -- l`);
    assert.deepEqual(
      tokens.map(({ kind, value }) => [kind, value]),
      [
        ['string', "d'e"],
        ['string', "f'g"],
        ['parameter', 'x'],
        ['string', "h\\'i"],
        ['quoted', 'j"k'],
      ],
    );
  });
});
