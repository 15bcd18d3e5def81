/** A piece of SQL; comments and white space are none. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'parameter' | 'number' | 'symbol';
  /** Words in lower case, quoted names and texts without their quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Whether its quotes were closed. */
  readonly closed: boolean;
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?|\.\d+/y;
const PARAMETER = /\$([A-Za-z_][A-Za-z0-9_]*|\d+)|\?/y;
const DOLLAR_QUOTE = /\$([A-Za-z_][A-Za-z0-9_]*)?\$/y;

/** Splits SQL as DuckDB's scanner does: nested comments, dollar quotes and escaped texts among it. Never throws. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0] ?? null;
  };
  const add = (kind: SqlToken['kind'], value: string, end: number, closed = true): void => {
    tokens.push({ kind, value, start: at, end, closed });
    at = end;
  };
  while (at < sql.length) {
    const two = sql.slice(at, at + 2);
    const one = sql.charAt(at);
    if (/\s/u.test(one)) at += 1;
    else if (two === '--') at = endOfLine(sql, at);
    else if (two === '/*') at = endOfComment(sql, at);
    else if (one === "'" || (/[eExXbB]/.test(one) && sql.charAt(at + 1) === "'")) {
      const open = one === "'" ? at : at + 1;
      const end = closing(sql, open, "'", /[eE]/.test(one));
      add('string', unquote(sql.slice(open, end), "'"), end, sql.charAt(end - 1) === "'" && end > open + 1);
    } else if (one === '"') {
      const end = closing(sql, at, '"', false);
      add('quoted', unquote(sql.slice(at, end), '"'), end, sql.charAt(end - 1) === '"' && end > at + 1);
    } else if (match(DOLLAR_QUOTE) !== null) {
      const mark = match(DOLLAR_QUOTE) ?? '';
      const close = sql.indexOf(mark, at + mark.length);
      const end = close < 0 ? sql.length : close + mark.length;
      add('string', sql.slice(at + mark.length, close < 0 ? sql.length : close), end, close >= 0);
    } else {
      const parameter = match(PARAMETER);
      const word = match(WORD);
      const number = match(NUMBER);
      if (parameter !== null) add('parameter', parameter.replace('$', ''), at + parameter.length);
      else if (word !== null) add('word', word.toLowerCase(), at + word.length);
      else if (number !== null) add('number', number, at + number.length);
      else add('symbol', one, at + 1);
    }
  }
  return tokens;
}

function endOfLine(sql: string, at: number): number {
  const end = sql.slice(at).search(/[\r\n]/);
  return end < 0 ? sql.length : at + end;
}

/** Comments nest. */
function endOfComment(sql: string, at: number): number {
  let depth = 0;
  for (let i = at; i < sql.length; i += 1) {
    const two = sql.slice(i, i + 2);
    if (two === '/*') depth += 1;
    else if (two === '*/') depth -= 1;
    else continue;
    i += 1;
    if (depth === 0) return i + 1;
  }
  return sql.length;
}

/** Offset behind the quote that closes the one at `open`; doubled quotes are part of the text. */
function closing(sql: string, open: number, quote: string, escapes: boolean): number {
  for (let i = open + 1; i < sql.length; i += 1) {
    if (escapes && sql.charAt(i) === '\\') i += 1;
    else if (sql.charAt(i) === quote) {
      if (sql.charAt(i + 1) !== quote) return i + 1;
      i += 1;
    }
  }
  return sql.length;
}

function unquote(text: string, quote: string): string {
  const inner = text.length > 1 && text.endsWith(quote) ? text.slice(1, -1) : text.slice(1);
  return inner.replaceAll(quote + quote, quote);
}
