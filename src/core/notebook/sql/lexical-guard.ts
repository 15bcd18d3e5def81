import { orList } from '../../config/words.js';
import { rangeOf, type ValueProblem } from '../problems.js';
import { isBareFunction, whyRefused } from './refused.js';
import { sqlTokens, type SqlToken } from './tokens.js';

/** What a sql cell may read. */
export const SQL_VIEWS = ['reference', 'current', 'labels', 'joined', 'results'] as const;

/** More than this is no query that somebody wrote. */
const MOST_CHARACTERS = 100_000;

/** First words of a query. */
const STARTS = ['select', 'with', 'from', 'values'];

/** Statements that change, load or reach something. */
const STATEMENTS = new Set([
  'alter', 'analyze', 'attach', 'begin', 'call', 'checkpoint', 'comment', 'commit', 'copy', 'create', 'deallocate', 'delete',
  'describe', 'detach', 'drop', 'execute', 'explain', 'export', 'force', 'import', 'insert', 'install', 'load', 'merge',
  'pivot', 'pragma', 'prepare', 'reset', 'rollback', 'set', 'show', 'summarize', 'truncate', 'unpivot', 'update', 'use', 'vacuum',
]); // prettier-ignore

/**
 * Looks at a query before it is run: one statement that only reads, no function that reaches outside. The engine looks
 * again at how DuckDB itself understood it (`tree-guard.ts`), and is locked besides.
 */
export function lexicalProblems(sql: string): ValueProblem[] {
  const problems: ValueProblem[] = [];
  const refuse = (token: Pick<SqlToken, 'start' | 'end'>, message: string, code = 'refused-sql'): void => {
    if (problems.length < 20)
      problems.push({ severity: 'error', code, message, range: rangeOf(sql, token.start, token.end) });
  };
  if (sql.length > MOST_CHARACTERS) {
    refuse(
      { start: 0, end: 1 },
      `This query has ${sql.length} characters; at most ${MOST_CHARACTERS} are read.`,
    );
    return problems;
  }
  if (sql.includes('\0')) {
    refuse({ start: sql.indexOf('\0'), end: sql.indexOf('\0') + 1 }, 'A NUL byte is no SQL. Remove it.');
    return problems;
  }
  const tokens = sqlTokens(sql);
  const open = tokens.find((token) => !token.closed);
  if (open !== undefined) refuse(open, 'This quote is not closed.', 'sql-syntax');
  const first = tokens.find(({ value }) => value !== '(');
  if (first === undefined) {
    refuse(
      { start: 0, end: 1 },
      `This cell has no query. It may read ${orList([...SQL_VIEWS])}.`,
      'empty-cell',
    );
    return problems;
  }
  if (first.kind !== 'word' || !STARTS.includes(first.value)) {
    refuse(
      first,
      `A sql cell is one query that reads: it begins with SELECT, WITH, FROM or VALUES, not with ${first.value.toUpperCase().slice(0, 20)}.`,
    );
  }
  tokens.forEach((token, i) => {
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    const message = problemOf(token, before, after);
    if (message !== null && token !== first) refuse(token, message);
  });
  return problems;
}

function problemOf(
  token: SqlToken,
  before: SqlToken | undefined,
  after: SqlToken | undefined,
): string | null {
  const called = after?.value === '(' && after.kind === 'symbol';
  if (token.kind === 'symbol' && token.value === ';' && after !== undefined) {
    return 'A sql cell is one query: write a cell for each.';
  }
  if (token.kind !== 'word' && token.kind !== 'quoted') return null;
  if (called) {
    const why = whyRefused(token.value);
    if (why !== null) return `\`${token.value}\` is refused: ${why}.`;
  }
  if (token.kind === 'quoted') return null;
  if (isBareFunction(token.value) && before?.value !== '.' && before?.value !== 'as') {
    return `\`${token.value}\` is refused: ${whyRefused(token.value) ?? 'it reaches outside of the report'}.`;
  }
  const opens = before?.kind === 'symbol' && ['(', ')', ';'].includes(before.value);
  if (opens && !called && STATEMENTS.has(token.value) && after?.kind !== 'symbol') {
    return `${token.value.toUpperCase()} is refused: a sql cell only reads. Is it a name? Put it in double quotes.`;
  }
  if (token.value === 'tablesample' || (token.value === 'sample' && before?.value === 'using')) {
    return 'A random sample would give another answer each time, and a report reads the same whenever it is run.';
  }
  return null;
}

/** The name of a sql cell: a first line `-- name: late_by_airport`. */
export function sqlCellName(sql: string): string | null {
  return /^\s*--[ \t]*name:[ \t]*([A-Za-z_][\w-]*)[ \t]*$/m.exec(leadingComments(sql))?.[1] ?? null;
}

/** The title of a sql cell: a first line `-- title: Late by airport`. */
export function sqlCellTitle(sql: string): string | null {
  return /^\s*--[ \t]*title:[ \t]*(\S.*?)[ \t]*$/m.exec(leadingComments(sql))?.[1] ?? null;
}

function leadingComments(sql: string): string {
  return /^(\s*--[^\n]*(\n|$))*/.exec(sql)?.[0] ?? '';
}

/** Names of the parameters that a query asks for. */
export function sqlParameters(sql: string): string[] {
  return [...new Set(sqlTokens(sql).flatMap(({ kind, value }) => (kind === 'parameter' ? [value] : [])))];
}

/** Views that a query names, as words or in quotes. */
export function sqlViews(sql: string): string[] {
  const names = new Set(
    sqlTokens(sql).flatMap(({ kind, value }) =>
      kind === 'word' || kind === 'quoted' ? [value.toLowerCase()] : [],
    ),
  );
  return SQL_VIEWS.filter((view) => names.has(view));
}
