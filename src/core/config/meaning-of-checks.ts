import { comparesWithReference } from '../metrics/compares.js';
import type { MetricDescription } from '../metrics/metric.js';
import { PLANNED_METRICS, type PlannedMetric } from '../metrics/planned.js';
import type { ConfigPath, ConfigProblem } from './document.js';
import { UNORDERED, unorderedAt } from './meaning-of-logs.js';
import { FAMILIES, type Family, type Task } from './monitor.js';
import { ofProblems } from './meaning-of-of.js';
import { UNREADABLE } from './salvage.js';
import type { CheckInput, ConfigInput } from './schema.js';
import type { ConfigTree } from './tree.js';
import { nearest, orList } from './words.js';

/** Names people know a metric by, where ours is another. */
const SYNONYMS: Readonly<Record<string, string>> = {
  csi: 'psi',
  auc: 'roc_auc',
  auroc: 'roc_auc',
  ap: 'average_precision',
  pr_auc: 'average_precision',
  js: 'js_distance',
  jensen_shannon: 'js_distance',
  ks_test: 'ks',
  kolmogorov_smirnov: 'ks',
  earth_mover: 'wasserstein',
  total_variation: 'tvd',
  latency: 'latency_p95_ms',
  p95: 'latency_p95_ms',
  p99: 'latency_p99_ms',
  nulls: 'missing_share',
  null_share: 'missing_share',
  missing_values: 'missing_share',
  errors: 'error_rate',
  traffic: 'requests',
  coverage: 'label_coverage',
};

/** The metric to look at first for a task. */
export const FIRST_METRIC: Readonly<Record<Task, string>> = {
  binary: 'roc_auc',
  multiclass: 'macro_f1',
  regression: 'mae',
  ranking: 'ndcg_at_k',
};

/** Metrics whose values fall into bins (definitions.md, section 2, and the chance key's own). */
const BINNED = new Set(['psi', 'kl', 'js_distance', 'hellinger', 'tvd', 'l_infinity', 'chi2', 'cramers_v']);

/** What is wrong with the checks, though each of them has the right shape. */
export function checkProblems(
  input: ConfigInput,
  tree: ConfigTree,
  metrics: readonly MetricDescription[],
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  let count = 0;
  for (const family of FAMILIES) {
    for (const [index, check] of (input.checks?.[family] ?? []).entries()) {
      count += 1;
      if (check.metric === UNREADABLE) continue;
      const judge = new CheckJudge(check, family, ['checks', family, index], input, tree);
      problems.push(...judge.judge(metrics));
    }
  }
  if (count === 0) {
    problems.push({
      code: 'no-checks',
      severity: 'warning',
      message:
        'No check is configured, so nothing can warn of drift, errors or lost performance. Add one under `checks`, such as `stability: [{ metric: psi, of: features }]`.',
      range: tree.locateKey(['checks']),
      path: ['checks'],
    });
  }
  return problems;
}

/** Judges one check; the answer is in `problems`. */
class CheckJudge {
  private readonly problems: ConfigProblem[] = [];

  constructor(
    private readonly check: CheckInput,
    private readonly family: Family,
    private readonly path: ConfigPath,
    private readonly input: ConfigInput,
    private readonly tree: ConfigTree,
  ) {}

  judge(metrics: readonly MetricDescription[]): ConfigProblem[] {
    const { metric: id } = this.check;
    const computed = metrics.find((metric) => metric.id === id);
    const known = computed ?? PLANNED_METRICS.find((metric) => metric.id === id);
    this.limits();
    if (known === undefined) {
      this.unknownMetric(id, metrics);
      return this.problems;
    }
    const fits = known.tasks?.includes(this.input.task) ?? true;
    if (known.family !== this.family) {
      this.report(
        'error',
        'wrong-family',
        'metric',
        `\`${id}\` is a metric of ${known.family}, not of ${this.family}. Move this check to \`checks.${known.family}\`.`,
      );
    }
    if (!fits) this.wrongTask(known, metrics);
    if (computed === undefined) {
      this.report(
        'warning',
        'not-supported-yet',
        'metric',
        `\`${id}\` is not supported yet. The report shows this check as an error until it is.`,
      );
    } else if (fits && known.family === this.family) this.roles(computed);
    this.problems.push(
      ...ofProblems(this.check, known.subject, computed?.kinds ?? null, this.path, this.input, this.tree),
    );
    if (computed !== undefined) {
      this.segment(computed);
      this.every(computed);
    }
    const { definition } = this.check;
    if (computed !== undefined && definition !== undefined && definition !== 'tidemark') {
      const others = Object.keys(computed.definitions ?? {});
      if (!others.includes(definition)) {
        this.report(
          'warning',
          'not-supported-yet',
          'definition',
          `There is no \`${id}\` by the definition of \`${definition}\`, so the report shows this check as an error. There is: ${['tidemark', ...others].join(', ')}.`,
        );
      }
    }
    if (this.check.bins !== undefined && !BINNED.has(id)) {
      this.report(
        'warning',
        'unused-key',
        'bins',
        `\`bins\` has no effect: \`${id}\` is computed without bins.`,
      );
    }
    return this.problems;
  }

