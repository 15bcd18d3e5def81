import type { RulePage } from './rule.js';
import { RULES } from './rules/registry.js';
import { MISTAKES } from './rules/mistakes.js';

/** Every page of the rule reference: the rules, then plain mistakes in writing. */
export const PAGES: readonly RulePage[] = [...RULES, ...MISTAKES];

/** The page of one rule in Markdown, as it stands in `docs/rules/<code>.md`. */
export function pageText(page: RulePage): string {
  const number = page.id === null ? '' : ` (${page.id})`;
  const lines = [
    `# ${page.title}`,
    '',
    `\`${page.code}\`${number}, severity: ${page.severity}`,
    '',
    page.why,
    '',
    '## A config with this finding',
    '',
    ...fence(page.triggers),
    '',
    '## A config without it',
    '',
    ...fence(page.passes),
    '',
    '## Quick fix',
    '',
    page.fix ?? 'None: only the author knows what was meant.',
    '',
  ];
  return lines.join('\n');
}

/** The list of all rules, as it stands in `docs/rules/README.md`. */
export function indexText(): string {
  const rows = PAGES.map(
    ({ code, id, severity, title }) => `| [\`${code}\`](${code}.md) | ${id ?? ''} | ${severity} | ${title} |`,
  );
  return [
    '# Rules of `tidemark lint`',
    '',
    'These pages are written from the rules themselves by `scripts/docs-rules.ts`.',
    '',
    '| rule | number | severity | finds |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function fence(yaml: string): string[] {
  return ['```yaml', yaml.replace(/\n$/, ''), '```'];
}
