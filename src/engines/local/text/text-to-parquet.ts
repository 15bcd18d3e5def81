import { closeSync, openSync, writeSync } from 'node:fs';

import { Breath } from '../../../core/profile/breath.js';
import type { TaskRunner } from '../pool/pool.js';
import type { CellColumn } from './text-columns.js';
import { RANGE_BYTES, TextShare, type TextDialect, type TextJob, type TextRows } from './text-job.js';
import { MAGIC, writeFooter } from './write-groups.js';

/** A text whose rows stand in bytes `[start, end)`, and what they are read as. */
export interface PlainText {
  readonly path: string;
  readonly dialect: TextDialect;
  readonly columns: readonly CellColumn[];
  readonly start: number;
  readonly end: number;
}

/** What was read of a text. */
export interface ReadText {
  readonly rows: number;
  /** By column, how many objects have the field. */
  readonly counts: readonly number[];
}

/**
 * Turns a text into a Parquet file at `target` with all threads. Null where some row is not plain: its cells are not what the columns hold, it is
 * no UTF-8, or it is longer than a piece; then what is at `target` is worth nothing.
 */
export async function textToParquet(
  runner: TaskRunner,
  text: PlainText,
  target: string,
  signal: AbortSignal,
): Promise<ReadText | null> {
  const share = TextShare.create();
  const file = openSync(target, 'w');
  try {
    writeSync(file, MAGIC, 0, MAGIC.length, share.take(MAGIC.length));
    const job: TextJob = { ...text, target, shared: share.buffer };
    const jobs = Math.min(runner.threads, Math.ceil((text.end - text.start) / RANGE_BYTES));
    const read = await allOf(
      Array.from({ length: Math.max(1, jobs) }, async () => {
        try {
          return await runner.text(job, signal);
        } catch (error) {
          share.giveUp();
          throw error;
        }
      }),
    );
    const ranges = read.flatMap((one) => one.ranges ?? []);
    if (read.some((one) => one.ranges === null) || !text.columns.every((_, i) => isOneShape(read, i)))
      return null;
    const groups = ranges.sort((a, b) => a.range - b.range).flatMap((range) => range.groups);
    await writeFooter(file, text.columns, groups, share.take(0), new Breath(signal));
    return {
      rows: groups.reduce((sum, { rows }) => sum + rows, 0),
      counts: text.columns.map((_, i) => read.reduce((sum, { fields }) => sum + (fields[i]?.count ?? 0), 0)),
    };
  } finally {
    closeSync(file);
  }
}

/** What all threads read, once all have ended. */
async function allOf(jobs: readonly Promise<TextRows>[]): Promise<TextRows[]> {
  const ended = await Promise.allSettled(jobs);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Whether all threads found the times of a column written alike. */
function isOneShape(read: readonly TextRows[], column: number): boolean {
  const shapes = read.map(({ fields }) => fields[column]?.shape ?? 0).filter((shape) => shape !== 0);
  return shapes.every((shape) => shape === shapes[0]);
}
