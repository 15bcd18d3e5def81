/** A number, or several in an order. */
type Figure = number | readonly number[];
type Figures = Readonly<Record<string, Figure>>;

/** The numbers of one variant: statistics by column, performance by day, operations by hour. */
export interface Numbers {
  readonly columns: Readonly<Record<string, Figures>>;
  readonly performance: Readonly<Record<string, Figures>>;
  readonly operations: Readonly<Record<string, Figures>>;
}

/** What is looked at of a report. */
interface ReportLike {
  readonly provenance: { readonly exact: boolean };
  readonly results: readonly ResultLike[];
  readonly reference_results: readonly ResultLike[];
  readonly distributions: readonly {
    readonly column: string;
    readonly chunk: string | null;
    readonly quantiles: Readonly<Record<'reference' | 'current', readonly number[]>> | null;
  }[];
  readonly operations: readonly ({ readonly start: string } & Readonly<
    Record<'requests' | 'error_rate' | 'latency_p50_ms' | 'latency_p95_ms' | 'latency_p99_ms', number | null>
  >)[];
}

interface ResultLike {
  readonly family: string;
  readonly metric: string;
  readonly subject: { readonly column: string | null };
  readonly chunk: string | null;
  readonly value: number | null;
}

/** What a variant says, and whether it looked at every value. */
export interface Answer {
  readonly who: string;
  readonly exact: boolean;
  readonly numbers: Numbers;
}

/** How far a sketch may be from the exact number: absolutely, above 1 relatively. */
const TOLERANCE: Readonly<Record<string, number>> = {
  psi: 1e-3,
  js_distance: 1e-3,
  tvd: 1e-3,
  ks: 2e-3,
  wasserstein_normed: 1e-3,
  roc_auc: 1e-4,
};

/** Values of a sketch are off by a share of themselves. */
const SKETCHED_VALUES: readonly string[] = [
  'reference_quantiles',
  'current_quantiles',
  'latency_p50_ms',
  'latency_p95_ms',
  'latency_p99_ms',
];
const VALUE_SHARE = 1 / 256;

/** Rows near an edge may be counted on its other side, which moves the root of a χ² by as much whatever its size. */
const CHI2_ROOT = 0.5;
const EXACT = 1e-9;

/** What the report of a check says, in the form of the baselines. */
export function answerOf(who: string, text: string): Answer {
  const report = JSON.parse(text) as ReportLike;
  const columns: Record<string, Record<string, Figure>> = {};
  const performance: Record<string, Record<string, Figure>> = {};
  for (const { subject, chunk, metric, value } of report.results) {
    if (value !== null && subject.column !== null && chunk === null)
      (columns[subject.column] ??= {})[metric] = value;
  }
  for (const { column, chunk, quantiles } of report.distributions) {
    if (chunk !== null || quantiles === null) continue;
    Object.assign((columns[column] ??= {}), {
      reference_quantiles: quantiles.reference,
      current_quantiles: quantiles.current,
    });
  }
  for (const { family, chunk, metric, value } of [...report.results, ...report.reference_results]) {
    if (family === 'performance' && value !== null && chunk !== null)
      (performance[dayOf(chunk)] ??= {})[metric] = value;
  }
  const operations = Object.fromEntries(
    report.operations.map(({ start, ...figures }) => [
      hourOf(start),
      Object.fromEntries(
        Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null),
      ),
    ]),
  );
  return { who, exact: report.provenance.exact, numbers: { columns, performance, operations } };
}

/** What a baseline printed. */
export function baselineAnswer(who: string, text: string): Answer {
  const { columns, performance, operations } = JSON.parse(text) as Numbers;
  const named = (of: Numbers['performance'], name: (time: string) => string): Numbers['performance'] =>
    Object.fromEntries(Object.entries(of).map(([time, figures]) => [name(time), figures]));
  return {
    who,
    exact: true,
    numbers: {
      columns,
      performance: named(performance, dayOf),
      operations: named(operations, hourOf),
    },
  };
}

/** Throws where two variants differ by more than sketches may, or one has a number that the other has not. */
export function compare(ours: Answer, theirs: Answer): number {
  const found: string[] = [];
  let compared = 0;
  for (const part of ['columns', 'performance', 'operations'] as const) {
    for (const [subject, figures] of Object.entries(theirs.numbers[part])) {
      for (const [metric, theirFigure] of Object.entries(figures)) {
        const pairs = pairsOf(ours.numbers[part][subject]?.[metric], theirFigure);
        compared += pairs.length;
        const off = pairs.find(
          ([a, b]) =>
            a === undefined || !(Math.abs(a - b) <= allowed(metric, b, ours.exact === theirs.exact)),
        );
        if (off !== undefined) found.push(`${metric} of ${subject}: ${off[0] ?? 'nothing'} and ${off[1]}`);
      }
    }
  }
  if (compared === 0 || found.length > 0) {
    throw new Error(
      `${ours.who} and ${theirs.who} differ in ${found.length} of ${compared} numbers:\n${found.slice(0, 10).join('\n')}`,
    );
  }
  return compared;
}

function pairsOf(ours: Figure | undefined, theirs: Figure): (readonly [number | undefined, number])[] {
  const [a, b] = [ours, theirs].map((figure) => (figure === undefined ? [] : [figure].flat()));
  return (b ?? []).map((value, i) => [a?.[i], value]);
}

function allowed(metric: string, value: number, exact: boolean): number {
  if (exact) return EXACT * Math.max(1, Math.abs(value));
  // Where values are few, the next one may be meant: a hundredth covers it.
  if (SKETCHED_VALUES.includes(metric)) return 2 * VALUE_SHARE * Math.abs(value) + 0.01;
  if (metric === 'chi2') return 2 * CHI2_ROOT * Math.sqrt(value) + CHI2_ROOT ** 2;
  return (TOLERANCE[metric] ?? EXACT) * Math.max(1, Math.abs(value));
}

/** `2026-01-31`. */
function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** `2026-01-31T05`. */
function hourOf(time: string): string {
  return time.slice(0, 13).replace(' ', 'T');
}
