import { VERDICT_WORDS } from '../../report/view.js';
import type { CellOutput, TableOutput } from '../outputs/output.js';

const BARS = '▁▂▃▄▅▆▇█';

/** An output as plain text: what is shown where nothing draws it, and read out. */
export function plainText(output: CellOutput): string {
  switch (output.kind) {
    case 'verdict':
      return [
        `${output.heading}. ${output.sentence}`,
        ...output.families.map(
          ({ title, verdict, because }) => `  ${title}: ${VERDICT_WORDS[verdict]}. ${because}`,
        ),
      ].join('\n');
    case 'text':
      return output.text;
    case 'lines':
      return output.lines.map(({ verdict, text }) => `${VERDICT_WORDS[verdict]}: ${text}`).join('\n');
    case 'table':
      return plainTable(output);
    case 'chart':
      return [output.title, output.alt].filter((part) => part !== '').join('\n');
    case 'error':
      return `${output.place === null ? '' : `Line ${output.place.line}, column ${output.place.column}: `}${output.message}`;
  }
}

function plainTable(table: TableOutput): string {
  const cells = [
    table.columns.map(({ name }) => name),
    ...table.rows
      .slice(0, 50)
      .map((row) =>
        row.map((cell) =>
          Array.isArray(cell.value) ? sparkline(cell.value as (number | null)[]) : cell.text,
        ),
      ),
  ];
  const widths = table.columns.map((_, i) => Math.max(...cells.map((row) => [...(row[i] ?? '')].length)));
  const lines = cells.map((row) =>
    row
      .map((text, i) => {
        const room = ' '.repeat(Math.max(0, (widths[i] ?? 0) - [...text].length));
        return table.columns[i]?.kind === 'number' ? room + text : text + room;
      })
      .join('  ')
      .trimEnd(),
  );
  return [table.title, ...lines, rowsWords(table), table.note]
    .filter((part) => part !== null && part !== '')
    .join('\n');
}

/** `5 of 19 rows shown` is a view's; here: how many rows there are. */
export function rowsWords({ total, rows }: Pick<TableOutput, 'total' | 'rows'>): string {
  return total === null ? `the first ${rows.length} rows` : `${total} ${total === 1 ? 'row' : 'rows'}`;
}

/** Values as eight heights; a gap is a space. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return values
    .map((value) =>
      value === null ? ' ' : (BARS[Math.min(7, Math.floor(((value - low) / (high - low || 1)) * 8))] ?? ' '),
    )
    .join('');
}

/** A table as Markdown, all of its rows or the first few. */
export function markdownTable(table: Pick<TableOutput, 'columns' | 'rows'>, most = Infinity): string {
  const escape = (text: string): string => text.replace(/[\\|`<>*_[\]]/g, '\\$&').replaceAll('\n', ' ');
  const head = `| ${table.columns.map(({ name }) => escape(name)).join(' | ')} |`;
  const rule = `|${table.columns.map(({ kind }) => (kind === 'number' ? '---:' : '---')).join('|')}|`;
  const rows = table.rows
    .slice(0, most)
    .map(
      (row) =>
        `| ${row.map((cell) => (Array.isArray(cell.value) ? sparkline(cell.value as (number | null)[]) : escape(cell.text))).join(' | ')} |`,
    );
  return [head, rule, ...rows].join('\n');
}

/** A table as CSV (RFC 4180), with its values and not their words. */
export function csvTable(table: Pick<TableOutput, 'columns' | 'rows'>): string {
  const quote = (value: unknown): string => {
    const text =
      value === null || value === undefined
        ? ''
        : Array.isArray(value)
          ? value.map((one) => String(one ?? '')).join(' ')
          : String(value as string | number | boolean);
    // A cell that begins like a formula would be run by a spreadsheet.
    const safe = typeof value === 'string' && /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [
    table.columns.map(({ name }) => quote(name)).join(','),
    ...table.rows.map((row) => row.map(({ value }) => quote(value)).join(',')),
  ]
    .map((line) => `${line}\r\n`)
    .join('');
}
