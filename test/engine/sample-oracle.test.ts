import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Report, Result } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { check } from './check.js';

interface Column {
  psi: number;
  psi_interval: [number, number] | null;
  js_distance: number;
  chance_p: number;
  n_reference: number;
  n_current: number;
  ks?: number;
  ks_p?: number;
  missing?: number;
  unseen?: number;
}

interface Slice {
  rows: number;
  columns: Record<string, Column>;
  operations: Record<string, number> & { error_rate_interval: [number, number] };
  performance: Record<string, number | [number, number]> & { n: number };
}

/** Recorded by test/oracle/record.py with pandas, numpy, scipy and scikit-learn from the same files. */
const oracle = JSON.parse(readFileSync('test/oracle/sample.json', 'utf8')) as {
  reference_rows: number;
  slices: Record<string, Slice>;
};

describe('the shipped sample, against pandas, scipy and scikit-learn', () => {
  let report: Report;

  before(async function () {
    this.timeout(60_000);
    report = await check('media/sample/flights/tidemark.yaml', ORACLE_CHECKS);
  });

  it('reads every row and is exact', () => {
    assert.equal(report.windows.reference?.rows, oracle.reference_rows);
    assert.equal(report.windows.current.rows, oracle.slices.window?.rows);
    assert.equal(report.provenance.exact, true);
  });

  for (const [name, slice] of Object.entries(oracle.slices)) {
    const chunk = name === 'window' ? null : name;
    const find = (metric: string, column: string | null): Result => {
      const found = report.results.find(
        (result) => result.metric === metric && result.chunk === chunk && result.subject.column === column,
      );
      assert.ok(found, `${metric} of ${column} in ${name}`);
      return found;
    };

    for (const [column, expected] of Object.entries(slice.columns)) {
      it(`${name}: ${column}`, () => {
        const psi = find('psi', column);
        close(psi.value ?? NaN, expected.psi, 1e-10, 'psi');
        close(psi.p_value ?? NaN, expected.chance_p, 1e-7, 'chance key');
        assert.equal(psi.n_reference, expected.n_reference);
        assert.equal(psi.n_current, expected.n_current);
        assert.equal(psi.interval === null, expected.psi_interval === null, 'interval');
        if (psi.interval !== null && expected.psi_interval !== null) {
          for (const i of [0, 1] as const) {
            assert.ok(
              Math.abs(psi.interval[i] - expected.psi_interval[i]) < 1e-8,
              `${psi.interval} ${expected.psi_interval}`,
            );
          }
        }
        close(find('js_distance', column).value ?? NaN, expected.js_distance, 1e-10, 'js_distance');
        if (expected.ks !== undefined) {
          close(find('ks', column).value ?? NaN, expected.ks, 1e-10, 'ks');
          close(find('ks', column).p_value ?? NaN, expected.ks_p ?? NaN, 1e-6, 'ks p');
        }
        if (expected.missing !== undefined && column !== 'p_delayed') {
          close(find('missing_share', column).value ?? NaN, expected.missing / slice.rows, 1e-12, 'missing');
        }
        if (expected.unseen !== undefined && column !== 'weekday') {
          close(find('unseen_share', column).value ?? NaN, expected.unseen / slice.rows, 1e-12, 'unseen');
        }
      });
    }

    it(`${name}: operations`, () => {
      for (const [metric, expected] of Object.entries(slice.operations)) {
        if (metric === 'error_rate_interval') {
          const { interval } = find('error_rate', null);
          for (const i of [0, 1] as const)
            close(interval?.[i] ?? NaN, slice.operations.error_rate_interval[i], 1e-9, metric);
        } else close(find(metric, null).value ?? NaN, expected as number, 1e-10, metric);
      }
    });

    it(`${name}: performance on the labels that were mature`, () => {
      for (const metric of ['roc_auc', 'accuracy', 'log_loss']) {
        const found = find(metric, null);
        assert.equal(found.n_current, slice.performance.n, metric);
        close(found.value ?? NaN, slice.performance[metric] as number, 1e-10, metric);
        const interval = slice.performance[`${metric}_interval`] as [number, number];
        for (const i of [0, 1] as const)
          close(found.interval?.[i] ?? NaN, interval[i], 1e-8, `${metric} interval`);
      }
    });
  }
});

/** The sample's own checks, with every binned metric on every column. */
const ORACLE_CHECKS = (text: string): string =>
  text
    .replace(
      '{ metric: ks, of: [traffic, backlog, distance]',
      '{ metric: ks, of: [traffic, backlog, distance, hour, p_delayed]',
    )
    .replace(
      '{ metric: js_distance, of: [origin, destination]',
      '{ metric: js_distance, of: [origin, destination, weekday, traffic, backlog, distance, hour, p_delayed]',
    )
    .replace('- { metric: latency_p95_ms', '- { metric: latency_p50_ms }\n    - { metric: latency_p95_ms');
