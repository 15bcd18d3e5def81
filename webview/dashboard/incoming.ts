import * as z from 'zod/mini';

import { readIncoming, type Incoming } from '../shared/incoming.js';
import { text } from '../shared/text.js';
import { PROTOCOL, type ToldDashboard } from './protocol.js';
import { featureSchema, segmentSchema, viewSchema } from './view-schema.js';

const line = z.nullable(z.int().check(z.positive()));
const count = z.number().check(z.nonnegative());

const viewSettings = z.object({
  column: z.nullable(text),
  chunk: z.nullable(text),
  zoom: z.nullable(z.tuple([text, text])),
  segment: z.nullable(text),
});

/** A view comes as JSON. */
const viewText = z.pipe(
  z.pipe(
    z.string(),
    z.transform((json, context): unknown => {
      try {
        return JSON.parse(json);
      } catch {
        context.issues.push({ code: 'custom', message: 'This is no JSON.', input: json });
        return z.NEVER;
      }
    }),
  ),
  viewSchema,
);

const schema: z.ZodMiniType<ToldDashboard> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('view'),
    view: viewText,
    checkedAt: text,
    stale: z.nullable(text),
  }),
  z.object({ type: z.literal('partial'), view: viewText }),
  z.object({
    type: z.literal('feature'),
    column: text,
    checkedAt: text,
    feature: z.nullable(featureSchema),
  }),
  z.object({
    type: z.literal('segment'),
    segment: text,
    checkedAt: text,
    view: z.nullable(segmentSchema),
  }),
  z.object({
    type: z.literal('progress'),
    progress: z.nullable(z.object({ done: count, total: count, unit: text, rows: count })),
  }),
  z.object({
    type: z.literal('error'),
    error: z.object({
      kind: z.enum(['config', 'data', 'no-rows', 'other']),
      message: text,
      path: z.nullable(text),
      line,
    }),
  }),
  z.object({
    type: z.literal('state'),
    state: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('idle'), model: text }),
      z.object({ kind: z.literal('no-config'), message: text }),
      z.object({ kind: z.literal('untrusted'), works: z.array(text), waits: z.array(text) }),
    ]),
  }),
  z.object({ type: z.literal('rasterise'), number: z.int(), svg: z.string() }),
  z.object({ type: z.literal('show'), settings: viewSettings }),
]);

/** Reads what was sent to the dashboard. */
export function parseToDashboard(raw: unknown): Incoming<ToldDashboard> {
  return readIncoming(raw, PROTOCOL, schema);
}
