import { closeSync, openSync, writeSync } from 'node:fs';

import type { TaskRunner } from '../pool/pool.js';
import type { CellColumn } from './text-columns.js';
import { RANGE_BYTES, TextShare, type RangeGroups, type TextDialect, type TextJob } from './text-job.js';
import { MAGIC, writeFooter } from './write-groups.js';

/** A text whose rows stand in bytes `[start, end)`, and what they are read as. */
export interface PlainText {
  readonly path: string;
  readonly dialect: TextDialect;
  readonly columns: readonly CellColumn[];
  readonly start: number;
  readonly end: number;
}

/** Columns that are held in memory as they are read; texts with more are read otherwise. */
export const MOST_COLUMNS = 256;

/**
 * Turns a text into a Parquet file at `target` with all threads. Gives its rows; null where some row is not plain: its cells are not what the
 * columns hold, it is no UTF-8, or it is longer than a piece. Then there is no such file.
 */
export async function textToParquet(
  runner: TaskRunner,
  text: PlainText,
  target: string,
  signal: AbortSignal,
): Promise<number | null> {
  const share = TextShare.create();
  const file = openSync(target, 'w');
  try {
    writeSync(file, MAGIC, 0, MAGIC.length, share.take(MAGIC.length));
    const job: TextJob = { ...text, target, shared: share.buffer };
    const jobs = Math.min(runner.threads, Math.ceil((text.end - text.start) / RANGE_BYTES));
    const ranges = await allRanges(
      Array.from({ length: Math.max(1, jobs) }, async () => {
        try {
          return (await runner.text(job, signal)).ranges;
        } catch (error) {
          share.giveUp();
          throw error;
        }
      }),
    );
    if (ranges === null) return null;
    const groups = ranges.sort((a, b) => a.range - b.range).flatMap((range) => range.groups);
    writeFooter(file, text.columns, groups, share.take(0));
    return groups.reduce((sum, { rows }) => sum + rows, 0);
  } finally {
    closeSync(file);
  }
}

/** What all threads read, once all have ended; null where one found a row that is not read here. */
async function allRanges(
  jobs: readonly Promise<readonly RangeGroups[] | null>[],
): Promise<RangeGroups[] | null> {
  const ended = await Promise.allSettled(jobs);
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const read = ended.map((one) => (one.status === 'fulfilled' ? one.value : null));
  return read.every((one) => one !== null) ? read.flat() : null;
}
