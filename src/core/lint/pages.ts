import type { RulePage } from './rule.js';
import { DIALECT_PAGES } from './rules/dialects/pages.js';
import { MISTAKES } from './rules/mistakes.js';
import { RULES } from './rules/registry.js';

/** Every page of the rule reference: the rules by number, then plain mistakes in writing. */
export const PAGES: readonly RulePage[] = [
  ...[...RULES, ...DIALECT_PAGES].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
  ...MISTAKES,
];

const BY_CODE = new Map(PAGES.map((page) => [page.code, page]));

/** The page of a rule; null where there is none. */
export function pageOf(code: string): RulePage | null {
  return BY_CODE.get(code) ?? null;
}

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
    ...fence(page.triggers, page.file),
    ...besides(page),
    '',
    '## A config without it',
    '',
    ...fence(page.passes, page.file),
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

/** The example; its file's name where it is none of ours. */
function fence(text: string, file?: string): string[] {
  const language = text.startsWith('{') ? 'json' : 'yaml';
  const name = file === undefined ? [] : [`\`${file}\``, ''];
  return [...name, `\`\`\`${language}`, text.replace(/\n$/, ''), '```'];
}

function besides({ beside = {} }: RulePage): string[] {
  return Object.entries(beside).flatMap(([path, text]) => ['', 'and beside it', '', ...fence(text, path)]);
}
