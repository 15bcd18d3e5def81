import assert from 'node:assert/strict';

import { parseReport, serialiseReport, type CellKind } from '../../../src/core/notebook/document.js';
import { isUnusual, writeReport, type EditedCell } from '../../../src/core/notebook/write.js';
import { random as seeded } from '../../random.js';

const kinds = (text: string): CellKind[] => parseReport(text).cells.map(({ kind }) => kind);

const unedited = (text: string): { cells: EditedCell[]; tail: string; eol: '\n' | '\r\n' } => {
  const { cells, tail, eol } = parseReport(text);
  return { cells: cells.map((cell) => ({ kind: cell.kind, value: cell.value, origin: cell })), tail, eol };
};

const REPORT = `---
title: June
---

# June

Some prose.

\`\`\`tidemark
metric: psi
\`\`\`

\`\`\`sql
SELECT 1
\`\`\`
More prose

\`\`\`chart
data: a
\`\`\`
`;

/** Pieces that fuzzed reports are made of: everything that Markdown treats as special, and what breaks files. */
const PIECES = [
  '---', '---\n', '...', '```', '````', '~~~', '```tidemark', '```sql', '```chart', '```sql name', '~~~tidemark', '   ```sql',
  '    ```sql', '> ```sql', '- ```sql', '<!--', '-->', '<pre>', '</pre>', '{{ psi of origin }}', '{{', '}}', '\n', '\n', '\n\n', '\r\n',
  '\r', '\0', '\uFEFF', '\t', ' ', 'text', 'é😀\u2028', '# Title', 'metric: psi', 'SELECT 1;', '\\', '`', '``', '|a|b|', '[x]: y',
]; // prettier-ignore

describe('reports as text', () => {
  it('knows front matter, prose and the three kinds of cells', () => {
    assert.deepEqual(kinds(REPORT), ['front', 'prose', 'metric', 'sql', 'prose', 'chart']);
    const { cells } = parseReport(REPORT);
    assert.equal(cells[2]?.value, 'metric: psi');
    assert.equal(cells[2]?.line, 10);
    assert.equal(cells[3]?.line, 14);
  });

  it('gives the same bytes again, whatever the text', () => {
    const next = seeded(8);
    for (let round = 0; round < 4000; round += 1) {
      const length = Math.floor(next() * 30);
      const text = Array.from({ length }, () => PIECES[Math.floor(next() * PIECES.length)]).join('');
      assert.equal(serialiseReport(parseReport(text)), text, JSON.stringify(text));
      const { cells, tail, eol } = unedited(text);
      assert.equal(writeReport(cells, tail, eol), text, JSON.stringify(text));
    }
  });

  it('remembers only what is not written as we write it', () => {
    const usual = REPORT.replace('More prose', '\nMore prose');
    for (const text of [usual, usual.replaceAll('\n', '\r\n')]) {
      const { cells, tail, eol } = parseReport(text);
      assert.deepEqual(
        cells.filter((cell, i) => isUnusual(cell, i === 0, eol)),
        [],
      );
      const bare = cells.map(({ kind, value }) => ({ kind, value, origin: null }));
      assert.equal(writeReport(bare, tail, eol), text);
    }
    const next = seeded(9);
    for (let round = 0; round < 4000; round += 1) {
      const length = Math.floor(next() * 30);
      const text = Array.from({ length }, () => PIECES[Math.floor(next() * PIECES.length)]).join('');
      const { cells, tail, eol } = parseReport(text);
      const kept = cells.map((cell, i) => ({
        kind: cell.kind,
        value: cell.value,
        origin: isUnusual(cell, i === 0, eol) ? cell : null,
      }));
      assert.equal(writeReport(kept, tail, eol), text, JSON.stringify(text));
    }
  });

  it('keeps CRLF, a missing last line end, a byte order mark and NUL bytes', () => {
    for (const text of [
      REPORT.replaceAll('\n', '\r\n'),
      REPORT.trimEnd(),
      `\uFEFF${REPORT}`,
      `a\0b\n${REPORT}`,
      '',
      '\n\n\n',
    ]) {
      assert.equal(serialiseReport(parseReport(text)), text);
    }
    assert.deepEqual(kinds(`\uFEFF${REPORT}`), kinds(REPORT));
    assert.deepEqual(kinds(REPORT.replaceAll('\n', '\r\n')), kinds(REPORT));
  });

  it('takes fences in fences, lists, quotes and comments for prose', () => {
    for (const text of [
      '````markdown\n```sql\nSELECT 1\n```\n````\n',
      '~~~\n```tidemark\nmetric: psi\n```\n~~~\n',
      '- item\n\n  ```sql\n  SELECT 1\n  ```\n',
      '> ```sql\n> SELECT 1\n> ```\n',
      '<!--\n```sql\nSELECT 1\n```\n-->\n',
      '    ```sql\n    SELECT 1\n',
      '```python\nprint(1)\n```\n',
      '```sqlite\nSELECT 1\n```\n',
    ]) {
      assert.deepEqual(kinds(text), ['prose'], text);
    }
  });

  it('closes a cell only with a fence as long as its own', () => {
    const { cells } = parseReport('````sql\nSELECT 1\n```\n````\n');
    assert.deepEqual(
      cells.map(({ kind, value }) => [kind, value]),
      [['sql', 'SELECT 1\n```']],
    );
    assert.equal(parseReport('```sql\nSELECT 1').cells[0]?.closed, false);
  });

  it('reads a front matter that is not closed as prose', () => {
    assert.deepEqual(kinds('---\ntitle: x\n'), ['prose']);
  });

  it('writes an edited cell with the line ends of the file, and nothing else', () => {
    const { cells, tail, eol } = unedited(REPORT.replaceAll('\n', '\r\n'));
    const edited = cells.map((cell) =>
      cell.kind === 'metric' ? { ...cell, value: 'metric: ks\nof: age' } : cell,
    );
    const expected = REPORT.replace('metric: psi', 'metric: ks\nof: age').replaceAll('\n', '\r\n');
    assert.equal(writeReport(edited, tail, eol), expected);
  });

  it('lengthens a fence around a value that has one', () => {
    const text = writeReport([{ kind: 'sql', value: 'SELECT 1\n```\n', origin: null }], '', '\n');
    assert.deepEqual(
      parseReport(text).cells.map(({ kind }) => kind),
      ['sql'],
    );
  });

  it('puts a blank line around new prose, and closes what was open', () => {
    const { cells, tail, eol } = unedited('prose\n\n```sql\nSELECT 1');
    const more: EditedCell[] = [...cells, { kind: 'metric', value: 'metric: psi', origin: null }];
    assert.equal(
      writeReport(more, tail, eol),
      'prose\n\n```sql\nSELECT 1\n```\n\n```tidemark\nmetric: psi\n```\n',
    );
  });

  it('takes a report of 5 MB in a moment and 40 000 cells', () => {
    const cell =
      '```sql\nSELECT 1\n```\n\nSome prose that is as long as a line of prose usually is, give or take a few words.\n\n';
    const text = cell.repeat(Math.ceil(5e6 / cell.length));
    const document = parseReport(text);
    assert.equal(serialiseReport(document), text);
    assert.ok(document.cells.length > 80_000);
  });
});
