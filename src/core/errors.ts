/** Where in a user's file something went wrong; lines, columns and rows count from 1. */
export interface Place {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly row?: number;
}

/** Wrong usage or a config that cannot work: exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    message: string,
    readonly place: Place | null = null,
  ) {
    super(message);
  }
}

/** Data that cannot be read: exit code 3. */
export class DataError extends Error {
  override readonly name = 'DataError';
  /** `reason`: `no-rows` where the logs are well, and empty. */
  constructor(
    message: string,
    readonly place: Place | null = null,
    readonly reason: 'no-rows' | null = null,
  ) {
    super(message);
  }
}

/** The user, or the host, asked to stop: exit code 130. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled.');
  }
}
