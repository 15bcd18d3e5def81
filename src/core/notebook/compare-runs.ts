import type { CellOutput, InlineOutput, TableOutput } from './outputs/output.js';

/** What a cell gave in one run. */
export interface ComparedCell {
  readonly label: string;
  readonly outputs: readonly CellOutput[];
  readonly inline: Readonly<Record<string, InlineOutput>>;
}

/** A number or word that is not what it was. */
export interface Change {
  /** First line of the cell. */
  readonly cell: string;
  /** Row and column: `psi origin, value`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What changed in the numbers between two runs of a report, in the order of the later one. */
export function compareRuns(before: readonly ComparedCell[], after: readonly ComparedCell[]): Change[] {
  const changes: Change[] = [];
  const used = new Set<ComparedCell>();
  for (const cell of after) {
    const old = before.find((one) => one.label === cell.label && !used.has(one));
    if (old !== undefined) used.add(old);
    const [was, is] = [old === undefined ? new Map<string, string>() : valuesOf(old), valuesOf(cell)];
    for (const what of new Set([...was.keys(), ...is.keys()])) {
      const [b, a] = [was.get(what), is.get(what)];
      if (b !== a)
        changes.push({ cell: firstLine(cell.label), what, before: b ?? 'not there', after: a ?? 'gone' });
    }
  }
  for (const cell of before) {
    if (!used.has(cell))
      changes.push({ cell: firstLine(cell.label), what: 'the cell', before: 'was there', after: 'gone' });
  }
  return changes;
}

/** The changes as a Markdown page. */
export function changesMarkdown(title: string, from: string, to: string, changes: readonly Change[]): string {
  const head = `# What changed: ${escape(title)}\n\nFrom the run of ${from} to the run of ${to}.\n\n`;
  if (changes.length === 0) return `${head}No number and no verdict changed.\n`;
  const rows = changes.map(
    ({ cell, what, before, after }) => `| ${[cell, what, before, after].map(escape).join(' | ')} |`,
  );
  return `${head}| cell | what | before | now |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function valuesOf({ outputs, inline }: ComparedCell): Map<string, string> {
  const values = new Map<string, string>();
  for (const [text, value] of Object.entries(inline)) values.set(`{{ ${text} }}`, value.error ?? value.text);
  for (const [i, output] of outputs.entries()) {
    const of = outputs.length > 1 ? `${i + 1}: ` : '';
    if (output.kind === 'table') tableValues(output, of, values);
    else if (output.kind === 'verdict') {
      values.set(`${of}verdict`, output.heading);
      for (const { title, because } of output.families) values.set(`${of}${title}`, because);
    } else if (output.kind === 'text') values.set(`${of}sentence`, output.text);
    else if (output.kind === 'lines')
      values.set(`${of}lines`, output.lines.map(({ text }) => text).join(' '));
    else if (output.kind === 'error') values.set(`${of}error`, output.message);
  }
  return values;
}

/** Cells of a table by the words in their row and the name of their column. */
function tableValues(table: TableOutput, of: string, values: Map<string, string>): void {
  const isName = table.columns.map(({ kind }) => kind === 'code' || kind === 'text');
  for (const [k, row] of table.rows.entries()) {
    const name = row
      .flatMap((cell, i) => (isName[i] === true && cell.text !== '' ? [cell.text] : []))
      .slice(0, 3)
      .join(' ');
    for (const [i, cell] of row.entries()) {
      const column = table.columns[i];
      if (column === undefined || column.kind === 'trend' || isName[i] === true) continue;
      values.set(`${of}${name === '' ? `row ${k + 1}` : name}, ${column.name}`, cell.text);
    }
  }
}

function firstLine(label: string): string {
  return (
    label
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.slice(0, 60) ?? ''
  );
}

function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&').replaceAll('\n', ' ');
}
