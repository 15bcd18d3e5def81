/** A stray quote in a text table takes lines with it: what is gone is counted, alike in both engines. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { MalformedRows } from '../../src/core/profile/log-facts.js';
import type { Report } from '../../src/core/report/report.js';
import { setBrokenRowsAside } from '../../src/engines/local/csv-lines.js';
import { BrokenRows } from '../../src/engines/shared/broken-rows.js';
import { CsvRows } from '../../src/engines/shared/csv-rows.js';
import { agree, WITHOUT_MODELS } from './both-engines.js';
import { check, standing } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

const REFERENCE = csv(rows(600, '2024-01-01'));
/** Lines 2 to 601 are rows. */
const LINES = csv(rows(600, '2024-02-01', { offset: 10_000 })).split('\n');

/** The log with a quote before the plan of these lines, counted from 1. */
function quotedAt(lines: readonly number[], before = LINES): string[] {
  return before.map((line, i) =>
    lines.includes(i + 1) ? line.replace(/^([^,]*,[^,]*,[^,]*,)/, '$1"') : line,
  );
}

/** Both engines' report on the log; and how much of it is gone, as it says. */
async function lostIn(text: string): Promise<{ report: Report; rows: number; words: string }> {
  const report = await agree({
    'tidemark.yaml': config({ checks: WITHOUT_MODELS }),
    'reference.csv': REFERENCE,
    'current.csv': text,
  });
  const { explanation } = standing(report, 'malformed_share');
  return { report, rows: report.windows.current.rows, words: explanation };
}

describe('stray quotes in text tables', function () {
  this.timeout(60_000);

  it('one that is never closed: every line behind it is counted', async () => {
    const lost = await lostIn(quotedAt([101]).join('\n'));
    assert.equal(lost.rows, 99);
    assert.match(
      lost.words,
      /^501 rows could not be read: current\.csv line 101 \(a quote that is opened on line 101 is never closed\)/,
    );
    assert.ok(lost.report.problems.some(({ message }) => message.startsWith('501 rows of current.csv')));
    assert.ok(lost.report.problems.some(({ code, line }) => code === 'malformed-rows' && line === 101));
  });

  it('one that ends at the next: the lines between are counted, those behind are rows', async () => {
    const lost = await lostIn(quotedAt([101, 301]).join('\n'));
    assert.equal(lost.rows, 399);
    assert.match(
      lost.words,
      /^201 rows could not be read: current\.csv line 101 \(text behind a closing quote; a quote that is opened on line 101 takes the lines up to 301\)/,
    );
  });

  it('empty lines and line ends in the values of rows are none that are gone; lines are counted as an editor does', async () => {
    const lines = [...LINES];
    lines[10] = (lines[10] ?? '').replace(/basic|plus|pro/, '"two\r\n\r\nlines"');
    lines[20] = `\n${lines[20] ?? ''}`;
    lines[30] = 'this,is,"no\nrow"';
    lines[110] = `\n\n${lines[110] ?? ''}`;
    const lost = await lostIn(quotedAt([101, 301], lines).join('\n'));
    assert.equal(lost.rows, 398);
    assert.match(
      lost.words,
      /^203 rows could not be read: current\.csv line 34, 105 \(6 fields expected, 3 found; a quote that is opened on line 34 takes the lines up to 35\)/,
    );
  });

  it('broken rows count one each, and separators too many at the end name no field', async () => {
    const lines = [...LINES];
    lines[10] = '1,2';
    lines[20] = (lines[20] ?? '').replace(/basic|plus|pro/, '"x"y');
    lines[30] = `${lines[30] ?? ''},,""`;
    lines[40] = '""';
    const lost = await lostIn(lines.join('\n'));
    assert.equal(lost.rows, 597);
    assert.match(
      lost.words,
      /^3 rows could not be read: current\.csv line 11, 21, 41 \(6 fields expected, 2 found\)/,
    );
  });

  it('a cell that is no number behind a broken row is counted, and the types are those of all rows', async () => {
    const lines = [...LINES];
    lines[5] = (lines[5] ?? '').replace(/basic|plus|pro/, '"x"y');
    lines[500] = (lines[500] ?? '').replace(/^(\d+,[^,]+),\d+/, '$1,old');
    const { report } = await lostIn(lines.join('\n'));
    assert.ok(
      report.problems.some(
        ({ code, message }) => code === 'cells-of-another-type' && message.includes('age (1)'),
      ),
    );
  });

  it('one in a file of several buffers: what DuckDB reads from the next buffer on is no row either', async () => {
    const many = csv(rows(300_000, '2024-02-01', { perDay: 20_000 })).split('\n');
    assert.ok(many.join('\n').length > 3 * 4 * 2 ** 20);
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config(),
      'reference.csv': REFERENCE,
      'current.csv': quotedAt([1001], many).join('\n'),
    });
    try {
      const report = await check(join(folder, 'tidemark.yaml'));
      assert.equal(report.windows.current.rows, 999);
      assert.match(standing(report, 'malformed_share').explanation, /^299001 rows could not be read/);
    } finally {
      await remove();
    }
  });

  it('a first line that ends within quotes is an error', async () => {
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config(),
      'reference.csv': REFERENCE,
      'current.csv': LINES.join('\n').replace('plan', '"plan'),
    });
    try {
      await assert.rejects(
        check(join(folder, 'tidemark.yaml')),
        /A quote in the first line of current\.csv is never closed there/,
      );
    } finally {
      await remove();
    }
  });
});

