import { access } from 'node:fs/promises';

import { CancelledError, DataError } from '../../core/errors.js';
import { reason } from './format.js';

/** A file that cannot be read, in the words of what failed: what is the matter with the file is not known yet. */
export class UnexplainedError extends DataError {}

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
  const broken = brokenJson(message, shown);
  if (broken !== null) return broken;
  if (message.includes('CSV Parser state machine')) {
    return new DataError(
      `${shown} is damaged: its rows cannot be told apart. Write it anew, or take it out of the log.`,
      { path: shown },
    );
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined) return new DataError(`${shown} cannot be read: ${reason(error)}.`, { path: shown });
  const words = withoutKind(message).replace(/[. ]*$/, '.');
  return /^(Out of Memory|Not implemented) Error: /.test(message)
    ? new DataError(`${shown} cannot be read: ${words}`, { path: shown })
    : new UnexplainedError(`${shown} cannot be read: ${words}`, { path: shown });
}

/** An entry of a JSON array that is no row; entries count from 1. */
export function brokenEntry(shown: string, entry: number, why: string): DataError {
  return new DataError(
    `${shown} cannot be read: entry ${entry} is no row: ${why}. Mend that entry, or take it out.`,
    { path: shown, row: entry },
  );
}

/** The first line of what DuckDB says, without the kind that it puts before: a user has no use for that. */
export function withoutKind(message: string): string {
  const [first = message] = message.split('\n');
  return first.replace(/^[A-Z][A-Za-z ]{1,30} Error: /, '');
}

/** What DuckDB says of JSON that breaks off, as an error; null for anything else. */
function brokenJson(message: string, shown: string): DataError | null {
  const found = /Malformed JSON in file .*, at byte \d+ in (line|record\/value) (\d+): ([^\n]*)/.exec(
    message,
  );
  if (found === null) return null;
  const why = (found[3] ?? '').trim().replace(/\.$/, '');
  // DuckDB has begun to count the entry that it breaks off in.
  if (found[1] !== 'line') return brokenEntry(shown, Math.max(1, Number(found[2]) - 1), why);
  return new DataError(`${shown} cannot be read: a line is no JSON: ${why}. Mend it, or take it out.`, {
    path: shown,
  });
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
