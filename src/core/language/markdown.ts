/** A text that Markdown shows as it is: names come from logs, and may hold anything. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!<>|~&]/g, '\\$&')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '');
}
