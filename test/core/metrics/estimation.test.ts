import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Monitor } from '../../../src/core/config/monitor.js';
import type { MetricInput, MetricValue } from '../../../src/core/metrics/metric.js';
import { metricOf } from '../../../src/core/metrics/registry.js';
import { ExactProfile } from '../../../src/core/profile/exact-profile.js';
import { NO_EXTRA, type ExtraRows } from '../../../src/core/profile/extra/extra.js';
import { LABEL, type RowSample } from '../../../src/core/profile/extra/row-sample.js';
import { close } from '../../close.js';
import { binaryRows, classColumns, regressionColumns } from '../../estimation-rows.js';
import { labelledProfile } from '../../labelled.js';
import { metricInput, MONITOR } from '../../metric-input.js';
import { random } from '../../random.js';
import { rowSample, sampleInput } from '../../row-samples.js';

type Triple = [number, number, number];
interface Entry {
  name: string;
  ours: Record<string, number>;
  nannyml: Record<string, Triple>;
}

/** Recorded by test/oracle/estimation.py from scikit-learn and NannyML (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/estimation.json', 'utf8')) as {
  binary: Entry[];
  multiclass: Entry[];
  regression: (Entry & { realised: Record<string, number> })[];
};

const SPEC = { task: 'binary', classes: ['0', '1'], positive: 1, threshold: null } as const;

function valueOf(
  metric: string,
  input: MetricInput,
  definition: 'tidemark' | 'nannyml' = 'tidemark',
): MetricValue {
  const found = metricOf({ metric: `estimated_${metric}`, definition });
  assert.ok(found, metric);
  return found.compute(input);
}

function monitorOf(task: Monitor['task'], columns: Partial<Monitor['logs']['columns']>): Monitor {
  return { ...MONITOR, task, logs: { ...MONITOR.logs, columns: { ...MONITOR.logs.columns, ...columns } } };
}

function binaryInput(
  reference: ReturnType<typeof binaryRows>,
  current: ReturnType<typeof binaryRows>,
): MetricInput {
  const input = metricInput({ reference: null, current: null });
  const labelled = labelledProfile(SPEC, {
    label: reference.map(({ label }) => label),
    said: reference.map(({ said }) => said),
    scores: [reference.map(({ score }) => score)],
  });
  const side = (yes: number): ExactProfile =>
    ExactProfile.of(Float64Array.from(current.filter(({ said }) => said === yes).map(({ score }) => score)));
  const extra: ExtraRows = { ...NO_EXTRA, scored: { positive: side(1), negative: side(0) } };
  return {
    ...input,
    monitor: monitorOf('binary', { score: 'p', prediction: 'said', label: 'y' }),
    column: null,
    reference: { ...input.current, rows: reference.length, labelled },
    current: { ...input.current, rows: current.length, extra },
  };
}

function classSample(n: number, seed: number, lean: number, labelled: boolean): RowSample {
  const { label, ...columns } = classColumns(n, seed, lean);
  return rowSample(labelled ? { ...columns, [LABEL]: label } : columns, random(seed + 7));
}

function regressionSample(n: number, seed: number, power: number, labelled: boolean): RowSample {
  const { label, ...columns } = regressionColumns(n, seed, power);
  return rowSample(labelled ? { ...columns, [LABEL]: label } : columns, random(seed + 7));
}

describe('performance without labels', function () {
  this.timeout(20_000);

  const reference = binaryRows(4000, 21, 1);
  const binary = [binaryRows(900, 22, 1), binaryRows(700, 23, 2)];
  for (const [i, { name, ours, nannyml }] of oracle.binary.entries()) {
    const input = binaryInput(reference, binary[i] as ReturnType<typeof binaryRows>);
    it(`binary, ${name}: calibrated as scikit-learn does, every metric by its formula`, () => {
      for (const [metric, expected] of Object.entries(ours)) {
        const { value, interval } = valueOf(metric, input);
        close(value ?? NaN, expected, 1e-9, metric);
        assert.ok(interval !== null && interval[0] < expected && expected < interval[1], metric);
      }
      assert.match(valueOf('roc_auc', input).because ?? '', /only the inputs changed/);
    });

    it(`binary, ${name}: by NannyML’s definition`, () => {
      for (const [metric, [value, low, high]] of Object.entries(nannyml)) {
        const found = valueOf(metric, input, 'nannyml');
        // NannyML rounds the counts under the curve to five digits.
        close(found.value ?? NaN, value, 1e-6, metric);
        // Its error of the area goes by the order in which a sort leaves ties; ours takes half of them.
        // That of the average precision it draws, 50 times.
        const tolerance = metric === 'roc_auc' ? 1e-5 : metric === 'average_precision' ? 0.05 : 1e-6;
        close(found.interval?.[0] ?? NaN, low, tolerance, `${metric}, low`);
        close(found.interval?.[1] ?? NaN, high, tolerance, `${metric}, high`);
      }
    });
  }

  const classes = classSample(3000, 31, 0, true);
  const several = [classSample(800, 32, 0, false), classSample(800, 33, 0.4, false)];
  for (const [i, { name, ours, nannyml }] of oracle.multiclass.entries()) {
    const monitor = monitorOf('multiclass', {
      score: { cat: 'p_cat', dog: 'p_dog', owl: 'p_owl' },
      prediction: 'said',
      label: 'is',
    });
    const input = { ...sampleInput(classes, several[i] as RowSample), monitor };

    it(`multiclass, ${name}: calibrated class by class`, () => {
      for (const [metric, expected] of Object.entries(ours)) {
        const { value, interval, exact } = valueOf(metric, input);
        close(value ?? NaN, expected, 1e-9, metric);
        assert.ok(interval !== null && interval[0] < expected && expected < interval[1], metric);
        assert.ok(exact);
      }
    });

    it(`multiclass, ${name}: by NannyML’s definition`, () => {
      for (const [metric, [value, low, high]] of Object.entries(nannyml)) {
        const found = valueOf(metric, input, 'nannyml');
        close(found.value ?? NaN, value, 1e-6, metric);
        close(found.interval?.[0] ?? NaN, low, 1e-6, `${metric}, low`);
        close(found.interval?.[1] ?? NaN, high, 1e-6, `${metric}, high`);
        assert.ok(found.exact);
      }
    });
  }

  const losses = regressionSample(4000, 41, 1, true);
  const unlabelled = [regressionSample(900, 42, 1, false), regressionSample(900, 43, 0.4, false)];
  for (const [i, { name, nannyml, realised }] of oracle.regression.entries()) {
    it(`regression, ${name}: near NannyML’s estimate, and the interval holds what came`, () => {
      const monitor = monitorOf('regression', { prediction: 'said', label: 'y' });
      const input = {
        ...sampleInput(losses, unlabelled[i] as RowSample, { features: ['x', 'kind'] }),
        monitor,
      };
      for (const [metric, [value, low, high]] of Object.entries(nannyml)) {
        const theirs = valueOf(metric, input, 'nannyml');
        close(theirs.value ?? NaN, value, 0.03, metric);
        close(
          (theirs.interval?.[1] ?? NaN) - (theirs.value ?? NaN),
          (high - low) / 2,
          1e-6,
          `${metric}, band`,
        );
        const ours = valueOf(metric, input);
        close(ours.value ?? NaN, value, 0.05, metric);
        const [from, to] = ours.interval ?? [NaN, NaN];
        const came = realised[metric] ?? NaN;
        assert.ok(from < came && came < to, `${metric}: ${came} in ${from}, ${to}`);
      }
    });
  }

  it('says why there is no estimate', () => {
    const input = binaryInput(reference, []);
    assert.equal(valueOf('f1', input).verdict, 'unknown');
    assert.equal(valueOf('f1', { ...input, current: { ...input.current, rows: 9 } }).verdict, 'error');
    assert.match(valueOf('roc_auc', { ...input, reference: null }).because ?? '', /no reference/);
    const oneClass = binaryInput(
      reference.map((row) => ({ ...row, label: 1 })),
      reference,
    );
    assert.match(valueOf('roc_auc', oneClass).because ?? '', /one class/);
    const outside = binaryInput(
      reference,
      binaryRows(900, 22, 1).map((row) => ({ ...row, score: row.score + 0.5 })),
    );
    assert.match(valueOf('roc_auc', outside).because ?? '', /% of the scores lie beyond/);
  });
});
