import type {
  Distribution,
  OperationsSample,
  Report,
  ReportChunk,
  Result,
  Verdict,
} from '../../../../src/core/report/report.js';

const WEEK = 7 * 86_400_000;
const START = Date.UTC(2001, 0, 29);

interface Options {
  readonly features?: readonly string[];
  readonly chunks?: number;
  readonly reference?: boolean;
  readonly labels?: boolean;
  readonly operations?: boolean;
}

/** Start of the k-th week as reports name chunks. */
export function week(k: number): string {
  return new Date(START + k * WEEK).toISOString().replace('.000Z', 'Z');
}

/** A small report: the first feature shifts in the last third, the last chunk is not over. */
export function buildReport({
  features = ['origin', 'hour'],
  chunks: n = 8,
  reference = true,
  labels = true,
  operations = true,
}: Options = {}): Report {
  const current = Array.from({ length: n }, (_, k) => chunkOf(k, n, labels));
  const standing = n > 1 ? n - 2 : 0;
  const names = n === 0 ? [null] : current.map((chunk) => chunk.name);
  const series = (make: (k: number) => Result): Result[] =>
    names.map((chunk, k) => ({
      ...make(k),
      chunk,
      ...(n > 1 && k === n - 1 ? { verdict: 'unknown' as const } : {}),
      standing: k === standing,
      standing_verdict: k === standing ? make(k).verdict : null,
    }));
  const columns = reference ? features : [];
  const results = [
    ...columns.flatMap((column, i) =>
      series((k) => psiResult(column, i === 0 && k >= (2 * n) / 3 ? 0.3714 : 0.0123)),
    ),
    ...(labels ? series((k) => aucResult(0.733 - 0.004 * (k % 3))) : []),
    ...(operations ? series(() => latencyResult(90)) : []),
  ];
  const has = (verdict: Verdict): number => results.filter((one) => one.standing_verdict === verdict).length;
  return {
    schema: 1,
    tidemark: '0.1.0',
    model: 'flight-delay',
    task: 'binary',
    owner: null,
    generated_at: '2001-07-01T09:00:00.000Z',
    as_of: n === 0 ? null : new Date(START + n * WEEK - 86_400_000).toISOString().replace('.000Z', 'Z'),
    provenance: {
      config: 'tidemark.yaml',
      config_sha256: '3f9a1c07b2de'.repeat(5),
      inputs: Array.from({ length: 12 }, (_, i) => ({
        role: 'current' as const,
        path: `logs/scored-${String(i).padStart(2, '0')}.csv`,
        bytes: 1000,
        rows: 1000,
        fingerprint: `${i}abcdef0123456789`.repeat(2),
      })),
      engine: 'local',
      exact: true,
    },
    windows: {
      reference: reference
        ? { start: '2001-01-01T00:00:00Z', end: '2001-01-29T00:00:00Z', rows: 42_277 }
        : null,
      current: {
        start: n === 0 ? null : week(0),
        end: n === 0 ? null : week(n),
        rows: 14_661 * n,
        chunks: n,
      },
    },
    summary: {
      verdict: results.length === 0 ? 'info' : 'alert',
      decision: { keep: labels ? true : null, because: labels ? 'ROC AUC holds at 0.733.' : 'No labels.' },
      pass: has('pass'),
      warn: has('warn'),
      alert: has('alert'),
      error: has('error'),
      unknown: has('unknown'),
      info: has('info'),
      families:
        results.length === 0 ? [] : [{ family: 'stability', verdict: 'alert', because: '1 alert: origin' }],
    },
    results,
    reference_results: [],
    problems: [],
    chunks: current,
    versions: n === 0 ? [] : [{ version: 'v1.0', first: week(0), rows: 14_661 * n }],
    distributions: columns.flatMap((column, i) =>
      i % 2 === 0
        ? [categorical(column, week(standing))]
        : [
            numeric(column, week(standing)),
            ...(n > 1 ? [{ ...numeric(column, null), over_time: overTime(current) }] : []),
          ],
    ),
    operations: operations ? current.flatMap((chunk) => samplesOf(chunk)) : [],
    checks: [{ check: 'stability[0]', family: 'stability', metric: 'psi', line: 12, column: 7 }],
  };
}

