import {
  COVERAGE_ITEMS,
  type CoverageItem,
  type CoverageState,
  type Finding,
  type LintModel,
  type LintReport,
  type Severity,
} from '../finding.js';
import { ITEM_NAMES } from '../item-names.js';
import { RULES } from '../rules/registry.js';

const WIDTH = 100;

/** What paints a word in a terminal; leave it out where there is no colour. */
export type Paint = (text: string, as: Severity | 'quiet') => string;

/** How the terminal wants its text. */
export interface LintTextOptions {
  readonly paint?: Paint;
  /** Whether the terminal can show ✓ and ✗. */
  readonly unicode?: boolean;
}

/**
 * Lint results for a terminal: `path:line:column severity message tidemark(code)` for each finding, then
 * what each model covers with the line or the reason, then the counts. Lines break at 100 columns.
 */
export function formatLintText(
  report: LintReport,
  { paint = (text) => text, unicode = true }: LintTextOptions = {},
): string {
  const lines: string[] = [];
  for (const { path, dialect, findings } of report.files) {
    if (dialect === null) lines.push(clean(`${path}: no monitoring config, nothing to check`));
    for (const finding of findings) lines.push(...findingLines(path, finding, paint));
  }
  if (lines.length > 0) lines.push('');
  for (const model of report.models) lines.push(...modelLines(model, paint, unicode), '');
  lines.push(totals(report));
  return `${lines.join('\n')}\n`;
}

function findingLines(path: string, finding: Finding, paint: Paint): string[] {
  const { line, column } = finding.start;
  const place = `${path}:${line}:${column}`;
  const text = `${place} ${finding.severity} ${finding.message} tidemark(${finding.code})`;
  const [first = '', ...rest] = wrap(clean(text), '    ');
  const marked = ` ${finding.severity} `;
  return [first.replace(marked, () => ` ${paint(finding.severity, finding.severity)} `), ...rest];
}

const SIGNS: Readonly<Record<CoverageState, readonly [sign: string, ascii: string, as: Severity | 'quiet']>> =
  {
    configured: ['✓', '+', 'quiet'],
    default: ['✓', '+', 'quiet'],
    partial: ['!', '!', 'warning'],
    missing: ['✗', 'x', 'error'],
    elsewhere: ['·', '.', 'quiet'],
    opaque: ['?', '?', 'info'],
  };

/** What the states mean, where the state alone does not say. */
const STATE_WORDS: Readonly<Partial<Record<CoverageState, string>>> = {
  default: 'not written, and done by default',
  elsewhere: 'this file cannot say it',
  opaque: 'left to a script or notebook',
};

function modelLines(model: LintModel, paint: Paint, unicode: boolean): string[] {
  const covered = COVERAGE_ITEMS.filter((item) =>
    ['configured', 'default'].includes(model.coverage[item]),
  ).length;
  const head = `${model.model} covers ${covered} of ${COVERAGE_ITEMS.length}`;
  const lines = wrap(clean(`${head}  ${model.files.join(', ')}`), '  ');
  for (const item of COVERAGE_ITEMS) {
    const state = model.coverage[item];
    const [sign, ascii, as] = SIGNS[state];
    const because = becauseOf(model, item, state);
    const start = `  ${unicode ? sign : ascii} ${ITEM_NAMES[item].padEnd(16)} ${state.padEnd(10)}`;
    const [first = '', ...rest] = wrap(clean(because), ' '.repeat(start.length + 1), start);
    lines.push(
      first.replace(` ${state}`, () => ` ${paint(state, as)}`),
      ...rest,
    );
  }
  return lines;
}

/** The reason with its place, else the finding that speaks of the gap. */
function becauseOf(model: LintModel, item: CoverageItem, state: CoverageState): string {
  const reason = model.reasons?.[item];
  if (reason !== undefined) return `${placeOf(reason.path, reason.line, model)}${reason.because}`;
  const code = RULES.find(({ gap }) => gap === item)?.code;
  const finding = model.findings.find((one) => one.code === code);
  if (finding !== undefined) return `${placeOf(finding.path, finding.start.line, model)}${finding.code}`;
  return STATE_WORDS[state] ?? '';
}

/** The place as short as it can be: the files of the model stand above it with their whole paths. */
function placeOf(path: string | undefined, line: number | null, { files }: LintModel): string {
  const [only] = files;
  if (path === undefined || (files.length === 1 && path === only))
    return line === null ? '' : `line ${line}: `;
  const base = baseName(path);
  const name = files.filter((file) => baseName(file) === base).length > 1 ? path : base;
  return line === null ? `${name}: ` : `${name}:${line}: `;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `2 configs: 1 error, 2 warnings`. */
export function totals({ files }: LintReport): string {
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

/** Breaks at spaces behind `start`; a word longer than the line (a path) is left whole. */
function wrap(text: string, margin: string, start = ''): string[] {
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = margin + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** A terminal obeys control characters; names out of a config must not give it orders. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out.
  return text.replace(/[\0-\x1f\x7f-\x9f\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
