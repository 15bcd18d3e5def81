import { DataError } from '../../core/errors.js';

/** DuckDB's native part is there and does not load; another engine can read the logs. */
export class DuckDbCannotLoad extends DataError {
  readonly why: string;

  constructor(cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const why = message.split('\n')[0] ?? message;
    super(`DuckDB cannot load on this platform: ${why}.`);
    this.why = why;
  }
}
