import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import {
  bool,
  columnFromArray,
  dateDay,
  decimal,
  dictionary,
  float32,
  float64,
  int32,
  int64,
  list,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
  TimeUnit,
} from '@uwdata/flechette';

import { agree, EVERYTHING, reportOf } from './both-engines.js';
import { config, folderOf, rows, type Row } from './logs.js';

/** The rows as an Arrow file or stream, in a type of its own each column, with a few that no check asks for. */
function arrow(of: readonly Row[], format: 'file' | 'stream'): Uint8Array {
  const instants = of.map(({ at }) => Date.parse(`${at}Z`));
  const columns = {
    id: columnFromArray(
      of.map(({ id }) => 9007199254740990n + BigInt(id)),
      int64(),
    ),
    at: columnFromArray(
      instants,
      timestamp(TimeUnit.MICROSECOND, format === 'file' ? 'Europe/Berlin' : null),
    ),
    age: columnFromArray(
      of.map(({ age }, i) => (i % 17 === 0 ? null : i % 19 === 0 ? NaN : Number(age) / 7)),
      format === 'file' ? float32() : float64(),
    ),
    plan: columnFromArray(
      of.map(({ plan }, i) => (i % 23 === 0 ? null : plan)),
      dictionary(utf8()),
    ),
    score: columnFromArray(
      of.map(({ score }) => Number(score)),
      float64(),
    ),
    label: columnFromArray(
      of.map(({ label }) => Number(label)),
      int32(),
    ),
    vip: columnFromArray(
      of.map((_, i) => (i % 29 === 0 ? null : i % 3 === 0)),
      bool(),
    ),
    day: columnFromArray(instants, dateDay()),
    price: columnFromArray(
      of.map(({ age }) => Number(age) / 4),
      decimal(12, 2),
    ),
    city: columnFromArray(
      of.map(({ plan }) => (plan === 'pro' ? 'Zürich 🏔' : '')),
      utf8(),
    ),
  };
  const bytes = tableToIPC(tableFromColumns(columns), { format });
  assert.ok(bytes !== null);
  return bytes;
}

const ARROW = {
  'tidemark.yaml': config({
    checks: EVERYTHING,
    reference: 'reference.arrow',
    current: 'current.feather',
  }).replace('features: [age, plan]', 'features: [age, plan, vip, price, city]'),
};

describe('the local and the built-in engine give the same report of Arrow', function () {
  this.timeout(60_000);

  it('files and streams', async () => {
    const report = await agree({
      ...ARROW,
      'reference.arrow': arrow(rows(900, '2024-01-01'), 'file'),
      'current.feather': arrow(rows(1200, '2024-02-01'), 'stream'),
    });
    assert.deepEqual(
      report.problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('of every type as pyarrow writes it, compressed inside', async () => {
    const [reference, current] = await Promise.all(
      ['file-zstd', 'stream-lz4'].map((name) => readFile(`test/fixtures/arrow/${name}.arrow`)),
    );
    assert.ok(reference !== undefined && current !== undefined);
    const report = await agree({
      'tidemark.yaml': `version: 1
model: types
task: binary
logs: { reference: reference.arrow, current: current.arrow, columns: { timestamp: us_zone } }
every: 1d
checks:
  stability:
    - { metric: psi, of: features }
    - { metric: wasserstein_normed, of: features }
  quality:
    - { metric: missing_share, of: features }
`,
      'reference.arrow': reference,
      'current.arrow': current,
    });
    const columns = new Set(
      report.results.filter(({ metric }) => metric === 'psi').map(({ subject }) => subject.column),
    );
    for (const column of ['int64', 'uint64', 'half', 'decimal', 'text_view', 'words', 'truth'])
      assert.ok(columns.has(column), column);
  });

  it('with a column that is a list: both refuse it in words', async () => {
    const of = rows(50, '2024-02-01');
    const bytes = tableToIPC(
      tableFromColumns({
        id: columnFromArray(
          of.map(({ id }) => id),
          utf8(),
        ),
        seen: columnFromArray(
          of.map(() => [1, 2]),
          list(int32()),
        ),
      }),
      { format: 'file' },
    );
    assert.ok(bytes !== null);
    const { folder, remove } = await folderOf({
      ...ARROW,
      'reference.arrow': bytes,
      'current.feather': bytes,
    });
    try {
      for (const engine of ['local', 'arquero']) {
        assert.match(
          String(await reportOf(folder, engine, {})),
          /current\.feather: column seen is of the Arrow type List, which is not read/,
        );
      }
    } finally {
      await remove();
    }
  });

  it('that is cut short, wherever it is cut: both say so', async () => {
    const whole = arrow(rows(900, '2024-02-01'), 'stream');
    const file = arrow(rows(900, '2024-02-01'), 'file');
    for (const bytes of [
      whole.subarray(0, whole.length - 8),
      whole.subarray(0, 4000),
      file.subarray(0, file.length - 5),
    ]) {
      const { folder, remove } = await folderOf({
        ...ARROW,
        'reference.arrow': file,
        'current.feather': bytes,
      });
      try {
        for (const engine of ['local', 'arquero']) {
          assert.match(
            String(await reportOf(folder, engine, {})),
            /DataError: current\.feather is cut short/,
          );
        }
      } finally {
        await remove();
      }
    }
  });
});
