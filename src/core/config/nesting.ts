/**
 * How deep a YAML text may nest at most, without parsing it: brackets, levels of indentation and compact
 * `- - ` counted together. The parser calls itself at each level, and a stack that overflows inside of it can
 * end the whole process, so a text is measured before it is parsed. Brackets in quoted text count too: the
 * answer may be too large, never too small.
 */
export function nestingDepth(source: string): number {
  let deepest = 0;
  let brackets = 0;
  const indents: number[] = [];
  for (const line of source.split('\n')) {
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line[indent] === '#' || line[indent] === '\r') continue;
    while ((indents.at(-1) ?? -1) >= indent) indents.pop();
    indents.push(indent);
    const outside = brackets;
    let most = 0;
    let compact = 0;
    for (let at = indent; at < line.length; at += 1) {
      const character = line[at];
      if (character === '[' || character === '{') brackets += 1;
      else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
      else if (character === '#' && /\s/.test(line[at - 1] ?? '')) break;
      else if (isIndicator(line, at, indent)) compact += 1;
      most = Math.max(most, brackets);
    }
    deepest = Math.max(deepest, Math.max(most, outside) + indents.length + compact);
  }
  return deepest;
}

/** A `-`, `?` or `:` that may open a level on the same line. */
function isIndicator(line: string, at: number, indent: number): boolean {
  const character = line[at];
  if (character !== '-' && character !== '?' && character !== ':') return false;
  const next = line[at + 1];
  const before = line[at - 1];
  return (next === undefined || /\s/.test(next)) && (at === indent || /\s/.test(before ?? ' '));
}
