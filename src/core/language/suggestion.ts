import type { LanguageFacts } from './facts.js';
import type { Outline, Place } from './outline.js';

/** One thing that could be written at the cursor. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'key' | 'metric' | 'column' | 'path' | 'value' | 'check';
  /** A few words behind the label. */
  readonly detail: string;
  /** Markdown; empty where the label says it all. */
  readonly documentation: string;
  /** A snippet: `$1` and `$0` are places to go on typing, `\$` is a dollar. */
  readonly insert: string;
  /** The better suggestions come first; equal ranks keep their order. */
  readonly rank: number;
  /** Suggests again behind what was inserted. */
  readonly more: boolean;
}

/** What a suggestion is made with. */
export interface CompletionContext {
  readonly facts: LanguageFacts;
  /** The whole text, what stands behind the cursor too. */
  readonly outline: Outline;
  readonly place: Place;
}

/** A suggestion without documentation. */
export function suggestion(
  label: string,
  kind: Suggestion['kind'],
  detail: string,
  insert: string,
  rank: number,
  more = false,
): Suggestion {
  return { label, kind, detail, documentation: '', insert, rank, more };
}
