/*
 * Recipes, charts and bundles hold `{{ … }}`, `{% … %}` and `${…}`, which YAML takes for maps or refuses. So
 * before parsing each character of a template moves to Unicode's private area: the text keeps its length, and
 * with it every place, and the value can still be shown. A value with such a character is unknown, not empty.
 */

const PRIVATE = 0xe000;
const PRIVATE_END = 0xe0ff;

const TEMPLATE = /\{\{[^\n]*?\}\}+|\{%[^\n]*?%\}|\$\{[^{}\n]*\}|\$\{\{[^\n]*?\}\}/g;

/** A line that only steers a template engine and leaves nothing in the file. */
const CONTROL_LINE =
  /^([ \t]*)(\{%[^\n]*?%\}|\{\{-?\s*(?:if|else|end|range|with|define|block|template|\/\*)\b[^\n]*?\}\})[ \t]*$/gm;

/** The text with its templates hidden from YAML; as long as it was. */
export function hideTemplates(text: string): string {
  if (!/\{\{|\{%|\$\{/.test(text)) return text;
  return text
    .replace(
      CONTROL_LINE,
      (_, margin: string, line: string) => `${margin}#${' '.repeat(Math.max(0, line.length - 1))}`,
    )
    .replace(TEMPLATE, (template) => shift(template));
}

/** A value as its author wrote it. */
export function showTemplates(value: string): string {
  return value.replace(/[\uE000-\uE0FF]/g, (character) =>
    String.fromCharCode(character.charCodeAt(0) - PRIVATE),
  );
}

/** Whether a value has a template in it, so that nobody knows it before it is filled in. */
export function hasTemplate(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code >= PRIVATE && code <= PRIVATE_END) return true;
  }
  return false;
}

function shift(template: string): string {
  let hidden = '';
  for (let at = 0; at < template.length; at += 1) {
    const code = template.charCodeAt(at);
    hidden += code <= 0xff && code >= 0x20 ? String.fromCharCode(PRIVATE + code) : template[at];
  }
  return hidden;
}
