import assert from 'node:assert/strict';

import { agree, EVERYTHING, WITHOUT_MODELS } from './both-engines.js';
import { config, csv, ndjson, objectOf, rows } from './logs.js';

function plain(more: Parameters<typeof config>[0] = {}): Record<string, string> {
  return {
    'tidemark.yaml': config({ checks: EVERYTHING, ...more }),
    'reference.csv': csv(rows(1200, '2024-01-01')),
    'current.csv': csv(rows(1500, '2024-02-01', { offset: 300 })),
  };
}

/** Checks that tell in which hour a row is, and in which order rows come. */
const HOURLY = `  stability:
    - { metric: psi, of: score }
    - { metric: ddm }
  operations:
    - { metric: requests }
    - { metric: max_gap_s }
    - { metric: freshness_s }
`;

describe('the local and the built-in engine give the same report', function () {
  this.timeout(60_000);

  it('of plain logs', async () => {
    const files = plain();
    const report = await agree({
      ...files,
      'tidemark.yaml': (files['tidemark.yaml'] ?? '').replace(
        '  performance:',
        '    - { metric: pca_reconstruction }\n  performance:',
      ),
    });
    assert.ok(report.results.length > 100);
    assert.ok(report.results.every(({ exact }) => exact));
  });

  it('of sketches', async () => {
    const files = plain();
    const report = await agree({
      ...files,
      'tidemark.yaml': (files['tidemark.yaml'] ?? '').replace(
        '  features:',
        '  exact_rows: 100\n  features:',
      ),
    });
    assert.ok(report.results.some(({ exact }) => !exact));
  });

  it('of NDJSON, and of an array of objects', async () => {
    await agree({
      'tidemark.yaml': config({
        checks: WITHOUT_MODELS,
        current: 'current.ndjson',
        reference: 'reference.json',
      }),
      'reference.json': JSON.stringify(
        rows(700, '2024-01-01').map((row) => ({ ...row, age: Number(row.age), score: Number(row.score) })),
      ),
      'current.ndjson': `${ndjson(rows(900, '2024-02-01'))}{"id": 7,\n[1]\n{"id":1,"at":"2024-02-03 00:00:00","age":NaN,"plan":"pro"}\n`,
    });
  });

  it('of hard numbers', async () => {
    const hard = [
      '',
      'nan',
      'inf',
      '-inf',
      '1e308',
      '5e-324',
      '-0',
      '9007199254740993',
      '0.1',
      '1e-7',
      '123456789012345680',
    ];
    const log = (start: string, shift: number): string =>
      csv(
        rows(600, start).map((row, i) => ({
          ...row,
          age: i % 5 === 0 ? (hard[(i / 5 + shift) % hard.length] ?? '') : `${i / 7}`,
        })),
      );
    await agree({
      'tidemark.yaml': config({ checks: WITHOUT_MODELS }),
      'reference.csv': log('2024-01-01', 0),
      'current.csv': log('2024-02-01', 3),
    });
  });

  it('of huge whole numbers, as values and as ids', async () => {
    const log = (start: string): string =>
      csv(
        rows(500, start).map((row, i) => ({
          ...row,
          id: `9223372036854775${String(i % 490).padStart(3, '0')}`,
          age: `${9007199254740990 + i}`,
        })),
      );
    await agree({
      'tidemark.yaml': config({ checks: WITHOUT_MODELS }),
      'reference.csv': log('2024-01-01'),
      'current.csv': log('2024-02-01'),
    });
  });

  it('of tables with quotes, line ends within fields, CRLF, a byte order mark and broken rows', async () => {
    const odd = (start: string): string =>
      `\uFEFF${csv(rows(400, start).map((row, i) => ({ ...row, plan: ['"a, b"', '"say ""hi"""', '"two\nlines"', 'plain', '', '""', ' spaced '][i % 7] ?? '' })))}`;
    await agree({
      'tidemark.yaml': config({ checks: WITHOUT_MODELS }),
      'reference.csv': odd('2024-01-01').replaceAll('\n', '\r\n'),
      'current.csv': `${odd('2024-02-01')}1,2\n401,2024-02-02 00:00:00,20,basic,0.5,1,7,8\n\n402,2024-02-02 00:00:00,x,basic,0.5,1\n403,2024-02-02 00:00:00,21,"x"y,0.5,1\n`,
    });
  });

  it('of numbers that turn to fractions and words below the first rows', async () => {
    const log = (start: string): string =>
      csv(
        rows(25_000, start, { perDay: 5000 }).map((row, i) => ({
          ...row,
          age: i > 22_000 && i % 3 === 0 ? '1.5' : i > 24_000 ? 'old' : row.age,
        })),
      );
    await agree(
      {
        'tidemark.yaml': config({ checks: WITHOUT_MODELS }),
        'reference.csv': log('2024-01-01'),
        'current.csv': log('2024-02-01'),
      },
      {},
      'many',
    );
  });

  it('of times with zones, times in numbers, and rows without a time', async () => {
    const zoned = (start: string): string =>
      csv(
        rows(600, start).map((row, i) => ({
          ...row,
          at:
            i % 50 === 0
              ? ''
              : ([`${row.at}+02`, `${row.at}Z`, `${row.at} UTC`, `${row.at}.25-03:30`][i % 4] ?? ''),
        })),
      );
    await agree({
      'tidemark.yaml': config({ checks: WITHOUT_MODELS }),
      'reference.csv': zoned('2024-01-01'),
      'current.csv': zoned('2024-02-01'),
    });
    const counted = (start: string): string =>
      csv(rows(600, start).map((row) => ({ ...row, at: String(Date.parse(`${row.at}Z`)) })));
    await agree({
      'tidemark.yaml': config({ checks: WITHOUT_MODELS }).replace(
        '  features:',
        '  timestamp_unit: ms\n  features:',
      ),
      'reference.csv': counted('2024-01-01'),
      'current.csv': counted('2024-02-01'),
    });
  });

  it('of times in JSON that are words', async () => {
    const words = ['infinity', '-infinity', ' Infinity', '-Infinity'];
    const logOf = (start: string): Record<string, unknown>[] =>
      rows(400, start).map((row, i) => ({
        ...objectOf(row),
        at: i % 40 === 7 ? words[Math.floor(i / 40) % 4] : row.at,
        // A day that is the one for which DuckDB takes words.
        born: i % 3 === 0 ? '1900-01-01' : '1980-05-06',
      }));
    for (const [kind, textOf] of [
      ['ndjson', (log: unknown[]) => log.map((row) => JSON.stringify(row)).join('\n')],
      ['json', (log: unknown[]) => JSON.stringify(log)],
    ] as const) {
      const report = await agree({
        'tidemark.yaml': config({ reference: `reference.${kind}`, current: `current.${kind}` }),
        [`reference.${kind}`]: textOf(logOf('2024-01-01')),
        [`current.${kind}`]: textOf(logOf('2024-02-01')),
      });
      const missing = report.problems.filter(({ code }) => code === 'rows-without-time');
      assert.deepEqual(
        missing.map(({ message }) => message.slice(0, 8)),
        ['10 rows ', '10 rows '],
      );
    }
  });

  it('of times in zones by name, on days when clocks are changed', async () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'UTC+02:00',
      'CET',
    ];
    const zoned = (start: string): string =>
      csv(
        rows(720, start, { perDay: 240 }).map((row, i) => ({
          ...row,
          at: `${row.at} ${zones[i % zones.length]}`,
        })),
      );
    for (const [reference, current] of [
      ['2024-03-09', '2024-03-30'],
      ['2024-10-26', '2024-11-02'],
    ] as const) {
      const report = await agree({
        'tidemark.yaml': config({ checks: HOURLY, every: '1h' }),
        'reference.csv': zoned(reference),
        'current.csv': zoned(current),
      });
      assert.deepEqual(
        report.problems.filter(({ severity }) => severity !== 'info'),
        [],
      );
    }
  });

  it('of rows after --as-of, of a window, and of late times that set none', async () => {
    const files = plain({ checks: WITHOUT_MODELS });
    await agree(files, { asOf: Date.parse('2024-02-05T12:00:00Z') });
    await agree(files, {
      since: Date.parse('2024-02-02T00:00:00Z'),
      until: Date.parse('2024-02-06T00:00:00Z'),
    });
    await agree({
      ...files,
      'current.csv': `${files['current.csv']}99999,2031-01-01 00:00:00,30,basic,0.5,1\n`,
    });
  });

  it('of segments, by values and by ranges', async () => {
    await agree(
      plain({ checks: WITHOUT_MODELS, more: 'segments: [plan, { column: age, edges: [30, 50] }]\n' }),
    );
  });

  it('of a rolling reference, of chunks of months and of chunks of rows', async () => {
    const files = plain({ checks: WITHOUT_MODELS });
    const yaml = files['tidemark.yaml'] ?? '';
    const rolling = yaml.replace('reference: reference.csv', 'reference: { rolling: 3d }');
    await agree({ ...files, 'tidemark.yaml': rolling });
    await agree({ ...files, 'tidemark.yaml': yaml.replace('every: 1d', 'every: 1mo') });
    await agree({ ...files, 'tidemark.yaml': yaml.replace('every: 1d', 'every: { rows: 250 }') });
  });

  it('of labels in files of their own: late ones, orphans, conflicts and repeated ids', async () => {
    const current = rows(1500, '2024-02-01');
    const labels = current.flatMap((row, i) => {
      const received = new Date(Date.parse(`${row.at}Z`) + (i % 90) * 3_600_000).toISOString();
      const line = `${i % 11 === 0 ? `x${i}` : row.id},${row.label},${received}`;
      return i % 13 === 0
        ? [line, `${row.id},${1 - Number(row.label)},${received}`]
        : i % 7 === 0
          ? []
          : [line];
    });
    const feedback = `feedback:\n  labels: { path: labels.csv, id: id, label: label, received: received, matures: 2d }\n`;
    const yaml = config({
      checks: `${EVERYTHING}  feedback:\n    - { metric: label_coverage }\n    - { metric: orphan_share }\n    - { metric: label_delay_p50 }\n    - { metric: label_delay_p95 }\n    - { metric: label_bias }\n    - { metric: label_from_future_share }\n`,
      more: feedback,
    }).replace(', label: label }', ' }');
    const files = {
      'tidemark.yaml': yaml,
      'reference.csv': csv(rows(1200, '2024-01-01')),
      'current.csv': csv([...current, ...current.slice(0, 40)], ['id', 'at', 'age', 'plan', 'score']),
      'labels.csv': `id,label,received\n${labels.join('\n')}\n`,
    };
    await agree(files);
    const fewer = yaml.replace(EVERYTHING, WITHOUT_MODELS);
    await agree({ ...files, 'tidemark.yaml': fewer }, { asOf: Date.parse('2024-02-06T00:00:00Z') });
  });
});
