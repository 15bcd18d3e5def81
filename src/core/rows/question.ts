import type { RowsBin, RowsChunk } from '../profile/rows.js';
import type { Side } from '../profile/profiles.js';
import type { Provenance, Report } from '../report/report.js';

/** Rows that somebody wants to see, in the report's own names. */
export interface RowsQuestion {
  readonly side: Side;
  /** Name of a chunk of that side; null = the whole window. */
  readonly chunk: string | null;
  /** The column that `bin` is about; null where it is about none. */
  readonly column: string | null;
  readonly bin: RowsBin;
}

/** What a host needs of a report to find the very rows that it counted. */
export interface CountedRows {
  readonly side: Side;
  readonly chunk: RowsChunk | null;
  readonly column: string | null;
  readonly bin: RowsBin;
  readonly asOf: string | null;
  readonly provenance: Pick<Provenance, 'config_sha256' | 'inputs'>;
}

/** Sets a question against the report that it is about; null where the report has no such chunk. */
export function countedRows(report: Report, question: RowsQuestion): CountedRows | null {
  const { side, column, bin } = question;
  const chunk = chunkOf(report, question);
  if (chunk === undefined) return null;
  const { config_sha256, inputs } = report.provenance;
  return { side, column, bin, chunk, asOf: report.as_of, provenance: { config_sha256, inputs } };
}

function chunkOf(report: Report, { side, chunk }: RowsQuestion): RowsChunk | null | undefined {
  if (chunk === null) return null;
  const chunks = report.chunks.filter((one) => one.side === side);
  const found = chunks.find((one) => one.name === chunk);
  if (found === undefined) return undefined;
  const start = Date.parse(found.name);
  return {
    start: Number.isNaN(start) ? null : start,
    place: chunks.filter(({ rows }) => rows > 0).indexOf(found),
  };
}

const SIMPLE = ['all', 'missing', 'infinite', 'unseen'] as const;

/** A question from outside, which is never trusted; null when it is none. */
export function parseRowsQuestion(value: unknown): RowsQuestion | null {
  if (typeof value !== 'object' || value === null) return null;
  const { side, chunk, column, bin } = value as Readonly<Record<string, unknown>>;
  const parsed = parseBin(bin);
  if (side !== 'reference' && side !== 'current') return null;
  if (!isNameOrNull(chunk) || !isNameOrNull(column) || parsed === null) return null;
  return { side, chunk, column, bin: parsed };
}

function parseBin(value: unknown): RowsBin | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, low, high, value: text, own, but } = value as Readonly<Record<string, unknown>>;
  const simple = SIMPLE.find((one) => one === kind);
  if (simple !== undefined) return { kind: simple };
  if (kind === 'range' && isEdge(low) && isEdge(high)) return { kind, low, high };
  if (kind === 'value' && typeof text === 'string') return { kind, value: text };
  if (kind === 'other' && Number.isInteger(own) && (own as number) > 0) return { kind, own: own as number };
  if (kind !== 'rest' || !Array.isArray(but) || but.length > 1000) return null;
  const bins = but.map(parseBin);
  return bins.every((one) => one !== null && one.kind !== 'rest')
    ? { kind, but: bins as Extract<RowsBin, { kind: 'rest' }>['but'] }
    : null;
}

function isEdge(value: unknown): value is number | null {
  return value === null || Number.isFinite(value);
}

function isNameOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length < 4096);
}
