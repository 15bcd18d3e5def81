import { groupBy } from '../profile/group-by.js';
import { VERDICTS, type Result, type Verdict } from '../report/report.js';
import { seriesKey } from '../report/view.js';
import type { Row } from './evaluate.js';

/**
 * Marks the rows that the summary and the exit code count (definitions.md, section 8): for each check and
 * subject the latest complete (for labels: mature) chunk, judged by the mildest of the last `k` such chunks;
 * the window row where there is none, and for metrics that have no other.
 */
export function withStanding(rows: readonly Row[], k: number): Result[] {
  const groups = groupBy(rows, seriesKey);
  const standing = new Map<Row, Verdict>();
  for (const group of groups.values()) {
    const eligible = group.filter((row) => row.eligible).sort((a, b) => a.position - b.position);
    const last = eligible.at(-1);
    if (last !== undefined) standing.set(last, mildest(eligible.slice(-k), last));
    else for (const row of group) if (row.position === -1) standing.set(row, row.verdict);
  }
  return rows.map((row) => resultOf(row, standing.get(row) ?? null));
}

/** Field by field: taking the others out of a copy is many times slower, and there are thousands of rows. */
function resultOf(row: Row, standing: Verdict | null): Result {
  return {
    check: row.check,
    family: row.family,
    metric: row.metric,
    subject: row.subject,
    chunk: row.chunk,
    value: row.value,
    interval: row.interval,
    confidence: row.confidence,
    p_value: row.p_value,
    q_value: row.q_value,
    n_reference: row.n_reference,
    n_current: row.n_current,
    exact: row.exact,
    threshold: row.threshold,
    ...(row.size === undefined ? {} : { size: row.size }),
    verdict: row.verdict,
    definition: row.definition,
    explanation: row.explanation,
    standing: standing !== null,
    standing_verdict: standing,
  };
}

function mildest(chunks: readonly Row[], last: Row): Verdict {
  // What could not be computed needs no second chunk.
  if (last.verdict === 'error') return 'error';
  const rank = Math.max(...chunks.map((row) => VERDICTS.indexOf(row.verdict)));
  return VERDICTS[rank] ?? last.verdict;
}

/** The worse of two verdicts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const rank = Math.min(...verdicts.map((verdict) => VERDICTS.indexOf(verdict)));
  return VERDICTS[rank] ?? 'info';
}
