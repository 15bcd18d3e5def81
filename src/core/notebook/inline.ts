import { parseSpan, type Span } from './span.js';

/** What an inline value can be of a metric. */
export const FACETS = ['value', 'interval', 'rows', 'limit', 'verdict', 'explanation'] as const;
/** Words about the whole report. */
export const WHOLE_WORDS = [
  'verdict',
  'decision',
  'because',
  'model',
  'owner',
  'rows',
  'period',
  'reference',
  'as_of',
] as const;

/** An inline value as it is meant: `{{ psi of origin }}`. */
export type InlineExpression =
  | { readonly kind: 'whole'; readonly word: (typeof WHOLE_WORDS)[number] }
  | { readonly kind: 'parameter'; readonly name: string }
  | {
      readonly kind: 'metric';
      readonly facet: (typeof FACETS)[number];
      readonly metric: string;
      readonly of: string | null;
      readonly span: Span | null;
      readonly segment: string | null;
      readonly version: string | null;
    };

/** An inline value in prose: offsets are those of the prose. */
export interface InlineValue {
  /** Between the braces, trimmed: what its value is kept under. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const BRACES = /\{\{([^{}\n]{1,200})\}\}/y;

/** How an inline value is written, for messages. */
export const INLINE_WORDS =
  '{{ psi of origin }}, {{ interval of roc_auc }}, {{ roc_auc in 2001-06-18 }}, {{ decision }} or {{ $parameter }}';

/** The inline values of Markdown, those in code left out: what stands in backticks or fences is shown as it is. */
export function inlineValues(prose: string): InlineValue[] {
  const found: InlineValue[] = [];
  let at = 0;
  let fence: string | null = null;
  while (at < prose.length) {
    if (at === 0 || prose.charAt(at - 1) === '\n') {
      const mark = /^ {0,3}(`{3,}|~{3,})([^\n]*)/.exec(prose.slice(at, at + 300));
      if (
        mark !== null &&
        (fence === null
          ? !(mark[1]?.startsWith('`') === true && mark[2]?.includes('`') === true)
          : closes(mark, fence))
      ) {
        fence = fence === null ? (mark[1] ?? null) : null;
        at = lineEnd(prose, at);
        continue;
      }
      if (fence !== null) {
        at = lineEnd(prose, at);
        continue;
      }
    }
    const character = prose.charAt(at);
    if (character === '\\') at += 2;
    else if (character === '`') at = afterCode(prose, at);
    else if (character === '{') {
      BRACES.lastIndex = at;
      const match = BRACES.exec(prose);
      if (match !== null) found.push({ text: (match[1] ?? '').trim(), start: at, end: BRACES.lastIndex });
      at = match === null ? at + 1 : BRACES.lastIndex;
    } else at += 1;
  }
  return found;
}

function closes(mark: RegExpExecArray, fence: string): boolean {
  const marks = mark[1] ?? '';
  return marks.charAt(0) === fence.charAt(0) && marks.length >= fence.length && (mark[2] ?? '').trim() === '';
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Offset behind a code span; behind the backticks where nothing closes them. */
function afterCode(text: string, at: number): number {
  const ticks = /^`+/.exec(text.slice(at))?.[0] ?? '`';
  const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
  closing.lastIndex = at + ticks.length;
  const match = closing.exec(text);
  return match === null ? at + ticks.length : match.index + ticks.length;
}

/** Reads an inline value; null where it is none that we know. */
export function parseInline(text: string): InlineExpression | null {
  const parameter = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(text);
  if (parameter !== null) return { kind: 'parameter', name: parameter[1] ?? '' };
  const whole = WHOLE_WORDS.find((word) => word === text);
  if (whole !== undefined) return { kind: 'whole', word: whole };
  const match =
    /^(?:(value|interval|rows|limit|verdict|explanation) of )?([a-z][a-z0-9_]*)(?: of (\S+))?(?: in (\S+))?(?: segment (\S+))?(?: version (\S+))?$/.exec(
      text.replace(/\s+/g, ' '),
    );
  if (match === null) return null;
  const [, facet, metric = '', of, window, segment, version] = match;
  const span = window === undefined ? null : parseSpan(window);
  if (window !== undefined && span === null) return null;
  return {
    kind: 'metric',
    facet: FACETS.find((word) => word === facet) ?? 'value',
    metric,
    of: of ?? null,
    span,
    segment: segment ?? null,
    version: version ?? null,
  };
}
