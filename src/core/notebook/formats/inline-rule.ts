import type MarkdownIt from 'markdown-it';

/** An inline value where prose is rendered. */
export interface InlineTokenInfo {
  /** Between the braces, trimmed. */
  readonly text: string;
  /** As it is written, with its braces. */
  readonly written: string;
  /** What the renderer was called with. */
  readonly env: unknown;
}

/** Makes markdown-it read `{{ … }}`; `valueOf` gives its HTML. */
export function inlineRule(md: MarkdownIt, valueOf: (info: InlineTokenInfo) => string): void {
  md.inline.ruler.before('escape', 'tidemark_value', (state, silent) => {
    if (state.src.charCodeAt(state.pos) !== 0x7b) return false;
    const match = /^\{\{([^{}\n]{1,200})\}\}/.exec(state.src.slice(state.pos, state.pos + 210));
    if (match === null) return false;
    if (!silent) {
      const token = state.push('tidemark_value', '', 0);
      token.content = (match[1] ?? '').trim();
      token.markup = match[0];
    }
    state.pos += match[0].length;
    return true;
  });
  md.renderer.rules['tidemark_value'] = (tokens, i, _options, env: unknown) => {
    const token = tokens[i];
    return valueOf({ text: token?.content ?? '', written: token?.markup ?? '', env });
  };
}
