import type { ConfigPath } from '../config/document.js';
import { orList } from '../config/words.js';
import { intervalWords, limitsWords, valueWords } from '../report/dashboard/result-words.js';
import type { Report, Result } from '../report/report.js';
import { subjectOf, VERDICT_WORDS } from '../report/view.js';
import { formatCount, formatDay, plural } from '../report/words.js';
import { checkResults, courseOf } from './check-results.js';
import { columnKnowledge, columnLine, valuesLine } from './column-words.js';
import type { LanguageFacts } from './facts.js';
import { defaultWords, schemaAt, schemasAt } from './json-schema.js';
import { escapeMarkdown } from './markdown.js';
import { checkAt, meaningOf, OF_WORDS } from './meaning.js';
import { metricMarkdown } from './metric-words.js';
import { outlineOf, writtenAt, type Outline } from './outline.js';

/** What is told of a stretch of text; offsets count from 0. */
export interface HoverText {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** A check of this many columns shows the worst of them. */
const MOST_ROWS = 8;

/** What is known of the key or value at `offset`; null where nothing is. */
export function hoverAt(text: string, offset: number, facts: LanguageFacts): HoverText | null {
  const outline = outlineOf(text);
  const holds = ({ start, end }: { start: number; end: number }): boolean => start <= offset && offset < end;
  const key = outline.keys.find(holds);
  if (key !== undefined) {
    const markdown = keyMarkdown(key.path, facts);
    return markdown === null ? null : { markdown, start: key.start, end: key.end };
  }
  const value = outline.values.find(holds);
  if (value === undefined) return null;
  const markdown = valueMarkdown(value.path, value.text, outline, facts);
  return markdown === null ? null : { markdown, start: value.start, end: value.end };
}

function keyMarkdown(path: ConfigPath, { schema }: LanguageFacts): string | null {
  const own = schemaAt(schema, path);
  if (own?.description === undefined) return null;
  const values = schemasAt(schema, path);
  const words = values.flatMap(
    ({ enum: choices, const: only }) => choices ?? (only === undefined ? [] : [only]),
  );
  const allowed =
    // Metrics are many, and each has a hover of its own.
    words.length === 0 || path.at(-1) === 'metric'
      ? null
      : `One of ${orList(words.map((word) => `\`${String(word)}\``))}.`;
  const duration = values.some(({ pattern }) => pattern !== undefined)
    ? 'A length of time: a whole number and `ms`, `s`, `m`, `h`, `d`, `w` or `mo`, such as `3d`.'
    : null;
  const parts = [
    `**${String(path.at(-1))}**: ${own.description}`,
    allowed,
    duration,
    defaultWords(own) ?? null,
  ];
  return parts.filter((part) => part !== null).join('\n\n');
}

function valueMarkdown(
  path: ConfigPath,
  text: string,
  outline: Outline,
  facts: LanguageFacts,
): string | null {
  const meaning = meaningOf(path);
  switch (meaning?.kind) {
    case 'metric': {
      const metric = facts.metrics.find(({ id }) => id === text);
      if (metric === undefined) return null;
      const last = lastResults(path, text, facts.report);
      return [metricMarkdown(metric), last].filter((part) => part !== null).join('\n\n---\n\n');
    }
    case 'column':
      return columnMarkdown(path, text, outline, facts);
    case 'path':
      return meaning.log === null ? null : filesMarkdown(meaning.log, facts.report);
    default:
      return null;
  }
}

/** The last values of a check: a table of its subjects, each with its course in a sparkline and in words. */
function lastResults(path: ConfigPath, metric: string, report: Report | null): string | null {
  const last = checkResults(report, path, metric);
  if (report === null) return 'Not checked yet.';
  if (last === null) return 'The last check had no such check here.';
  const shown = last.results.slice(0, MOST_ROWS);
  const rows = shown.map((result) => row(report, result));
  const more = last.results.length - shown.length;
  const limits = shown[0] === undefined ? '' : limitsWords(shown[0]);
  return [
    `**Last check** of ${formatDay(report.generated_at, true)}: ${VERDICT_WORDS[last.verdict]}${limits === '' ? '' : ` (${limits})`}`,
    ['| of | value | interval | verdict | course | |', '| :-- | --: | :-- | :-- | :-- | :-- |', ...rows].join(
      '\n',
    ),
    ...(more > 0 ? [`${plural(more, 'other')}, none of them worse.`] : []),
  ].join('\n\n');
}

function row(report: Report, result: Result): string {
  const course = courseOf(report, result);
  const cells = [
    escapeMarkdown(subjectOf(result) ?? 'all rows'),
    valueWords(result) === '' ? 'none' : `**${valueWords(result)}**`,
    intervalWords(result),
    VERDICT_WORDS[result.standing_verdict ?? result.verdict],
    course.spark === '' ? '' : `\`${course.spark}\``,
    escapeMarkdown(course.words === '' ? result.explanation : course.words),
  ];
  return `| ${cells.join(' | ')} |`;
}

function columnMarkdown(
  path: ConfigPath,
  name: string,
  outline: Outline,
  facts: LanguageFacts,
): string | null {
  const isOf = checkAt(path) !== null && path[3] === 'of';
  if (isOf && Object.hasOwn(OF_WORDS, name)) return ofMarkdown(name as keyof typeof OF_WORDS, outline, facts);
  const known = columnKnowledge(name, facts);
  if (known === null) return null;
  const values = valuesLine(known);
  const standing = (facts.report?.results ?? []).filter(
    (result) => result.standing && result.subject.column === name && result.value !== null,
  );
  const lines = standing.slice(0, MOST_ROWS).map((result) => {
    const course = facts.report === null ? null : courseOf(facts.report, result);
    const spark = course === null || course.spark === '' ? '' : ` \`${course.spark}\` ${course.words}`;
    return `- \`${result.metric}\` ${valueWords(result)}, ${VERDICT_WORDS[result.standing_verdict ?? result.verdict]}${spark}`;
  });
  return [
    `**${escapeMarkdown(name)}**: ${columnLine(known)}`,
    values === null ? null : escapeMarkdown(`Now: ${values}.`),
    lines.length === 0 ? null : lines.join('\n'),
  ]
    .filter((part) => part !== null)
    .join('\n\n');
}

function ofMarkdown(word: keyof typeof OF_WORDS, outline: Outline, { report }: LanguageFacts): string {
  const named = outline.values.filter(({ path }) => path[0] === 'logs' && path[1] === 'features').length;
  const watched = new Set(
    (report?.distributions ?? []).filter(({ role }) => role === 'feature').map(({ column }) => column),
  );
  const count = named > 0 ? named : watched.size;
  if (word === 'features') {
    return `**features**: ${OF_WORDS.features}${count === 0 ? '' : ` ${plural(count, 'column is', 'columns are')} watched.`}`;
  }
  const column =
    writtenAt(outline, ['logs', 'columns', word]) ??
    (word === 'label' ? writtenAt(outline, ['feedback', 'labels', 'label']) : null);
  return `**${word}**: ${OF_WORDS[word]}${column === null ? '' : ` The column is \`${column.replaceAll('`', '')}\`.`}`;
}

function filesMarkdown(role: 'current' | 'reference' | 'labels', report: Report | null): string | null {
  if (report === null) return null;
  const inputs = report.provenance.inputs.filter((input) => input.role === role);
  if (inputs.length === 0) return null;
  const rows = inputs.reduce((sum, input) => sum + input.rows, 0);
  return `${plural(inputs.length, 'file')} with ${formatCount(rows)} rows in the last check.`;
}
