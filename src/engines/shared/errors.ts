import { access } from 'node:fs/promises';

import { CancelledError, DataError } from '../../core/errors.js';
import { reason } from './format.js';

/** An error about one file, in words and with its name. */
export function asDataError(error: unknown, shown: string, signal: AbortSignal): Error {
  if (error instanceof DataError || error instanceof CancelledError) return error;
  if (signal.aborted) return new CancelledError();
  const message = error instanceof Error ? error.message : String(error);
  if (
    /No magic bytes|footer|not a Parquet|No files found/i.test(message) &&
    /magic|footer|Parquet/i.test(message)
  ) {
    return new DataError(
      `${shown} is cut short: the end of the Parquet file is missing. Was it still being written? Copy it again, complete.`,
      {
        path: shown,
      },
    );
  }
  if (/No files found|cannot open file|No such file|ENOENT/i.test(message)) {
    return new DataError(
      `${shown} was there and is gone: it was moved or deleted while it was read. Run the check again.`,
      {
        path: shown,
      },
    );
  }
  const code = (error as NodeJS.ErrnoException).code;
  const words = code === undefined ? (message.split('\n')[0] ?? message) : reason(error);
  return new DataError(`${shown} cannot be read: ${words}`, { path: shown });
}

/** An error about several files at once: names the one that is gone, if one is. */
export async function asLogError(
  error: unknown,
  files: readonly { readonly path: string; readonly facts: { readonly path: string } }[],
  signal: AbortSignal,
): Promise<Error> {
  if (error instanceof DataError || error instanceof CancelledError || error instanceof TypeError)
    return error;
  if (signal.aborted) return new CancelledError();
  for (const file of files) {
    try {
      await access(file.path);
    } catch (missing) {
      return asDataError(missing, file.facts.path, signal);
    }
  }
  return asDataError(error, files[0]?.facts.path ?? 'The log', signal);
}
