import type { Family, Task, ThresholdSpec } from '../../../src/core/config/monitor.js';
import type { MetricDescription } from '../../../src/core/metrics/metric.js';

const NONE: ThresholdSpec = { kind: 'none' };

/** A metric as the registry would describe it, with what does not matter here filled in. */
export function metric(
  id: string,
  family: Family,
  more: Partial<MetricDescription> & { warn?: ThresholdSpec; alert?: ThresholdSpec } = {},
): MetricDescription {
  const { warn = NONE, alert = NONE, ...rest } = more;
  return {
    id,
    name: id,
    family,
    subject: 'slice',
    kinds: [],
    tasks: null,
    needs: [],
    worse: 'higher',
    range: [0, 1],
    unit: 'none',
    defaults: { warn, alert },
    judged: family === 'stability' ? 'two-keys' : 'absolute',
    windowOnly: false,
    always: false,
    definition: '',
    formula: '',
    source: '',
    use: '',
    avoid: '',
    interval: 'none',
    ...rest,
  };
}

const above = (value: number): ThresholdSpec => ({ kind: 'value', value });
const CLASSES: readonly Task[] = ['binary', 'multiclass'];

/** A registry small enough to reason about, with every family and every kind of need in it. */
export const TEST_METRICS: readonly MetricDescription[] = [
  metric('psi', 'stability', {
    subject: 'column',
    kinds: ['numeric', 'categorical'],
    range: [0, Infinity],
    warn: above(0.1),
    alert: above(0.25),
  }),
  metric('ks', 'stability', { subject: 'column', kinds: ['numeric'], warn: above(0.1), alert: above(0.2) }),
  metric('wasserstein', 'stability', { subject: 'column', kinds: ['numeric'], range: [0, Infinity] }),
  metric('roc_auc', 'performance', { tasks: ['binary'], needs: ['score', 'label'], worse: 'lower' }),
  metric('accuracy', 'performance', { tasks: CLASSES, needs: ['prediction', 'label'], worse: 'lower' }),
  metric('macro_f1', 'performance', {
    tasks: ['multiclass'],
    needs: ['prediction', 'label'],
    worse: 'lower',
  }),
  metric('mae', 'performance', {
    tasks: ['regression'],
    needs: ['prediction', 'label'],
    range: [0, Infinity],
  }),
  metric('requests', 'operations', { worse: 'either', range: [0, Infinity], unit: 'rows' }),
  metric('latency_p95_ms', 'operations', { needs: ['latency_ms'], range: [0, Infinity], unit: 'ms' }),
  metric('error_rate', 'operations', { needs: ['status'], unit: 'share' }),
  metric('missing_share', 'quality', {
    subject: 'column',
    kinds: ['numeric', 'categorical'],
    unit: 'share',
  }),
  metric('unseen_share', 'quality', { subject: 'column', kinds: ['categorical'], unit: 'share' }),
  metric('duplicate_share', 'quality', { needs: ['id'], unit: 'share' }),
  metric('schema_change', 'quality', { always: true, judged: 'own', windowOnly: true }),
  metric('label_coverage', 'feedback', { needs: ['label'], worse: 'lower', unit: 'share' }),
  metric('orphan_share', 'feedback', { needs: ['label', 'id'], unit: 'share' }),
];
