import { groupBy } from '../../profile/group-by.js';
import type { TimeAxis } from '../charts/axis.js';
import { VERDICTS, type Report, type Result, type Verdict } from '../report.js';
import { seriesKey, VERDICT_WORDS } from '../view.js';
import { plural } from '../words.js';

/** All results of one check, metric and subject. */
export interface Series {
  readonly check: string | null;
  readonly metric: string;
  readonly column: string | null;
  /** Of a part of the rows: a segment or a version. */
  readonly part: string | null;
  readonly results: readonly Result[];
  readonly standing: Result | null;
  readonly byChunk: ReadonlyMap<string | null, Result>;
  /** The same on the reference's own chunks; null = all of it. */
  readonly past: ReadonlyMap<string | null, Result>;
}

/** Groups the results once: looking them up again for each cell would take seconds for wide reports. */
export function seriesIn(report: Report): Series[] {
  const past = new Map<string, Map<string | null, Result>>();
  for (const result of report.reference_results) {
    const key = seriesKey(result);
    const known = past.get(key) ?? new Map<string | null, Result>();
    past.set(key, known.set(result.chunk, result));
  }
  return [...groupBy(report.results, seriesKey).values()].flatMap((results) => {
    const [first] = results;
    if (first === undefined) return [];
    return [
      {
        check: first.check,
        metric: first.metric,
        column: first.subject.column,
        part: first.subject.segment ?? first.subject.version,
        results,
        standing: results.find((result) => result.standing) ?? null,
        byChunk: new Map(results.map((result) => [result.chunk, result])),
        past: past.get(seriesKey(first)) ?? new Map<string | null, Result>(),
      },
    ];
  });
}

/** What the rows of the ledger call a series. */
export function seriesId({ check, metric, column, part }: Series): string {
  return [check ?? 'always', metric, column ?? '', part ?? ''].join('/');
}

/** The verdict that stands for a series. */
export function standingVerdict(series: Series): Verdict {
  return series.standing?.standing_verdict ?? 'info';
}

/** Whether a series has a value of the whole window, and none by chunk. */
export function isWhole({ byChunk }: Series): boolean {
  return byChunk.size === 1 && byChunk.has(null);
}

/** What a series says of a chunk; where it looks at the whole window alone, what it says of that. */
export function resultAt(series: Series, chunk: string | null): Result | undefined {
  return series.byChunk.get(isWhole(series) ? null : chunk);
}

/** `alert, 7 weeks`, `holds`, `not judged`, `holds, whole window`: the verdict of one chunk of a series. */
export function verdictWords(series: Series, axis: TimeAxis, index: number): string {
  const chunk = axis.chunks[index];
  const result = chunk === undefined ? undefined : resultAt(series, chunk.name);
  if (chunk === undefined || result === undefined) return '';
  if (axis.kind !== 'window' && isWhole(series)) return `${VERDICT_WORDS[result.verdict]}, whole window`;
  if (!chunk.complete && result.verdict === 'unknown') return 'not judged';
  const word = VERDICT_WORDS[result.verdict];
  const loud = result.verdict === 'alert' || result.verdict === 'warn';
  const streak = loud ? streakTo(series, axis, index, result.verdict) : 1;
  const spoken = streak > 1 ? `${word}, ${plural(streak, axis.unit)}` : word;
  // An alert policy may ask for more chunks than have alerted so far.
  const stands = result.standing ? result.standing_verdict : null;
  return stands !== null && stands !== result.verdict
    ? `${spoken}; stands as “${VERDICT_WORDS[stands]}”`
    : spoken;
}

function streakTo(series: Series, axis: TimeAxis, index: number, verdict: Verdict): number {
  const rank = VERDICTS.indexOf(verdict);
  let streak = 0;
  for (let i = index; i >= 0; i--) {
    const other = series.byChunk.get(axis.chunks[i]?.name ?? null);
    if (other === undefined || VERDICTS.indexOf(other.verdict) > rank) break;
    streak++;
  }
  return streak;
}
