import MarkdownIt from 'markdown-it';

import { escapeHtml } from '../../report/formats/html/escape.js';
import { inlineRule, type InlineTokenInfo } from './inline-rule.js';

/** A heading of the prose, for the table of contents. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** Prose as HTML, with the headings that were in it. */
export interface RenderedProse {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/**
 * CommonMark as HTML that is safe in a page: HTML in it is shown as text (comments are left out), pictures must be in the
 * file itself, and links lead to web pages, mail and places in the page only. `taken` are the ids that the page has already.
 */
export function renderProse(
  prose: string,
  valueOf: (info: InlineTokenInfo) => string,
  taken: Set<string>,
): RenderedProse {
  const headings: Heading[] = [];
  const md = new MarkdownIt('default', { html: true, linkify: false, typographer: false });
  md.use(inlineRule, valueOf);
  md.validateLink = (url) =>
    /^(https?:|mailto:|#)/i.test(url.trim()) || !/^[a-z][a-z0-9+.-]*:/i.test(url.trim());
  md.renderer.rules['html_block'] = md.renderer.rules['html_inline'] = (tokens, i) => {
    const text = (tokens[i]?.content ?? '').replace(/<!--[\s\S]*?(-->|$)/g, '');
    return text.trim() === '' ? '' : escapeHtml(text);
  };
  md.renderer.rules['image'] = (tokens, i, options, env, self) => {
    const token = tokens[i];
    const src = token?.attrGet('src') ?? '';
    const alt = self.renderInlineAsText(token?.children ?? [], options, env);
    // A page without a network shows no picture that it does not hold.
    return /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/.test(src)
      ? `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`
      : `<span class="picture">[picture: ${escapeHtml(alt === '' ? src : alt)}]</span>`;
  };
  const tokens = md.parse(prose, {});
  tokens.forEach((token, i) => {
    if (token.type !== 'heading_open') return;
    const text = md.renderer.renderInlineAsText(tokens[i + 1]?.children ?? [], md.options, {});
    const id = uniqueId(text, taken);
    token.attrSet('id', id);
    headings.push({ level: Number(token.tag.slice(1)), text, id });
  });
  return { html: md.renderer.render(tokens, md.options, {}), headings };
}

function uniqueId(text: string, taken: Set<string>): string {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const base = plain === '' ? 'section' : plain;
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
