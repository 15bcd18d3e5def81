import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

/** A folder of its own with these files; `remove` takes it away. */
export async function folderOf(
  files: Record<string, string | Uint8Array>,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-test-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes a CSV as Parquet; `options` are further ones of DuckDB's `read_csv`. */
export async function toParquet(
  source: string,
  target: string,
  compression = 'snappy',
  options?: string,
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM read_csv('${source}'${options === undefined ? '' : `, ${options}`})) TO '${target}' (FORMAT parquet, COMPRESSION ${compression})`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** One row of a small churn log. */
export interface Row {
  readonly id: string;
  readonly at: string;
  readonly age: string;
  readonly plan: string;
  readonly score: string;
  readonly label: string;
}

/** `n` rows, `perDay` a day from `start`, the same for the same arguments: no randomness, only arithmetic. */
export function rows(n: number, start: string, options: { offset?: number; perDay?: number } = {}): Row[] {
  const { offset = 0, perDay = 200 } = options;
  const first = Date.parse(start);
  return Array.from({ length: n }, (_, k) => {
    const i = k + offset;
    // Multiples of irrational numbers fill the unit interval evenly, each column in an order of its own.
    const unit = (irrational: number): number => (i * irrational) % 1;
    const score = unit(0.6180339887498949);
    return {
      id: String(i),
      at: new Date(first + Math.floor((k / perDay) * 86_400_000))
        .toISOString()
        .slice(0, 19)
        .replace('T', ' '),
      age: String(18 + Math.floor(unit(0.4142135623730951) * 60)),
      plan: ['basic', 'plus', 'pro'][Math.floor(unit(0.7320508075688772) * 3)] ?? 'basic',
      score: score.toFixed(3),
      label: unit(0.2360679774997898) < score ? '1' : '0',
    };
  });
}

/** Rows as CSV with these columns. */
export function csv(
  of: readonly Row[],
  columns: readonly (keyof Row)[] = ['id', 'at', 'age', 'plan', 'score', 'label'],
): string {
  return `${[columns.join(','), ...of.map((row) => columns.map((column) => row[column]).join(','))].join('\n')}\n`;
}

/** A row as an object of JSON has it: numbers are numbers. */
export function objectOf(row: Row): Record<keyof Row, string | number> {
  const { id, age, score, label } = row;
  return { ...row, id: Number(id), age: Number(age), score: Number(score), label: Number(label) };
}

/** Rows as NDJSON. */
export function ndjson(of: readonly Row[]): string {
  return `${of.map((row) => JSON.stringify(objectOf(row))).join('\n')}\n`;
}

/** A config for these logs; `more` goes below it. */
export function config(
  options: { current?: string; reference?: string; more?: string; every?: string; checks?: string } = {},
): string {
  return `version: 1
model: churn
task: binary
logs:
  current: ${options.current ?? 'current.csv'}
  reference: ${options.reference ?? 'reference.csv'}
  columns: { id: id, timestamp: at, score: score, label: label }
  features: [age, plan]
every: ${options.every ?? '1d'}
checks:
${
  options.checks ??
  `  stability:
    - { metric: psi, of: features }
    - { metric: psi, of: score }
  performance:
    - { metric: roc_auc, alert: { below: 0.5 } }
  quality:
    - { metric: missing_share, of: features, alert: { above: 0.05 } }
    - { metric: unseen_share, of: plan, alert: { above: 0.01 } }
    - { metric: duplicate_share, alert: { above: 0 } }`
}
${options.more ?? ''}`;
}
