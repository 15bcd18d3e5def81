import * as z from 'zod/mini';

import { readIncoming, type Incoming } from '../shared/incoming.js';
import { list, text, texts, textsOrNull } from '../shared/text.js';
import { PROTOCOL, type ShownPage, type ToRows } from './protocol.js';

const count = z.int().check(z.nonnegative());

const page: z.ZodMiniType<ShownPage> = z.object({
  heading: text,
  words: text,
  notes: texts,
  offset: count,
  limit: z.int().check(z.positive()),
  total: count,
  asked: z.boolean(),
  columns: list(z.object({ name: text, type: text })),
  rows: list(z.object({ file: text, row: count, cells: textsOrNull })),
});

const schema: z.ZodMiniType<ToRows> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page'), page }),
  z.object({ type: z.literal('progress'), words: text }),
  z.object({ type: z.literal('error'), message: text, help: z.enum(['check', 'retry', 'trust']) }),
]);

/** Reads what was sent to a table of rows. */
export function parseToRows(raw: unknown): Incoming<ToRows> {
  return readIncoming(raw, PROTOCOL, schema);
}
