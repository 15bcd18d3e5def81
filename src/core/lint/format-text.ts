import {
  COVERAGE_ITEMS,
  type CoverageItem,
  type Finding,
  type LintReport,
  type Severity,
} from './finding.js';

const WIDTH = 100;

const NAMES: Readonly<Record<CoverageItem, string>> = {
  data_drift: 'data drift',
  prediction_drift: 'prediction drift',
  data_quality: 'data quality',
  performance: 'performance',
  operations: 'operations',
  ground_truth: 'ground truth',
  alerting: 'alerting',
  baseline: 'baseline',
  schedule: 'schedule',
  payload_logging: 'payload logging',
};

/** What paints a word in a terminal; leave it out where there is no colour. */
export type Paint = (text: string, as: Severity | 'quiet') => string;

/**
 * Lint results for a terminal: `path:line:column severity message tidemark(code)` for each finding, then
 * what each model covers, then the counts. Lines break at 100 columns.
 */
export function formatLintText(report: LintReport, paint: Paint = (text) => text): string {
  const lines: string[] = [];
  for (const { path, dialect, findings } of report.files) {
    if (dialect === null) lines.push(`${path}: no monitoring config, nothing to check`);
    for (const finding of findings) lines.push(...findingLines(path, finding, paint));
  }
  if (lines.length > 0) lines.push('');
  for (const { model, coverage } of report.models) {
    const groups = new Map<string, string[]>();
    for (const item of COVERAGE_ITEMS) {
      const state = coverage[item];
      groups.set(state, [...(groups.get(state) ?? []), NAMES[item]]);
    }
    const parts = [...groups].map(([state, names]) => `${state}: ${names.join(', ')}`);
    lines.push(...wrap(`${model} covers  ${parts.join('; ')}`, '  '));
  }
  if (report.models.length > 0) lines.push('');
  lines.push(totals(report));
  return `${lines.join('\n')}\n`;
}

function findingLines(path: string, finding: Finding, paint: Paint): string[] {
  const { line, column } = finding.start;
  const place = `${path}:${line}:${column}`;
  const text = `${place} ${finding.severity} ${finding.message} tidemark(${finding.code})`;
  const wrapped = wrap(text, '    ');
  const [first = '', ...rest] = wrapped;
  const marked = ` ${finding.severity} `;
  return [first.replace(marked, ` ${paint(finding.severity, finding.severity)} `), ...rest];
}

function totals({ files }: LintReport): string {
  const all = files.flatMap(({ findings }) => findings);
  const recognised = files.filter(({ dialect }) => dialect !== null).length;
  const read = `${recognised} ${recognised === 1 ? 'config' : 'configs'}`;
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = all.filter((finding) => finding.severity === severity).length;
    if (count === 0) return [];
    return [`${count} ${severity === 'info' || count === 1 ? severity : `${severity}s`}`];
  });
  return `${read}: ${counts.length === 0 ? 'nothing to report' : counts.join(', ')}`;
}

/** Breaks at spaces; a word longer than the line (a path) is left whole. */
function wrap(text: string, margin: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = margin + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
