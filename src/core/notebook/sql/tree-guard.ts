import { orList } from '../../config/words.js';
import { rangeOf, type ValueProblem } from '../problems.js';
import { SQL_VIEWS } from './lexical-guard.js';
import { whyRefused, whyRefusedTable } from './refused.js';

/** A node of the tree that DuckDB makes of a query (`json_serialize_sql`). */
type Node = Readonly<Record<string, unknown>>;

/** DuckDB's word for “nowhere”. */
const NOWHERE = 2 ** 53;

/**
 * Looks at a query as DuckDB understood it: quoting, comments and nesting are gone here, so what is refused stays refused
 * however it is written. `json` is what `json_serialize_sql` gave. Null = nothing to object to.
 */
export function treeProblem(json: string, sql: string): ValueProblem | null {
  const at = (location: unknown, message: string, code = 'refused-sql'): ValueProblem => {
    const bytes = typeof location === 'number' && location < NOWHERE ? location : 0;
    const start = Buffer.from(sql).subarray(0, bytes).toString().length;
    const length = /^("(?:[^"]|"")*"|'(?:[^']|'')*'|[\w.]+)?/.exec(sql.slice(start))?.[0].length ?? 1;
    return { severity: 'error', code, message, range: rangeOf(sql, start, start + length) };
  };
  const tree = JSON.parse(json) as Node;
  if (tree['error'] === true) {
    const message = String(tree['error_message']);
    if (tree['error_type'] === 'not implemented') return at(0, 'A sql cell is one query that only reads.');
    return at(
      Number(tree['position'] ?? 0),
      `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
      'sql-syntax',
    );
  }
  const statements = tree['statements'];
  if (!Array.isArray(statements) || statements.length !== 1)
    return at(0, 'A sql cell is one query: write a cell for each.');
  return walk(statements[0], new Set(SQL_VIEWS), at);
}

type Complain = (location: unknown, message: string) => ValueProblem;

/** `tables` are the names that may stand behind FROM here: the views, and what WITH names around it. */
function walk(value: unknown, tables: ReadonlySet<string>, at: Complain): ValueProblem | null {
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = walk(item, tables, at);
      if (problem !== null) return problem;
    }
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const node = value as Node;
  const known = withNames(node, tables);
  return problemOf(node, known, at) ?? walk(Object.values(node), known, at);
}

function withNames(node: Node, tables: ReadonlySet<string>): ReadonlySet<string> {
  const map = (node['cte_map'] as Node | undefined)?.['map'];
  const names = Array.isArray(map) ? map.map((entry) => String((entry as Node)['key']).toLowerCase()) : [];
  if (typeof node['cte_name'] === 'string') names.push(node['cte_name'].toLowerCase());
  return names.length === 0 ? tables : new Set([...tables, ...names]);
}

function problemOf(node: Node, tables: ReadonlySet<string>, at: Complain): ValueProblem | null {
  const location = node['query_location'];
  if (node['sample'] !== null && node['sample'] !== undefined) {
    return at(
      location,
      'A random sample would give another answer each time, and a report reads the same whenever it is run.',
    );
  }
  switch (node['type']) {
    case 'BASE_TABLE': {
      const name = String(node['table_name']);
      const plain = `${String(node['catalog_name'])}${String(node['schema_name'])}` === '';
      if (plain && tables.has(name.toLowerCase())) return null;
      return at(
        location,
        `There is no view \`${name}\` here: a sql cell reads ${orList([...SQL_VIEWS])}, and no file.`,
      );
    }
    case 'SHOW_REF':
      return at(location, 'DESCRIBE, SHOW and SUMMARIZE are refused: a sql cell is one query.');
    case 'TABLE_FUNCTION': {
      const name = String((node['function'] as Node | undefined)?.['function_name']);
      const why = whyRefusedTable(name);
      return why === null ? null : at(location, `\`${name}\` is refused: ${why}.`);
    }
    case 'FUNCTION': {
      const name = String(node['function_name']);
      const why = whyRefused(name) ?? clockOf(name, node['children']);
      return why === null ? null : at(location, `\`${name}\` is refused: ${why}.`);
    }
    default:
      return null;
  }
}

/** `age(time)` alone counts up to now. */
function clockOf(name: string, children: unknown): string | null {
  return name === 'age' && Array.isArray(children) && children.length === 1
    ? 'with one time it counts up to now, and a report reads the same whenever it is run'
    : null;
}
