import {
  LineCounter,
  parseAllDocuments,
  visit,
  isMap,
  isNode,
  isScalar,
  type Document,
  type Node,
} from 'yaml';
import { nestingDepth } from '../../config/nesting.js';
import { Cursor, type Mark } from './cursor.js';
import { hideTemplates } from './templates.js';

/** A config nests a dozen levels deep; a text that goes this far down is something else. */
const MAX_DEPTH = 100;

/** A longer file is generated, or data. */
const MAX_CHARACTERS = 1_000_000;

/** After so many the rest are echoes of the first. */
const MAX_PROBLEMS = 5;

/** Something that is wrong with the writing itself. */
export interface SourceProblem {
  readonly message: string;
  readonly mark: Mark;
  /** Whether something is unread, so that what seems to be missing may be there. */
  readonly breaks: boolean;
}

/** A file of another tool: its documents as cursors, whatever is broken in them. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** The text without a byte order mark, in lines. */
  readonly lines: readonly string[];
  readonly documents: readonly Cursor[];
  readonly problems: readonly SourceProblem[];
}

/** Reads YAML 1.2 or JSON, with tags, templates and several documents. Null for what is no config. Never throws. */
export function readSource(path: string, text: string): Source | null {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (source.length > MAX_CHARACTERS || source.includes('\0')) return null;
  const hidden = hideTemplates(source);
  if (nestingDepth(hidden) > MAX_DEPTH) return null;
  const counter = new LineCounter();
  let parsed: Document[];
  try {
    parsed = [
      ...parseAllDocuments(hidden, {
        lineCounter: counter,
        merge: true,
        prettyErrors: false,
        uniqueKeys: false,
        logLevel: 'error',
      }),
    ];
  } catch {
    return null;
  }
  return sourceOf(path, text, parsed, counter);
}

/** The source of a text whose documents are known already; places count from after a byte order mark. */
export function sourceOf(
  path: string,
  text: string,
  parsed: readonly Document[],
  counter: LineCounter,
): Source {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const mark = (from: number, to: number): Mark => {
    const place = (offset: number): { line: number; column: number } => {
      const { line, col } = counter.linePos(Math.max(0, Math.min(offset, source.length)));
      return { line: Math.max(1, line), column: Math.max(1, col) };
    };
    return { start: place(from), end: place(Math.max(from, to)) };
  };
  const documents = parsed.flatMap((document) => {
    const contents = document.contents as Node | null;
    return contents === null ? [] : [new Cursor({ document, mark }, contents, null, null)];
  });
  const problems = parsed.flatMap((document) => [
    ...syntaxProblems(document, mark),
    ...repeatedKeys(document, mark),
  ]);
  return { path, text, lines: source.split(/\r?\n/), documents, problems: problems.slice(0, MAX_PROBLEMS) };
}

/** Every scalar as it is written in the file, once each, with the keys that lead to it. */
export function scalarsOf(source: Source): { readonly path: readonly string[]; readonly at: Cursor }[] {
  const found: { path: readonly string[]; at: Cursor }[] = [];
  const walk = (at: Cursor, path: readonly string[]): void => {
    if (at.borrowed) return;
    if (at.isMap) for (const entry of at.entries()) walk(entry, [...path, entry.name]);
    else if (at.isList) for (const item of at.items()) walk(item, path);
    else if (at.exists) found.push({ path, at });
  };
  for (const document of source.documents) walk(document, []);
  return found;
}

function syntaxProblems(document: Document, mark: (from: number, to: number) => Mark): SourceProblem[] {
  const first = document.errors[0];
  if (first === undefined) return [];
  const tab = first.code === 'TAB_AS_INDENT';
  return [
    {
      message: tab
        ? 'YAML is indented with spaces, and here is a tab, so the file cannot be read to its end. Put spaces in its place.'
        : `YAML cannot be read here: ${sentence(first.message)}. What stands behind it is not judged.`,
      mark: mark(first.pos[0], Math.max(first.pos[1], first.pos[0] + 1)),
      breaks: true,
    },
  ];
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function repeatedKeys(document: Document, mark: (from: number, to: number) => Mark): SourceProblem[] {
  const problems: SourceProblem[] = [];
  visit(document, {
    Map(_, map) {
      if (!isMap(map)) return;
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key) || !isNode(key) || typeof key.value === 'symbol') continue;
        const name = String(key.value);
        if (seen.has(name) && key.range && name !== '<<') {
          problems.push({
            message: `\`${name}\` is written twice here. Most tools take the last one without a word. Keep one of them.`,
            mark: mark(key.range[0], key.range[1]),
            breaks: false,
          });
        }
        seen.add(name);
      }
    },
  });
  return problems;
}

/** The text that a mark covers, as it is written. */
export function rawText({ lines }: Source, { start, end }: Mark): string {
  if (start.line === end.line) return (lines[start.line - 1] ?? '').slice(start.column - 1, end.column - 1);
  return [
    (lines[start.line - 1] ?? '').slice(start.column - 1),
    ...lines.slice(start.line, end.line - 1),
    (lines[end.line - 1] ?? '').slice(0, end.column - 1),
  ].join('\n');
}
