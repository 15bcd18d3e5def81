import assert from 'node:assert/strict';

import { METRICS } from '../../../src/core/metrics/registry.js';
import { parseReport } from '../../../src/core/notebook/document.js';
import { inlineValues, parseInline } from '../../../src/core/notebook/inline.js';
import { cellKey, orderOf, planReport, type ReportPlan } from '../../../src/core/notebook/plan.js';
import { parseSpan } from '../../../src/core/notebook/span.js';

const plan = (text: string): ReportPlan => planReport(parseReport(text), METRICS);
const front = (yaml: string, body = 'Prose.'): string => `---\n${yaml}\n---\n\n${body}\n`;
const metric = (yaml: string): string => `\`\`\`tidemark\n${yaml}\n\`\`\`\n`;
const chart = (yaml: string): string => `\`\`\`chart\n${yaml}\n\`\`\`\n`;

/** The only problem of a text, as `line:column code message`. */
function problem(text: string): string {
  const { problems } = plan(text);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  const [one] = problems;
  return `${one?.start.line}:${one?.start.column} ${one?.code} ${one?.message}`;
}

describe('what a report means', () => {
  it('reads a metric cell, and names it by the places of the file', () => {
    const read = plan(
      `# A\n\n${metric('metric: [psi, ks]\nof: [age]\nwindow: 2001-06-18\nby: day\nchart: none')}`,
    );
    assert.deepEqual(read.problems, []);
    const content = read.cells[1]?.content;
    assert.ok(content?.kind === 'metric');
    assert.deepEqual(content.metric?.metrics, ['psi', 'ks']);
    assert.equal(content.metric?.by, '1d');
    assert.deepEqual(content.metric?.span, { kind: 'chunk', at: Date.UTC(2001, 5, 18) });
  });

  it('suggests the nearest key, metric and word', () => {
    assert.match(problem(metric('metrik: psi')), /^2:1 unknown-key .*`metric`/);
    assert.match(problem(metric('metric: roc_auk')), /^2:9 unknown-metric .*`roc_auc`/);
    assert.match(problem(metric('show: verdicts')), /^2:7 wrong-value .*`verdict`/);
    assert.match(problem(metric('metric: psi\nwindow: soon')), /^3:9 wrong-value .*2001-06-18/);
    assert.match(problem(metric('')), /^1:1|2:1 empty-cell/);
  });

  it('says what is wrong with front matter, and goes on with the defaults', () => {
    assert.match(problem(front('title: [unclosed')), /yaml-syntax/);
    assert.match(problem(front('titl: x')), /^2:1 unknown-key .*`title`/);
    assert.match(problem(front('window: never')), /^2:9 wrong-value/);
    assert.match(problem(front('parameters: [1]')), /wrong-value .*map of names/);
    assert.match(problem(front('parameters: { window: x }')), /given by the report itself/);
    assert.equal(plan(front('title: [unclosed')).front.config, 'tidemark.yaml');
  });

  it('follows parameters, and tells of circles and of those that are not there', () => {
    const read = plan(
      front('window: $week\nparameters: { week: "$day", day: 2001-06-18 }', metric('metric: psi')),
    );
    assert.deepEqual(read.problems, []);
    assert.equal(read.parameters.get('window'), '2001-06-18');
    const round = plan(front('parameters: { a: "$b", b: "$c", c: "$a" }'));
    assert.ok(round.problems.length >= 1);
    assert.match(round.problems[0]?.message ?? '', /circle: \$a → \$b → \$c → \$a/);
    assert.match(problem(front('parameters: { a: "$itself" }')), /no parameter `\$itself`/);
    assert.match(
      problem(front('parameters: { airport: LAX }', metric('metric: psi\nof: $airprt'))),
      /did you mean `\$airport`/,
    );
  });

  it('orders a chart behind the cell that it draws', () => {
    const text = `${chart('data: late\nmark: bar')}\n\`\`\`sql\n-- name: late\nSELECT 1 AS a\n\`\`\`\n\n${metric('metric: psi')}`;
    const read = plan(text);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(orderOf(read, null), [1, 0, 2]);
    assert.deepEqual(orderOf(read, new Set([0])), [1, 0]);
  });

  it('tells of names that are not there, and of those that are there twice', () => {
    assert.match(problem(chart('data: lat\nmark: bar')), /No cell is called `lat`/);
    const twice = '```sql\n-- name: a\nSELECT 1\n```\n\n```sql\n-- name: a\nSELECT 2\n```\n';
    assert.match(problem(twice), /^7:1 .*line 2 is called `a` already/);
  });

  it('keys change with what a cell depends on, and with nothing else', () => {
    const body = `${metric('metric: psi')}\n${metric('metric: psi\nwindow: all')}\n\`\`\`sql\n-- name: q\nSELECT $airport\n\`\`\`\n\n${chart('data: q\nmark: bar')}\n{{ $airport }} and {{ decision }}`;
    const keys = (yaml: string, stamp = 's'): string[] => {
      const read = plan(front(yaml, body));
      return read.cells.map(({ index }) => cellKey(read, index, stamp));
    };
    const base = keys('window: latest\nparameters: { airport: LAX }');
    const changed = (other: string[]): number[] => other.flatMap((key, i) => (key === base[i] ? [] : [i]));
    assert.deepEqual(changed(keys('window: latest\nparameters: { airport: LAX }')), []);
    assert.deepEqual(changed(keys('window: latest\nparameters: { airport: JFK }')), [3, 4, 5]);
    assert.deepEqual(changed(keys('window: all\nparameters: { airport: LAX }')), [0, 1, 5]);
    assert.deepEqual(
      changed(keys('window: latest\nparameters: { airport: LAX }', 'other logs')),
      [0, 1, 2, 3, 4, 5],
    );
  });

  it('refuses what a chart could load, follow or order', () => {
    const refused = [
      'mark: bar\nlayer: [{ data: { url: "x.csv" } }]',
      'mark: bar\nencoding: { href: { field: a } }',
      'mark: bar\nencoding: { url: { field: a } }',
      'mark: image',
      'mark: { type: image }',
      'mark: bar\nusermeta: { embedOptions: {} }',
      'mark: bar\ndatasets: { a: [1] }',
      'mark: bar\nlayer: [{ data: { values: [1] } }]',
      'mark: bar\ntransform: [{ sample: 10 }]',
      'mark: bar\ntransform: [{ lookup: a, from: { data: { url: x } } }]',
      'mark: bar\ntransform: [{ calculate: "now()", as: t }]',
      'mark: bar\nparams: [{ name: a, bind: { element: "#x" } }]',
      'mark: bar\ndata: { url: "http://example.org/x.csv" }',
      'mark: bar\ndata: { sequence: { start: 0, stop: 5 } }',
    ];
    for (const spec of refused) {
      const text = chart(spec.includes('\ndata:') ? spec : `data: q\n${spec}`);
      const { problems } = plan(`\`\`\`sql\n-- name: q\nSELECT 1\n\`\`\`\n\n${text}`);
      assert.ok(problems.length > 0, spec);
    }
    const fine = plan(
      `\`\`\`sql\n-- name: q\nSELECT 1\n\`\`\`\n\n${chart('data: q\nmark: bar\nencoding: { x: { field: a, axis: { values: [1, 2] } } }')}`,
    );
    assert.deepEqual(fine.problems, []);
  });

  it('finds inline values, but not in code', () => {
    const texts = inlineValues(
      '{{ a }} `{{ b }}` ``{{ c }} ` `` {{d}}\n\n```\n{{ e }}\n```\n\\{{ f }} {{ g',
    ).map(({ text }) => text);
    assert.deepEqual(texts, ['a', 'd']);
    assert.deepEqual(parseInline('interval of psi of origin in 2001-06-18 version v1'), {
      kind: 'metric',
      facet: 'interval',
      metric: 'psi',
      of: 'origin',
      span: { kind: 'chunk', at: Date.UTC(2001, 5, 18) },
      segment: null,
      version: 'v1',
    });
    assert.equal(parseInline('what is this'), null);
    assert.match(problem('{{ psy of origin }}'), /^1:1 unknown-value .*`psi`/);
  });

  it('reads windows, the last day of a range included', () => {
    assert.deepEqual(parseSpan('2001-05-28..2001-06-24'), {
      kind: 'range',
      since: Date.UTC(2001, 4, 28),
      until: Date.UTC(2001, 5, 25),
    });
    assert.deepEqual(parseSpan('2001-12'), {
      kind: 'range',
      since: Date.UTC(2001, 11, 1),
      until: Date.UTC(2002, 0, 1),
    });
    assert.equal(parseSpan('2001-13'), null);
    assert.equal(parseSpan('2001-06-24..2001-05-28'), null);
  });

  it('says that a cell is not closed', () => {
    assert.match(problem('```tidemark\nmetric: psi'), /open-fence/);
  });
});