describe('rows of a text table set aside', () => {
  /** What is left of the text, how many rows that are, and what is told of the others. */
  async function aside(text: string): Promise<{ left: string; rows: number; malformed: MalformedRows }> {
    const folder = await mkdtemp(join(tmpdir(), 'tidemark-test-'));
    try {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      await writeFile(from, text);
      const { rows, malformed } = await setBrokenRowsAside(
        from,
        to,
        { delimiter: ',', width: 3 },
        0,
        new AbortController().signal,
      );
      return { left: await readFile(to, 'utf8'), rows, malformed };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  it('are the same whatever pieces the file is read in', async () => {
    const filler = 'é'.repeat(99);
    // More than three pieces; quotes over the ends of pieces, closed and cut; at the end one that is open.
    const line = (i: number): string =>
      i % 4001 === 0
        ? `${i},"${filler}\n\n${`${filler}\r\n`.repeat(8000)}",z`
        : i % 5003 === 0
          ? `${i},"${`${filler}\n`.repeat(7000)}"x,z`
          : i % 997 === 0
            ? `${i},${filler}`
            : `${i},${filler},z`;
    const lines = Array.from({ length: 16_000 }, (_, i) => line(i + 1));
    const text = ['a,b,c', ...lines, '1,"open', '2,3,4', ''].join('\n');
    const good = lines.filter(
      (_, i) => (i + 1) % 4001 === 0 || ((i + 1) % 5003 !== 0 && (i + 1) % 997 !== 0),
    );
    const found = await aside(text);
    assert.equal(found.rows, good.length);
    assert.equal(found.left, ['a,b,c', ...good, ''].join('\n'));
    assert.equal(found.malformed.count, 16 + 3 * 7001 + 2);
  });

  it('of more than 4 MB are none', () => {
    for (const megabytes of [3, 5]) {
      const splitter = new CsvRows(','.charCodeAt(0), 2);
      const broken = new BrokenRows();
      splitter.give(Buffer.from(`a,b\n1,"${`${'x'.repeat(1023)}\n`.repeat(megabytes * 1024)}"\n2,3\n`));
      splitter.skipHeader();
      for (let row = splitter.next(); row !== null; row = splitter.next())
        if (row.problem !== null) broken.add(row);
      const { count, reason } = broken.facts();
      assert.equal(count, megabytes === 3 ? 0 : 5 * 1024 + 1);
      if (megabytes === 5)
        assert.equal(
          reason,
          'more than 4 MB in one row; a quote that is opened on line 2 takes the lines up to 5122',
        );
    }
  });
});
