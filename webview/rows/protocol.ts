import { partsOf } from '../shared/sealed.js';

/** Version of what both sides say, and of what the page keeps. */
export const PROTOCOL = 1;

/** Rows on one page. */
export const PAGE_SIZES = [200, 500] as const;

/** What the editor tells the table of rows. */
export type ToRows =
  | { readonly type: 'page'; readonly page: ShownPage }
  /** How far the reading is; the page before it stays. */
  | { readonly type: 'progress'; readonly words: string }
  /** The rows cannot be shown; what the button does that helps. */
  | { readonly type: 'error'; readonly message: string; readonly help: 'check' | 'retry' | 'trust' };

/** A page of rows, in words and text. */
export interface ShownPage {
  /** `2 113 rows`. */
  readonly heading: string;
  /** `origin = LAX, week of 18 June`. */
  readonly words: string;
  /** What must be known of them: how they differ from the report's count, what is not shown. */
  readonly notes: readonly string[];
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  /** Whether the first column is the one that is asked about. */
  readonly asked: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly {
    readonly file: string;
    readonly row: number;
    readonly cells: readonly (string | null)[];
  }[];
}

/** What the table asks of the editor. */
export type FromRows =
  /** The page listens, and wants these rows. */
  | { readonly type: 'page'; readonly offset: number; readonly limit: number }
  | { readonly type: 'export' }
  | { readonly type: 'cancel' }
  | { readonly type: 'check' }
  | { readonly type: 'manageTrust' };

const PLAIN = new Set(['export', 'cancel', 'check', 'manageTrust']);

/** A message from the webview, which is never trusted; null when it is none that we know. */
export function parseFromRows(message: unknown): FromRows | null {
  const { type, offset, limit } = partsOf(message, PROTOCOL);
  if (typeof type !== 'string') return null;
  if (PLAIN.has(type)) return { type } as FromRows;
  const size = PAGE_SIZES.find((one) => one === limit);
  if (type !== 'page' || size === undefined) return null;
  return Number.isSafeInteger(offset) && (offset as number) >= 0
    ? { type, offset: offset as number, limit: size }
    : null;
}

/** What the table remembers while hidden and over a restart. */
export interface RowsMemory {
  /** What the editor gave it to find its rows again: not looked at here. */
  readonly subject: unknown;
  readonly offset: number;
  readonly limit: number;
}
