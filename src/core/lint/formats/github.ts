import type { Finding, LintReport } from '../finding.js';
import { totals } from './text.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Lint results as workflow commands of GitHub Actions, which show them beside the lines they are about. */
export function formatGithub(report: LintReport): string {
  const lines = report.files.flatMap(({ path, findings }) =>
    findings.map((finding) => command(path, finding)),
  );
  return `${[...lines, totals(report)].join('\n')}\n`;
}

function command(path: string, { severity, code, message, start, end }: Finding): string {
  const properties: [string, string | number][] = [
    ['file', path],
    ['line', start.line],
    ['endLine', end.line],
  ];
  // Columns are read within one line only, and the last one is part of the mark.
  if (start.line === end.line) {
    properties.push(['col', start.column], ['endColumn', Math.max(start.column, end.column - 1)]);
  }
  properties.push(['title', `tidemark(${code})`]);
  const told = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',');
  return `::${COMMANDS[severity]} ${told}::${data(message)}`;
}

/** Escapes a message as the runner of GitHub Actions reads it back. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
