import { basename } from 'node:path';

import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';

import { CancelledError } from '../../../core/errors.js';
import { withoutKind } from '../../shared/errors.js';
import { name, text } from '../sql.js';
import { QueryError } from './query-error.js';

/** What a query may take. */
export interface QueryLimits {
  /** Rows that are given at most; whether there were more is told. */
  readonly rows: number;
  readonly seconds: number;
  readonly megabytes: number;
}

export const QUERY_LIMITS: QueryLimits = { rows: 1000, seconds: 60, megabytes: 768 };

/** A view that queries may read, by the SELECT that it stands for. */
export interface QueryView {
  readonly name: string;
  readonly sql: string;
}

/** Rows that queries may read as a table. */
export interface QueryTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly QueryCell[])[];
}

export type QueryCell = string | number | boolean | null;

export interface QueryRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly QueryCell[])[];
  /** Whether there were more rows than the limit. */
  readonly more: boolean;
}

/** Longer cells are no values that a table shows. */
const MOST_CELL = 2000;

/** Rows inserted at once. */
const BATCH = 500;

/**
 * A DuckDB of its own for queries that somebody else wrote. Before the first of them it is locked: it reads the files of its
 * views and nothing else, loads nothing, writes nothing (no spilling either), and takes no more settings.
 */
export class LockedDatabase {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly limits: QueryLimits,
  ) {}

  /** `files` are the only ones that can be read from then on. */
  static async open(
    views: readonly QueryView[],
    tables: readonly QueryTable[],
    files: readonly string[],
    limits: QueryLimits = QUERY_LIMITS,
  ): Promise<LockedDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: `${limits.megabytes}MB`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      allow_unsigned_extensions: 'false',
    });
    const connection = await instance.connect();
    const database = new LockedDatabase(instance, connection, limits);
    try {
      for (const setting of [
        `SET TimeZone = 'UTC'`,
        `SET preserve_insertion_order = true`,
        `SET temp_directory = ''`,
        `SET allowed_paths = [${files.map((file) => text(file)).join(', ')}]`,
        `SET allowed_directories = []`,
      ]) {
        await connection.run(setting);
      }
      for (const table of tables) await database.#createTable(table);
      for (const view of views) await connection.run(`CREATE VIEW ${name(view.name)} AS ${view.sql}`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** How DuckDB understands a query, as JSON (`json_serialize_sql`): what it refuses to show is no query. */
  async tree(sql: string): Promise<string> {
    const reader = await this.connection.runAndReadAll('SELECT json_serialize_sql($sql::VARCHAR)', { sql });
    return String(reader.getRows()[0]?.[0]);
  }

  /** Runs one SELECT. Throws QueryError, and CancelledError when the signal aborts. */
  async query(
    sql: string,
    parameters: Readonly<Record<string, QueryCell>>,
    signal: AbortSignal,
  ): Promise<QueryRows> {
    if (signal.aborted) throw new CancelledError();
    const { rows: most, seconds } = this.limits;
    let late = false;
    const interrupt = (): void => this.connection.interrupt();
    const timer = setTimeout(() => {
      late = true;
      interrupt();
    }, seconds * 1000);
    signal.addEventListener('abort', interrupt);
    // In brackets only a query can stand; a line end before the last one closes what a comment left open.
    const wrapped = `SELECT * FROM (\n${sql.replace(/;\s*$/, '')}\n) LIMIT ${most + 1}`;
    try {
      const reader = await this.connection.runAndReadAll(wrapped, { ...parameters });
      const types = reader.columnTypes().map(String);
      const columns = reader
        .deduplicatedColumnNames()
        .map((column, i) => ({ name: column, type: types[i] ?? '' }));
      const all = reader.getRows();
      const rows = all.slice(0, most).map((row) => row.map((value, i) => cellOf(value, types[i] ?? '')));
      return { columns, rows, more: all.length > most };
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      if (late)
        throw new QueryError(
          `The query was stopped after ${seconds} s. Let it read less: a shorter time, fewer columns, a GROUP BY.`,
          null,
        );
      throw queryError(error, sql);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  async #createTable({ name: table, columns, rows }: QueryTable): Promise<void> {
    const types = columns.map(([column, type]) => `${name(column)} ${type}`).join(', ');
    await this.connection.run(`CREATE TABLE ${name(table)} (${types})`);
    for (let at = 0; at < rows.length; at += BATCH) {
      const values = rows.slice(at, at + BATCH).map((row) => `(${row.map(literal).join(', ')})`);
      await this.connection.run(`INSERT INTO ${name(table)} VALUES ${values.join(', ')}`);
    }
  }
}

function literal(value: QueryCell): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'NULL';
  return typeof value === 'boolean' ? String(value) : text(value);
}

/** A value as plain data: whole numbers that a double holds, times as ISO text, what nests as JSON-like text. */
function cellOf(value: DuckDBValue, type: string): QueryCell {
  if (value === null) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (type.startsWith('DECIMAL')) return Number(String(value));
  const words = String(value);
  const time = type.startsWith('TIMESTAMP') ? words.replace(' 00:00:00', '') : words;
  return time.length > MOST_CELL ? `${time.slice(0, MOST_CELL)}…` : time;
}

function queryError(error: unknown, sql: string): QueryError {
  const message = error instanceof Error ? error.message : String(error);
  const [first = message] = message.split('\n');
  // DuckDB shows the line and a caret below the place; the query begins on the second line of what it was given.
  const caret = /^LINE (\d+): (.*)\n( *)\^/m.exec(message);
  const offset = caret === null ? null : caretOffset(caret, sql);
  if (/Out of Memory/i.test(first)) {
    return new QueryError(
      'The query needs more memory than it may take. Let it read less: fewer columns, a GROUP BY of fewer values.',
      null,
    );
  }
  const damaged = /Failed to read file "(.*)": /.exec(first)?.[1];
  if (damaged !== undefined) {
    return new QueryError(
      `${basename(damaged)} is damaged: a column that the query asks for does not read. Write it anew, or take it out of the log.`,
      null,
    );
  }
  return new QueryError(withoutKind(first), offset);
}

function caretOffset(caret: RegExpExecArray, sql: string): number | null {
  const line = Number(caret[1]) - 2;
  const lines = sql.split('\n');
  if (line < 0 || line >= lines.length) return null;
  const shown = caret[2] ?? '';
  const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  const cut = shown.startsWith('...') ? 3 : 0;
  const inShown = (caret[3]?.length ?? 0) - `LINE ${caret[1] ?? ''}: `.length;
  const at = (lines[line] ?? '').indexOf(shown.slice(cut).replace(/\.\.\.$/, ''));
  return at < 0 ? before : before + at + Math.max(0, inShown - cut);
}
