import type { Finding } from './finding.js';

/** A comment that silences rules: `# tidemark-ignore: missing-ground-truth because labels come in May`. */
interface Ignore {
  readonly codes: readonly string[];
  readonly reason: string;
  /** The lines it speaks of; null = the whole file. */
  readonly line: number | null;
  /** Where the comment stands, from 1. */
  readonly at: { readonly line: number; readonly column: number; readonly end: number };
  /** Whether the comment has its line for itself. */
  readonly alone: boolean;
}

const COMMENT = /(^|\s)#\s*tidemark-ignore:?\s*(.*?)\s*$/;

/**
 * Takes away the findings that a comment silences: on its own line, on the line after it, or, at the top of
 * the file, everywhere. A comment without a reason silences nothing; one that silences nothing is a finding.
 */
export function suppress(text: string, findings: readonly Finding[]): Finding[] {
  if (!text.includes('tidemark-ignore')) return [...findings];
  const ignores = read(text);
  const used = new Set<Ignore>();
  const left = findings.filter((finding) => {
    const by = ignores.find((ignore) => ignore.reason !== '' && silences(ignore, finding));
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  const about = ignores.flatMap((ignore) => (used.has(ignore) ? [] : [complaint(ignore)]));
  return [...left, ...about].sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
}

function silences({ codes, line }: Ignore, { code, start }: Finding): boolean {
  return codes.includes(code) && (line === null || line === start.line);
}

function read(text: string): Ignore[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const first = lines.findIndex((line) => !/^\s*(#.*|---)?\s*$/.test(line));
  return lines.flatMap((line, index) => {
    const match = COMMENT.exec(line);
    if (match === null) return [];
    const [codes = '', reason = ''] = (match[2] ?? '').split(/\s+because\b\s*/, 2);
    const alone = /^\s*#/.test(line);
    const next = lines.findIndex((other, at) => at > index && !/^\s*(#.*)?$/.test(other));
    const target = !alone ? index + 1 : index < first || first < 0 ? null : next < 0 ? 0 : next + 1;
    const column = match.index + (match[1] ?? '').length + 1;
    return [
      {
        codes: codes.split(/[\s,]+/).filter((code) => code !== ''),
        reason: reason.trim(),
        line: target,
        at: { line: index + 1, column, end: line.length + 1 },
        alone,
      },
    ];
  });
}

function complaint({ codes, reason, at, alone }: Ignore): Finding {
  const start = { line: at.line, column: at.column };
  const end = { line: at.line, column: at.end };
  const base = { severity: 'warning', start, end, help: '' } as const;
  if (reason === '') {
    const code = codes[0] ?? '<rule>';
    return {
      ...base,
      code: 'ignore-without-reason',
      message: `A rule is silenced with a reason, so that the next reader can judge it. Write \`# tidemark-ignore: ${code} because …\`; until then nothing is silenced.`,
      fixes: [],
    };
  }
  const whole = alone
    ? { start: { line: at.line, column: 1 }, end: { line: at.line + 1, column: 1 } }
    : { start, end };
  return {
    ...base,
    code: 'unused-ignore',
    message: `Nothing is found here any more that this silences (${codes.map((code) => `\`${code}\``).join(', ') || 'no rule is named'}). Remove the comment.`,
    fixes: [{ title: 'Remove the comment', edits: [{ ...whole, text: '' }] }],
  };
}
