import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { MetricInput } from '../../../../src/core/metrics/metric.js';
import { metricById } from '../../../../src/core/metrics/registry.js';
import { mergeLabelled } from '../../../../src/core/profile/merge-labelled.js';
import type { LabelledProfile } from '../../../../src/core/profile/profiles.js';
import type { JudgeSpec } from '../../../../src/engines/shared/tasks/task.js';
import { close } from '../../../close.js';
import { labelledInput, labelledProfile, type LabelledRows } from '../../../labelled.js';
import { random, shuffled } from '../../../random.js';

/** By metric: the value, and where the interval has an oracle its ends. */
type Values = Record<string, [number] | [number, number, number]>;

interface Oracle {
  binary: { name: string; label: number[]; score: number[]; said: number[]; values: Values }[];
  multiclass: {
    name: string;
    classes: string[];
    label: number[];
    said: number[];
    score: number[][];
    values: Values;
  }[];
  regression: { name: string; label: number[]; said: number[]; values: Values }[];
  ranking: { name: string; k: number; rows: [string, number, number][]; without: number; values: Values }[];
}

/** Recorded by test/oracle/performance.py from scikit-learn (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/performance.json', 'utf8')) as Oracle;

const BINARY: JudgeSpec = { task: 'binary', classes: ['0', '1'], positive: 1, threshold: null };

interface Case {
  readonly name: string;
  readonly spec: JudgeSpec;
  readonly rows: LabelledRows;
  readonly values: Values;
  readonly k?: number;
}

const cases: Case[] = [
  ...oracle.binary.map(({ name, label, score, said, values }): Case => ({
    name: `binary, ${name}`,
    spec: BINARY,
    rows: { label, said, scores: [score] },
    values,
  })),
  ...oracle.multiclass.map(({ name, classes, label, score, said, values }): Case => ({
    name: `multiclass, ${name}`,
    spec: { task: 'multiclass', classes, columns: classes.map((_, i) => i), areas: true },
    rows: { label, said, scores: classes.map((_, i) => score.map((row) => row[i] ?? NaN)) },
    values,
  })),
  ...oracle.regression.map(({ name, label, said, values }): Case => ({
    name: `regression, ${name}`,
    spec: { task: 'regression' },
    rows: { label, said },
    values,
  })),
  ...oracle.ranking.map(({ name, k, rows, values }): Case => ({
    name: `ranking, ${name}`,
    spec: { task: 'ranking' },
    rows: {
      label: rows.map(([, , relevance]) => relevance),
      scores: [rows.map(([, score]) => score)],
      query: rows.map(([query]) => query),
    },
    values,
    k,
  })),
];

function checkValues(input: MetricInput, values: Values, tolerance: number): void {
  for (const [id, [value, low, high]] of Object.entries(values)) {
    const metric = metricById(id);
    assert.ok(metric, id);
    const found = metric.compute(input);
    close(found.value ?? NaN, value, tolerance, id);
    if (low === undefined || high === undefined) continue;
    // The recorded intervals come from numerical derivatives.
    const width = high - low;
    close(((found.interval?.[0] ?? NaN) - low) / width + 1, 1, 1e-6, `${id}, low`);
    close(((found.interval?.[1] ?? NaN) - high) / width + 1, 1, 1e-6, `${id}, high`);
  }
}

/** The rows of these positions. */
function pick(rows: LabelledRows, at: readonly number[]): LabelledRows {
  const of = <T>(column: readonly T[]): T[] => at.map((i) => column[i] as T);
  return {
    label: of(rows.label),
    ...(rows.said === undefined ? {} : { said: of(rows.said) }),
    ...(rows.scores === undefined ? {} : { scores: rows.scores.map(of) }),
    ...(rows.query === undefined ? {} : { query: of(rows.query) }),
  };
}

describe('performance against scikit-learn', () => {
  for (const { name, spec, rows, values, k } of cases) {
    it(`${name}: values and intervals`, () => {
      checkValues(labelledInput(labelledProfile(spec, rows), k), values, 1e-12);
    });

    it(`${name}: rows in any order and any parts give the same`, () => {
      const next = random(11);
      const order = shuffled(
        rows.label.map((_, i) => i),
        next,
      );
      const parts: LabelledProfile[] = [];
      for (let from = 0; from < order.length;) {
        const to = from + 1 + Math.floor(next() * 60);
        parts.push(labelledProfile(spec, pick(rows, order.slice(from, to))));
        from = to;
      }
      const merged = mergeLabelled(shuffled(parts, next));
      assert.ok(merged);
      checkValues(labelledInput(merged, k), values, 1e-12);
    });
  }

  it('queries without a relevant row are left out and counted', () => {
    for (const { rows, without } of oracle.ranking) {
      assert.ok(without > 0);
      const profile = labelledProfile(
        { task: 'ranking' },
        {
          label: rows.map(([, , relevance]) => relevance),
          scores: [rows.map(([, score]) => score)],
          query: rows.map(([query]) => query),
        },
      );
      const found = metricById('mrr')?.compute(labelledInput(profile));
      assert.match(found?.because ?? '', new RegExp(`^${without} quer(y is|ies are) left out`));
      assert.equal(found?.nCurrent, new Set(rows.map(([query]) => query)).size - without);
    }
  });
});
