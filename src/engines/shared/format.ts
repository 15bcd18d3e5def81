import { open } from 'node:fs/promises';

import { DataError } from '../../core/errors.js';

/** How a log file is to be decoded. */
export interface LogFormat {
  readonly kind: 'parquet' | 'arrow' | 'csv' | 'tsv' | 'json' | 'ndjson';
  readonly compression: 'none' | 'gzip' | 'zstd';
}

/** Whether a log is plain lines, to which a writer may add more at any time. */
export function growsByLine({ kind, compression }: LogFormat): boolean {
  return compression === 'none' && (kind === 'csv' || kind === 'tsv' || kind === 'ndjson');
}

const EXTENSION = /\.(csv|tsv|json|ndjson|jsonl|parquet|arrow|feather)(\.gz|\.zst)?$/i;

/**
 * Format of a log by its name, held against its first bytes: a file that is not what its name says is an
 * error in plain sight, not a column of garbage. `shown` is the path used in messages.
 */
export async function formatOf(path: string, shown: string): Promise<LogFormat> {
  const match = EXTENSION.exec(path);
  const extension = match?.[1]?.toLowerCase();
  if (extension === undefined) {
    throw new DataError(
      `${shown} has no known ending. Logs end in .csv, .tsv, .json, .ndjson, .parquet or .arrow, text ones also in .gz or .zst.`,
      { path: shown },
    );
  }
  const compression = match?.[2] === undefined ? 'none' : match[2].toLowerCase() === '.gz' ? 'gzip' : 'zstd';
  const kind =
    extension === 'jsonl' ? 'ndjson' : extension === 'feather' ? 'arrow' : (extension as LogFormat['kind']);
  if ((kind === 'parquet' || kind === 'arrow') && compression !== 'none') {
    const why = kind === 'parquet' ? 'Parquet compresses inside' : 'Arrow is read as it is';
    throw new DataError(`${shown}: ${why}. Unpack the file and name it .${extension}.`, { path: shown });
  }
  const head = await firstBytes(path, shown);
  if (head.subarray(0, 4).toString('latin1') === 'FEA1') {
    throw new DataError(
      `${shown} is Feather of version 1, from before Arrow had files. Write it with version 2, which is what to_feather does.`,
      { path: shown },
    );
  }
  const found = signature(head);
  const expected =
    kind === 'parquet'
      ? 'Parquet'
      : kind === 'arrow'
        ? 'Arrow'
        : compression === 'gzip'
          ? 'gzip'
          : compression === 'zstd'
            ? 'Zstandard'
            : null;
  if (found !== expected) {
    throw new DataError(
      found === null
        ? `${shown} is no ${expected} file: it does not begin like one. ${expected === 'Parquet' || expected === 'Arrow' ? 'Was it cut short, or is it text?' : 'Is it plain text?'} Give it the ending of what it is.`
        : `${shown} is a ${found} file by its first bytes, whatever its name says. Give it the ending of what it is.`,
      { path: shown },
    );
  }
  if (expected === null) refuseBinary(head, shown);
  if ((kind === 'csv' || kind === 'tsv') && expected === null && /^\s*[[{]"/.test(head.toString('latin1'))) {
    throw new DataError(
      `${shown} holds JSON, not ${kind.toUpperCase()}. Name it .ndjson (a row a line) or .json.`,
      {
        path: shown,
      },
    );
  }
  return { kind, compression };
}

async function firstBytes(path: string, shown: string): Promise<Buffer> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw new DataError(`${shown} cannot be opened: ${reason(error)}.`, { path: shown });
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    if (bytesRead === 0) {
      throw new DataError(`${shown} is empty: 0 bytes. Remove it, or write the log again.`, { path: shown });
    }
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function signature(head: Buffer): 'Parquet' | 'Arrow' | 'gzip' | 'Zstandard' | null {
  // A file, or a stream, which begins with the mark of a message.
  if (head.subarray(0, 6).toString('latin1') === 'ARROW1' || (head.length >= 8 && head.readInt32LE(0) === -1))
    return 'Arrow';
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'Parquet';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'Zstandard';
  return null;
}

function refuseBinary(head: Buffer, shown: string): void {
  if (head.includes(0)) {
    const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
    throw new DataError(
      utf16
        ? `${shown} is UTF-16. Write it as UTF-8.`
        : `${shown} is not text: it has zero bytes at its start.`,
      { path: shown },
    );
  }
}

/** What a file-system error says, in words. */
export function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'it is not there any more';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read by you';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}
