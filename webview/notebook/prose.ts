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
      valueHtml(md, written, valuesOf(env)?.[text]),
    );
  });
}

/** Values are the metadata of the cell that is rendered; what it holds is not trusted. */
function valuesOf(env: unknown): Readonly<Record<string, ShownValue>> | undefined {
  const item = (env as { outputItem?: { metadata?: { inline?: Record<string, ShownValue> } } } | undefined)
    ?.outputItem;
  const inline = item?.metadata?.inline;
  return typeof inline === 'object' ? inline : undefined;
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
