import { partsOf } from '../shared/sealed.js';

/** Version of what outputs are, and of what they ask. */
export const PROTOCOL = 1;

/** What an output asks of the editor. */
export type FromRenderer =
  | { readonly type: 'copy'; readonly as: 'CSV' | 'Markdown'; readonly text: string }
  | { readonly type: 'open'; readonly text: string };

/** Longer texts are no table that was shown. */
const MOST = 5_000_000;

/** A message from an output, which is never trusted; null when it is none that we know. */
export function parseFromRenderer(message: unknown): FromRenderer | null {
  const { type, as, text } = partsOf(message, PROTOCOL);
  if (typeof text !== 'string' || text.length > MOST) return null;
  if (type === 'copy' && (as === 'CSV' || as === 'Markdown')) return { type, as, text };
  return type === 'open' ? { type, text } : null;
}
