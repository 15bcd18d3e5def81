import * as z from 'zod/mini';

import type { CellOutput, TableCell } from '../../src/core/notebook/outputs/output.js';
import type { Json } from '../../src/core/report/charts/plot.js';
import { readIncoming, type Incoming } from '../shared/incoming.js';
import { isList, list, text, textRows, texts } from '../shared/text.js';
import { PROTOCOL } from './protocol.js';

const verdict = z.enum(['error', 'alert', 'warn', 'unknown', 'pass', 'info']);
const place = z.int().check(z.positive());

/** Looked through in one go: a table has many thousands. */
const cells = z.custom<TableCell[][]>(
  (value) => isList(value) && value.every((row) => isList(row) && row.every(isCell)),
);

/** What arrives is plain data already; a reader's own chart may have any form, and Vega says where it has none. */
const spec = z.custom<Readonly<Record<string, Json>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const schema: z.ZodMiniType<CellOutput> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('verdict'),
    verdict,
    heading: text,
    sentence: text,
    families: list(z.object({ title: text, verdict, because: text })),
  }),
  z.object({ kind: z.literal('text'), text, muted: z.boolean() }),
  z.object({ kind: z.literal('lines'), lines: list(z.object({ verdict, text })) }),
  z.object({
    kind: z.literal('table'),
    title: z.nullable(text),
    columns: list(
      z.object({
        name: text,
        kind: z.enum(['text', 'code', 'number', 'time', 'boolean', 'verdict', 'trend']),
      }),
    ),
    rows: cells,
    shown: z.int().check(z.nonnegative()),
    total: z.nullable(z.int().check(z.nonnegative())),
    note: z.nullable(text),
  }),
  z.object({
    kind: z.literal('chart'),
    title: text,
    subtitle: text,
    spec,
    alt: text,
    table: z.object({ head: texts, rows: textRows }),
  }),
  z.object({
    kind: z.literal('error'),
    code: text,
    message: text,
    place: z.nullable(z.object({ line: place, column: place })),
  }),
]);

/** Reads an output, which an earlier version may have written. */
export function parseOutput(raw: unknown): Incoming<CellOutput> {
  return readIncoming(raw, PROTOCOL, schema);
}

function isCell(cell: unknown): boolean {
  if (typeof cell !== 'object' || cell === null) return false;
  const { value, text: read } = cell as Readonly<Record<string, unknown>>;
  return text.safeParse(read).success && (isPlain(value) || (isList(value) && value.every(isNumberOrNull)));
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}
