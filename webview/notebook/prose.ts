import type MarkdownIt from 'markdown-it';

import { inlineRule, type InlineTokenInfo } from '../../src/core/notebook/formats/inline-rule.js';

/** A value in prose, as the cell's metadata has it. */
interface ShownValue {
  readonly text: string;
  readonly verdict: string | null;
  readonly error: string | null;
  readonly detail: string;
  readonly stale: boolean;
}

interface MarkdownRenderer {
  extendMarkdownIt(extend: (md: MarkdownIt) => void): void;
}

const SIGNS: Readonly<Record<string, string>> = { alert: '⊗', error: '⊗', warn: '△', unknown: '?' };

/** Shows the values of `{{ … }}` in the prose of reports. */
export async function activate(context: {
  getRenderer(id: string): Promise<MarkdownRenderer | undefined>;
}): Promise<void> {
  const renderer = await context.getRenderer('vscode.markdown-it-renderer');
  renderer?.extendMarkdownIt((md) => {
    md.use(inlineRule, ({ text, written, env }: InlineTokenInfo) =>
      valueHtml(md, written, valueOf(env, text)),
    );
  });
}

/** Values are the metadata of the cell that is rendered; what it holds is not trusted. */
function valueOf(env: unknown, written: string): ShownValue | undefined {
  const item = (env as { outputItem?: { metadata?: { inline?: unknown } } } | undefined)?.outputItem;
  const inline = item?.metadata?.inline;
  if (typeof inline !== 'object' || inline === null || !Object.hasOwn(inline, written)) return undefined;
  const value = (inline as Readonly<Record<string, unknown>>)[written];
  return isShownValue(value) ? value : undefined;
}

function isShownValue(value: unknown): value is ShownValue {
  if (typeof value !== 'object' || value === null) return false;
  const { text, verdict, error, detail, stale } = value as Readonly<Record<string, unknown>>;
  const isTextOrNull = (one: unknown): boolean => one === null || typeof one === 'string';
  return (
    [text, detail].every((one) => typeof one === 'string') &&
    [verdict, error].every(isTextOrNull) &&
    typeof stale === 'boolean'
  );
}

function valueHtml(md: MarkdownIt, written: string, value: ShownValue | undefined): string {
  const escape = md.utils.escapeHtml;
  // Not run yet: what was written, quietly.
  if (value === undefined) return `<code>${escape(written)}</code>`;
  if (value.error !== null) {
    return `<code title="${escape(value.error)}">${escape(written)}</code> <em>(${escape(value.error)})</em>`;
  }
  const sign = value.verdict === null ? undefined : SIGNS[value.verdict];
  const words = `${escape(value.text)}${sign === undefined ? '' : `\u00A0${sign}`}`;
  const title = `${value.detail}${value.stale ? '. The config or the logs were written since: run the report again.' : ''}`;
  const shown = value.text.length > 40 ? words : `<strong>${words}</strong>`;
  return `<span title="${escape(title)}">${shown}${value.stale ? ' <em>(out of date)</em>' : ''}</span>`;
}
