/** The numbers of one variant: statistics by column, and performance by day. */
export interface Numbers {
  readonly columns: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly performance: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface ReportLike {
  readonly results: readonly {
    readonly metric: string;
    readonly subject: { readonly column: string | null };
    readonly chunk: string | null;
    readonly value: number | null;
  }[];
}

/** How far a sketch may be from the exact number, absolutely or relatively, by metric. */
const TOLERANCE: Readonly<Record<string, number>> = {
  psi: 1e-3,
  js_distance: 1e-3,
  tvd: 1e-3,
  chi2: 0.1,
  ks: 2e-3,
  wasserstein_normed: 1e-3,
  roc_auc: 1e-4,
};
const EXACT = 1e-9;

/** What a report says, in the form of the baselines. */
export function numbersOf(report: ReportLike): Numbers {
  const columns: Record<string, Record<string, unknown>> = {};
  const performance: Record<string, Record<string, number>> = {};
  for (const { metric, subject, chunk, value } of report.results) {
    if (value === null) continue;
    if (subject.column !== null && chunk === null) (columns[subject.column] ??= {})[metric] = value;
    if (subject.column === null && chunk !== null) (performance[chunk.slice(0, 10)] ??= {})[metric] = value;
  }
  return { columns, performance };
}

/** Where two variants differ by more than the sketches may; both must have a number for it to be compared. */
export function differences(
  ours: Numbers,
  theirs: Numbers,
  exact: boolean,
): { compared: number; found: string[] } {
  let compared = 0;
  const found: string[] = [];
  const check = (what: string, metric: string, a: unknown, b: unknown): void => {
    if (typeof a !== 'number' || typeof b !== 'number') return;
    compared++;
    const allowed = exact ? EXACT : (TOLERANCE[metric] ?? EXACT);
    if (Math.abs(a - b) > allowed * Math.max(1, Math.abs(b)))
      found.push(`${metric} of ${what}: ${a} and ${b}`);
  };
  for (const [column, metrics] of Object.entries(theirs.columns)) {
    for (const [metric, value] of Object.entries(metrics)) {
      check(column, metric, ours.columns[column]?.[metric], value);
    }
  }
  for (const [day, metrics] of Object.entries(theirs.performance)) {
    for (const [metric, value] of Object.entries(metrics)) {
      check(day.slice(0, 10), metric, ours.performance[day.slice(0, 10)]?.[metric], value);
    }
  }
  return { compared, found };
}