function chunkOf(k: number, n: number, labels: boolean): ReportChunk {
  const complete = n === 1 || k < n - 1;
  return {
    side: 'current',
    name: week(k),
    start: week(k),
    end: week(k + 1),
    rows: 14_661,
    complete,
    mature: complete,
    labelled: labels ? 14_084 : null,
  };
}

/** One result with everything that is not asked for left plain. */
export function result(
  of: Partial<Result> & Pick<Result, 'metric' | 'family' | 'value' | 'verdict'>,
): Result {
  return {
    check: `${of.family}[0]`,
    subject: { column: null, segment: null, version: null },
    chunk: null,
    standing: false,
    standing_verdict: null,
    interval: null,
    confidence: 0.95,
    p_value: null,
    q_value: null,
    n_reference: null,
    n_current: 14_661,
    exact: true,
    threshold: { warn: null, alert: null },
    definition: 'what it is',
    explanation: `${of.metric} explained.`,
    ...of,
  };
}

function psiResult(column: string, value: number): Result {
  return result({
    metric: 'psi',
    family: 'stability',
    subject: { column, segment: null, version: null },
    value,
    interval: [value - 0.01, value + 0.01],
    verdict: value > 0.25 ? 'alert' : 'pass',
    n_reference: 42_277,
    threshold: { warn: { above: 0.1 }, alert: { above: 0.25 } },
  });
}

function aucResult(value: number): Result {
  return result({
    metric: 'roc_auc',
    family: 'performance',
    value,
    interval: [value - 0.011, value + 0.011],
    verdict: 'pass',
    threshold: { warn: null, alert: { below: 0.7 } },
  });
}

function latencyResult(value: number): Result {
  return result({
    metric: 'latency_p95_ms',
    family: 'operations',
    value,
    verdict: 'pass',
    threshold: { warn: null, alert: { above: 120 } },
  });
}

function samplesOf(chunk: ReportChunk): OperationsSample[] {
  return Array.from({ length: 7 }, (_, day) => ({
    start: new Date(Date.parse(chunk.start ?? '') + day * 86_400_000).toISOString().replace('.000Z', 'Z'),
    requests: 2000 + day,
    error_rate: 0.002,
    latency_p50_ms: 50,
    latency_p95_ms: 90,
    latency_p99_ms: 110,
  }));
}

function categorical(column: string, chunk: string): Distribution {
  const bins = Array.from({ length: 30 }, (_, i) => ({
    label: `A${i}`,
    low: null,
    high: null,
    reference: 0.0001,
    current: 0.004 - i * 0.0001,
    part: 0.014 - i * 0.0003,
  }));
  const rest = {
    label: '9 more',
    of: 'rest' as const,
    low: null,
    high: null,
    reference: 0.997,
    current: 0.9,
    part: 0.01,
  };
  return {
    column,
    role: 'feature',
    kind: 'categorical',
    chunk,
    n_reference: 42_277,
    n_current: 14_661,
    bins: [...bins, rest],
    quantiles: null,
  };
}

function overTime(chunks: readonly ReportChunk[]): NonNullable<Distribution['over_time']> {
  return chunks.map(({ name }, k) => ({
    chunk: name,
    quantiles: k === 2 ? null : [1 + (k % 3), 3 + (k % 3), 5 + (k % 3), 7 + (k % 3), 9 + (k % 2)],
  }));
}

function numeric(column: string, chunk: string | null): Distribution {
  const bins = Array.from({ length: 10 }, (_, i) => ({
    label: `[${i}, ${i + 1})`,
    low: i === 0 ? null : i,
    high: i === 9 ? null : i + 1,
    reference: 0.1,
    current: i === 0 ? 0.19 : 0.09,
    part: i === 0 ? 0.0578 : 0.001,
  }));
  return {
    column,
    role: 'feature',
    kind: 'numeric',
    chunk,
    n_reference: 42_277,
    n_current: 14_661,
    bins,
    ecdf: {
      at: [0, 2, 4, 6, 8, 10],
      reference: [0.01, 0.2, 0.4, 0.6, 0.8, 0.99],
      current: [0.19, 0.37, 0.5, 0.64, 0.82, 0.99],
    },
    quantiles: { reference: [1, 3, 5, 7, 9], current: [0, 2, 4, 6, 9] },
  };
}
