import type * as z from 'zod/mini';

import { unseal } from './sealed.js';

/** A message of the editor, or why it is none: of another version, or not of the shape that was agreed. */
export type Incoming<T> = { readonly message: T } | { readonly problem: 'version' | 'shape' };

/** Reads what was sent to a page. Whoever could send may send anything: a page that trusts is a page that breaks. */
export function readIncoming<T>(raw: unknown, version: number, schema: z.ZodMiniType<T>): Incoming<T> {
  const unsealed = unseal(raw, version);
  if ('problem' in unsealed) return unsealed;
  const parsed = schema.safeParse(unsealed.parts);
  return parsed.success ? { message: parsed.data } : { problem: 'shape' };
}
