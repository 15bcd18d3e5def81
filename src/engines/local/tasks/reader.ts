import type { DuckDBDataChunk } from '@duckdb/node-api';

import type { AccumulatorFactory } from '../../../core/profile/accumulate.js';
import type { Factories } from '../../shared/table/block-reader.js';
import { runsOf, type Batch, type Reader, type Run } from '../../shared/tasks/reader.js';
import type { Task } from '../../shared/tasks/task.js';
import type { Database } from '../database.js';
import { doubles, integers, texts } from './vectors.js';

/** What a thread reads with: its database, and working space that its tasks share one after the other. */
export class DuckReader implements Reader {
  constructor(
    readonly database: Database,
    private readonly factories: Factories,
  ) {}

  accumulators(exact: boolean): AccumulatorFactory {
    return exact ? this.factories.exact : this.factories.sketched;
  }

  async stream(
    task: Pick<Task, 'from' | 'rows' | 'where' | 'cell'>,
    expressions: readonly (string | null)[],
    signal: AbortSignal,
    onBatch: (batch: ChunkBatch, runs: readonly Run[]) => void,
  ): Promise<void> {
    const columns = [task.cell, ...expressions.map((expression) => expression ?? 'NULL::DOUBLE')];
    await this.database.stream(
      `SELECT ${columns.join(', ')} FROM ${task.from} WHERE ${task.where}`,
      task.rows,
      signal,
      (chunk) => {
        const batch = new ChunkBatch(chunk);
        onBatch(batch, runsOf(batch.integers(0), chunk.rowCount));
      },
    );
  }
}

/** A batch of DuckDB's. */
export class ChunkBatch implements Batch {
  constructor(readonly chunk: DuckDBDataChunk) {}

  doubles(column: number): Float64Array {
    return doubles(this.chunk, column);
  }

  integers(column: number): Int32Array {
    return integers(this.chunk, column);
  }

  texts(column: number): (row: number) => string | null {
    return texts(this.chunk, column);
  }
}