  private unknownMetric(id: string, metrics: readonly MetricDescription[]): void {
    const known = [...metrics, ...PLANNED_METRICS];
    const fitting = known.filter(({ tasks }) => tasks === null || tasks.includes(this.input.task));
    const near =
      SYNONYMS[id.toLowerCase().replaceAll('-', '_')] ??
      nearest(
        id,
        fitting.filter(({ family }) => family === this.family).map((metric) => metric.id),
      ) ??
      nearest(
        id,
        known.map((metric) => metric.id),
      );
    const path = [...this.path, 'metric'];
    const here = [
      ...new Set(metrics.filter(({ family }) => family === this.family).map((metric) => metric.id)),
    ];
    const hint =
      near === null ? `Metrics of ${this.family}: ${here.join(', ')}.` : `The nearest one is \`${near}\`.`;
    this.problems.push({
      code: 'unknown-metric',
      severity: 'error',
      message: `\`${id}\` is no metric. ${hint}`,
      range: this.tree.locate(path),
      path,
      ...(near === null ? {} : { replacement: { title: `Change to \`${near}\``, text: near } }),
    });
  }

  private wrongTask(metric: PlannedMetric | MetricDescription, metrics: readonly MetricDescription[]): void {
    const { task } = this.input;
    const first = FIRST_METRIC[task];
    const fits = metrics
      .filter(({ family, tasks }) => family === metric.family && (tasks?.includes(task) ?? true))
      .map(({ id }) => id);
    const instead = fits.includes(first) || fits.length === 0 ? first : (fits[0] ?? first);
    const tasks = orList(metric.tasks ?? []);
    this.report(
      'error',
      'wrong-metric-for-task',
      'metric',
      `\`${metric.id}\` does not fit \`task: ${task}\`: it is defined for ${tasks} models only. Use \`${instead}\` instead, or correct the task.`,
    );
  }

  /** A metric that lacks its column gives an `error` result; better to hear it here. */
  private roles(metric: MetricDescription): void {
    const columns = this.input.logs.columns ?? {};
    for (const role of metric.needs) {
      // Time: `unknown` by definition. Labels: the lint rules on ground truth speak of them.
      if (role === 'timestamp' || role === 'label') continue;
      const derived = role === 'prediction' && columns.score !== undefined;
      if (columns[role] !== undefined || derived) continue;
      this.report(
        'warning',
        'missing-role',
        'metric',
        `\`${metric.id}\` cannot be computed: no column of the log has the role \`${role}\`. Name it under \`logs.columns.${role}\`.`,
      );
    }
  }

  /** Ids, labels and columns are told of the log as a whole. */
  private segment(metric: MetricDescription): void {
    if (this.check.segment === undefined) return;
    if (!metric.windowOnly && !metric.needs.includes('id')) return;
    const message = `\`${metric.id}\` is told of all rows together, not by segment. Leave \`segment\` out.`;
    this.report('error', 'wrong-value', 'segment', message);
  }

  /** What needs chunks has no value for the window alone; and what has no other value needs not be told so. */
  private every(metric: MetricDescription): void {
    const { every, warn, alert } = this.check;
    if (every === undefined) return;
    if ([warn, alert].some((limit) => typeof limit === 'object' && 'sd' in limit)) {
      const message =
        '`sd` is learned from the chunks of the reference and tells how far a chunk may be from them; `every: window` has none. Leave `every` out, or write a limit that is a number.';
      this.report('error', 'wrong-value', 'every', message);
    } else if (comparesWithReference(metric) && this.rolls()) {
      const message =
        'A rolling reference is what came before each chunk; the window as a whole has none. Leave `every` out, or name a log, a window or a version under `logs.reference`.';
      this.report('error', 'wrong-value', 'every', message);
    } else if (metric.windowOnly || this.input.every === undefined) {
      const because = metric.windowOnly ? `\`${metric.id}\` always is` : 'without chunks every check is';
      const message = `\`every: window\` has no effect: ${because} of the whole window.`;
      this.report('warning', 'unused-key', 'every', message);
    }
  }

  private limits(): void {
    for (const key of ['warn', 'alert'] as const) {
      const limit = this.check[key];
      if (typeof limit === 'object' && 'change' in limit && !this.hasFixedReference()) {
        const message =
          '`change` is measured against the metric’s value on the reference, and there is none that stands still. Name a log, a window or a version under `logs.reference`, or write a limit that is a number.';
        this.report('error', 'wrong-value', key, message, ['change']);
      }
      if (typeof limit !== 'object' || !('outside' in limit)) continue;
      const [low, high] = limit.outside;
      if (low < high) continue;
      const message = `\`outside: [${low}, ${high}]\` leaves nothing inside. Write the lower limit first.`;
      this.report('error', 'wrong-value', key, message, ['outside']);
    }
    const { bins, segment } = this.check;
    if (bins !== undefined && 'edges' in bins) this.edges(bins.edges, ['bins', 'edges']);
    if (typeof segment === 'object' && segment.edges !== undefined) {
      this.edges(segment.edges, ['segment', 'edges']);
    }
  }

  private hasFixedReference(): boolean {
    const { reference } = this.input.logs;
    return reference !== undefined && !this.rolls();
  }

  private rolls(): boolean {
    const { reference } = this.input.logs;
    return typeof reference === 'object' && 'rolling' in reference;
  }

  private edges(edges: readonly number[], under: ConfigPath): void {
    const at = unorderedAt(edges);
    if (at === null) return;
    const path = [...this.path, ...under, at];
    this.problems.push({
      code: 'wrong-value',
      severity: 'error',
      message: UNORDERED,
      range: this.tree.locate(path),
      path,
    });
  }

  private report(
    severity: 'error' | 'warning',
    code: string,
    key: string,
    message: string,
    deeper: ConfigPath = [],
  ): void {
    const path = [...this.path, key, ...deeper];
    this.problems.push({ code, severity, message, range: this.tree.locate(path), path });
  }
}
