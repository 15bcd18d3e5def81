import { VERDICTS, type Result, type Verdict } from '../report/report.js';
import type { Row } from './evaluate.js';

/**
 * Marks the rows that the summary and the exit code count (definitions.md, section 8): for each check and
 * subject the latest complete (for labels: mature) chunk, judged by the mildest of the last `k` such chunks;
 * the window row where there is none, and for metrics that have no other.
 */
export function withStanding(rows: readonly Row[], k: number): Result[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.check, row.metric, row.subject]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const standing = new Map<Row, Verdict>();
  for (const group of groups.values()) {
    const eligible = group.filter((row) => row.eligible).sort((a, b) => a.position - b.position);
    const last = eligible.at(-1);
    if (last !== undefined) standing.set(last, mildest(eligible.slice(-k), last));
    else for (const row of group) if (row.position === -1) standing.set(row, row.verdict);
  }
  return rows.map((row) => {
    const {
      position: _position,
      eligible: _eligible,
      windowOnly: _windowOnly,
      cause: _cause,
      ...result
    } = row;
    const verdict = standing.get(row) ?? null;
    return { ...result, standing: verdict !== null, standing_verdict: verdict };
  });
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
