const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, in content and in quoted attributes: names and values come from logs that nobody vouches for. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Markup that is safe to join: everything put in is escaped, but what is markup already. */
export class Markup {
  constructor(readonly html: string) {}
}

/** A template whose values are escaped; `Markup` and lists of it go in as they are. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[] | null)[]
): Markup {
  return new Markup(
    strings.reduce((text, part, i) => {
      const value = values[i - 1];
      return `${text}${render(value)}${part}`;
    }),
  );
}

function render(value: string | number | Markup | readonly Markup[] | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Markup) return value.html;
  if (typeof value === 'object') return value.map((one) => one.html).join('');
  return escapeHtml(String(value));
}
