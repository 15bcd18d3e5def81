import { VERDICT_WORDS } from '../../report/view.js';
import { inlineValues } from '../inline.js';
import type { CellOutput, InlineOutput } from '../outputs/output.js';
import { exportedCells, hasHeading, stampText, titleOf, type ExportedReport } from './exported.js';
import { markdownTable } from './plain.js';

const MOST_ROWS = 40;

/** The report as plain Markdown: values in the prose, tables, and charts as what is read instead of them. */
export function reportMarkdown(exported: ExportedReport): string {
  const parts: string[] = [];
  if (!hasHeading(exported)) parts.push(`# ${escape(titleOf(exported))}`);
  for (const { planned, outputs, inline } of exportedCells(exported)) {
    const { cell } = planned;
    if (cell.kind === 'prose') parts.push(withValues(cell.value, inline));
    else parts.push(...outputs.map((output) => outputText(output, exported.path)));
  }
  const from = exported.report?.provenance;
  parts.push(
    `---\n\n${from === undefined ? '' : `Config ${code(from.config)}, sha256 ${code(from.config_sha256.slice(0, 16))}; engine ${from.engine}, ${from.exact ? 'exact' : 'sketches'}. `}Written ${stampText(exported.writtenAt)} by Tidemark ${exported.version} from ${code(exported.path)}.`,
  );
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Prose with the values of its expressions; what could not be computed says so. */
export function withValues(prose: string, inline: Readonly<Record<string, InlineOutput>>): string {
  let text = '';
  let at = 0;
  for (const { text: expression, start, end } of inlineValues(prose)) {
    const value = inline[expression];
    const words =
      value === undefined
        ? null
        : value.error === null
          ? escape(value.text)
          : `**[${escape(expression)}: ${escape(value.error)}]**`;
    text += prose.slice(at, start) + (words ?? prose.slice(start, end));
    at = end;
  }
  return text + prose.slice(at);
}

function outputText(output: CellOutput, path: string): string {
  switch (output.kind) {
    case 'verdict':
      return [
        `**${output.heading}.** ${escape(output.sentence)}`,
        output.families
          .map(({ title, verdict, because }) => `- ${title}: ${VERDICT_WORDS[verdict]}. ${escape(because)}`)
          .join('\n'),
      ].join('\n\n');
    case 'text':
      return escape(output.text);
    case 'lines':
      return output.lines
        .map(({ verdict, text }) => `- ${VERDICT_WORDS[verdict]}: ${escape(text)}`)
        .join('\n');
    case 'table': {
      const cut =
        output.rows.length > MOST_ROWS
          ? `${MOST_ROWS} of ${output.total ?? 'more than ' + String(output.rows.length)} rows. `
          : '';
      const note = `${cut}${output.note ?? ''}`;
      return [
        output.title === null ? '' : `**${escape(output.title)}**`,
        markdownTable(output, MOST_ROWS),
        escape(note),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    }
    case 'chart':
      return [`**${escape(output.title)}**`, escape(output.subtitle), `*Chart: ${escape(output.alt)}*`]
        .filter((part) => part !== '' && part !== '****')
        .join('\n\n');
    case 'error': {
      const place = output.place === null ? '' : ` ${path}:${output.place.line}:${output.place.column}:`;
      return `> **This cell failed.**${place} ${escape(output.message)}`;
    }
  }
}

function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, '\\$&').replaceAll('\n', ' ');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
