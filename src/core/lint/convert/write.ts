import { yamlText } from '../../config/words.js';
import type { Conversion, ConvertedCheck, ConvertedRole } from './conversion.js';

const ROLES: readonly ConvertedRole[] = ['id', 'timestamp', 'version', 'score', 'prediction', 'label'];

/** What each part of a log is, for the comment where a config does not name it. */
const MEANS: Readonly<Record<ConvertedRole, string>> = {
  id: 'the id of a prediction, to join labels by',
  timestamp: 'when the prediction was made',
  version: 'which version of the model made it',
  score: 'the probability, for ROC AUC and estimates',
  prediction: 'the class or value that was predicted',
  label: 'what was true, where the log itself has it',
};

/**
 * A whole `tidemark.yaml`: what was carried over as config, what could not be as comments. It parses without
 * errors: what it cannot know is a comment to be filled in.
 */
export function conversionText(conversion: Conversion): string {
  const { tool, model, task, owner, every, notes } = conversion;
  const timed = conversion.columns.timestamp !== undefined;
  const lines = [
    `# Converted from ${oneLine(tool)}. Paths and columns are to be compared with your logs.`,
    ...notes.map((note) => `# Not carried over: ${oneLine(note)}`),
    'version: 1',
    `model: ${yamlText(oneLine(model))}`,
    task === null
      ? 'task: binary # not said there; multiclass, regression or ranking otherwise'
      : `task: ${task}${task === 'binary' ? ' # multiclass where there are more than two classes' : ''}`,
    owner === null ? '# owner: the team or address that answers for the model' : `owner: ${yamlText(owner)}`,
    'logs:',
    ...pathLines('current', conversion.current, 'logs/predictions-*.parquet'),
    ...pathLines('reference', conversion.reference, 'logs/reference.parquet'),
    ...columnLines(conversion),
    ...listLine('features', conversion.features),
    ...listLine('categorical', conversion.categorical),
    ...(every === null
      ? []
      : [timed ? `every: ${every}` : `# every: ${every} # as soon as logs.columns names the timestamp`]),
    ...feedbackLines(conversion),
    ...checkLines(conversion),
  ];
  return `${lines.join('\n')}\n`;
}

/** A path of ours; a table, an asset or a bucket is named in a comment, to be exported. */
function pathLines(key: 'current' | 'reference', path: string | null, usual: string): string[] {
  if (path === null) return [`  ${key}: ${usual} # not said there`];
  if (isFile(path)) return [`  ${key}: ${yamlText(path)}`];
  return [`  ${key}: ${usual} # an export of ${oneLine(path)}`];
}

function isFile(path: string): boolean {
  return !/[${}\n]|^\w{2,}:|^<|^\w+(\.\w+){2}$/.test(path) && /\.\w+$|\*/.test(path);
}

function columnLines({ columns }: Conversion): string[] {
  const named = ROLES.flatMap((role) => {
    const column = columns[role];
    return column === undefined ? [] : [`    ${role}: ${yamlText(column)}`];
  });
  const open = ROLES.filter((role) => columns[role] === undefined && role !== 'version');
  const comments = open.map((role) => `    # ${role}: ${MEANS[role]}`);
  return named.length === 0 ? ['  # columns:', ...comments] : ['  columns:', ...named, ...comments];
}

function listLine(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`  ${key}: [${values.map((value) => yamlText(value)).join(', ')}]`];
}

function feedbackLines({ labels, columns }: Conversion): string[] {
  if (labels === null) {
    return columns.label === undefined
      ? ['# feedback:', '#   labels: { path: labels/*.csv, id: …, label: …, matures: 7d }']
      : [];
  }
  const path = isFile(labels.path) ? yamlText(labels.path) : 'labels/*.parquet';
  const told = isFile(labels.path) ? '' : ` # an export of ${oneLine(labels.path)}`;
  if (!joins({ labels, columns })) {
    return [
      '# feedback:',
      `#   labels: { path: ${path}, id: ${labels.id ?? '…'}, label: ${labels.label ?? '…'}, matures: 7d }${told}`,
    ];
  }
  return [
    'feedback:',
    `  labels: { path: ${path}, id: ${yamlText(labels.id ?? '')}, label: ${yamlText(labels.label ?? '')}, matures: 7d }${told}`,
  ];
}

function joins({ labels, columns }: Pick<Conversion, 'labels' | 'columns'>): boolean {
  return labels !== null && labels.id !== null && labels.label !== null && columns.id !== undefined;
}

function checkLines(conversion: Conversion): string[] {
  const lines = ['checks:'];
  const seen = new Set<string>();
  for (const family of ['stability', 'performance', 'quality'] as const) {
    const written = conversion.checks
      .filter((check) => check.family === family)
      .map((check) => ({ text: checkText(check), lacks: lacking(check, conversion) }))
      .filter(({ text }) => !seen.has(text) && seen.add(text));
    if (written.length === 0) continue;
    lines.push(written.every(({ lacks }) => lacks !== null) ? `  # ${family}:` : `  ${family}:`);
    for (const { text, lacks } of written) {
      lines.push(
        lacks === null ? `    - ${text}` : `    # - ${text} as soon as the config names the ${lacks}`,
      );
    }
  }
  // A config without a check is none: the missing values of all features can always be counted.
  if (!lines.some((line) => /^ {4}- /.test(line))) {
    lines.push('  quality:', '    - { metric: missing_share, of: features, alert: { above: 0.05 } }');
  }
  return lines;
}

function checkText({ metric, of, alert }: ConvertedCheck): string {
  const parts = [`metric: ${metric}`];
  if (typeof of === 'string') parts.push(`of: ${of}`);
  else if (of !== undefined) parts.push(`of: [${of.map((column) => yamlText(column)).join(', ')}]`);
  if (alert !== undefined) parts.push(`alert: ${alert}`);
  return `{ ${parts.join(', ')} }`;
}

/** The role that the check needs and the config does not name; null where it can run. */
function lacking({ family, metric, of }: ConvertedCheck, conversion: Conversion): string | null {
  const { columns } = conversion;
  const has = (role: ConvertedRole): boolean => columns[role] !== undefined;
  if (of === 'score' || of === 'prediction' || of === 'label') return has(of) ? null : of;
  if (family !== 'performance') return null;
  if (!has('label') && !joins(conversion)) return 'label';
  const scored = /^(roc_auc|log_loss|average_precision)$/.test(metric);
  if (scored) return has('score') ? null : 'score';
  return has('prediction') || has('score') ? null : 'prediction';
}

/** Names come out of a file: they stay on their line. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
