import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { LabelEvidence, LabelQuestion } from '../core/lint/host.js';
import type { LogRole } from '../core/profile/log-facts.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import type { Session } from '../engines/local/session.js';
import type { Source } from '../engines/local/source.js';
import { canonicalText, text, timeMicroseconds } from '../engines/local/sql.js';
import { nativeFailure } from './choose-engine.js';

/** Predictions that are looked up: the same ones every time. */
const SAMPLE = 5000;

/** Log files that are looked at, from the first to the last. */
const LOG_FILES = 3;

/** More than this is not read for a lint: a check tells the same, and exactly. */
const MAX_BYTES = 400_000_000;

/**
 * Looks how the labels of a sample of predictions came back: how many have a label by their id, and how long
 * after. Null where the files are too large to be read for that, or DuckDB cannot load.
 *
 * @throws DataError where a file cannot be read; CancelledError.
 */
export async function labelEvidence(
  folder: string,
  question: LabelQuestion,
  cache: CacheFolder | null,
  signal: AbortSignal,
): Promise<LabelEvidence | null> {
  const logs = spread(question.logs, LOG_FILES);
  const bytes = await Promise.all([...logs, ...question.labels].map((file) => sizeOf(folder, file)));
  if (logs.length === 0 || bytes.reduce((sum, size) => sum + size, 0) > MAX_BYTES) return null;
  if ((await nativeFailure()) !== null) return null;
  const [{ openLog }, { Session }] = await Promise.all([
    import('../engines/local/inspect.js'),
    import('../engines/local/session.js'),
  ]);
  const session = new Session(folder, cache);
  try {
    const open = async (role: LogRole, files: readonly string[]): Promise<readonly Source[]> => {
      const request = {
        role,
        files,
        timestamp: null,
        futureMargin: 0,
        distinct: false,
        upTo: 'last whole row',
      } as const;
      return (await openLog(session, request, { signal, onProgress: () => undefined })).sources;
    };
    const sources = {
      logs: (await open('current', logs)).filter(({ columns }) => columns.has(question.id)),
      labels: (await open('labels', question.labels)).filter(({ columns }) => columns.has(question.labelId)),
    };
    if (sources.logs.length === 0 || sources.labels.length === 0) return null;
    return await measure(session, sources, question, signal);
  } finally {
    await session.close();
  }
}

async function measure(
  session: Session,
  { logs, labels }: { readonly logs: readonly Source[]; readonly labels: readonly Source[] },
  { id, timestamp, unit, labelId, received, maturesMs }: LabelQuestion,
  signal: AbortSignal,
): Promise<LabelEvidence> {
  const database = await session.database();
  const rows = (files: readonly Source[], key: string, time: string | null): Promise<string[]> =>
    Promise.all(
      files.map(async (file) => {
        const ids = file.columns.get(key);
        const times = time === null ? undefined : file.columns.get(time);
        const at = times === undefined ? 'NULL::BIGINT' : timeMicroseconds(times, unit);
        return `SELECT ${ids === undefined ? 'NULL' : canonicalText(ids, false)} AS id, ${at} AS time FROM read_parquet(${text(await file.parquet())})`;
      }),
    );
  const predictions = (await rows(logs, id, timestamp)).join(' UNION ALL ');
  const arrived = (await rows(labels, labelId, received)).join(' UNION ALL ');
  await database.run(
    `CREATE OR REPLACE TEMP TABLE sampled AS
       WITH predictions AS (${predictions})
       SELECT id, min(time) AS time FROM (
         SELECT id, time FROM predictions
         WHERE id IS NOT NULL AND (time IS NULL OR time <= (SELECT max(time) FROM predictions) - ${maturesMs * 1000})
         ORDER BY hash(id), id LIMIT ${SAMPLE}
       ) GROUP BY id`,
    signal,
  );
  const [row = {}] = await database.rows(
    `WITH came AS (SELECT id, max(time) AS time FROM (${arrived}) WHERE id IN (SELECT id FROM sampled) GROUP BY id),
          timed AS (SELECT came.time - sampled.time AS delay, came.time AS arrival FROM sampled JOIN came USING (id)
                    WHERE came.time IS NOT NULL AND sampled.time IS NOT NULL)
     SELECT (SELECT count(*) FROM sampled) AS sampled, (SELECT count(*) FROM came) AS joined,
            (SELECT count(*) FROM timed) AS timed,
            (SELECT quantile_disc(delay, 0.95) FROM timed WHERE delay >= 0) AS p95,
            (SELECT count(*) FROM timed WHERE delay < 0 OR arrival > ${Date.now() * 1000}) AS impossible`,
    signal,
  );
  const p95 = row.p95 ?? null;
  return {
    sampled: Number(row.sampled),
    joined: Number(row.joined),
    idTypes: {
      log: logs[0]?.columns.get(id)?.type ?? '',
      labels: labels[0]?.columns.get(labelId)?.type ?? '',
    },
    timed:
      timestamp === null || received === null
        ? null
        : {
            count: Number(row.timed),
            p95Ms: p95 === null ? null : Number(p95) / 1000,
            impossible: Number(row.impossible),
          },
  };
}

function spread(files: readonly string[], most: number): readonly string[] {
  if (files.length <= most) return files;
  const step = (files.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => files[Math.round(i * step)] ?? '');
}

async function sizeOf(folder: string, file: string): Promise<number> {
  return (await stat(resolve(folder, file))).size;
}
