import type { Suggestion } from '../language/suggestion.js';
import { suggestion } from '../language/suggestion.js';
import { defaultLimitWords, metricMarkdown } from '../language/metric-words.js';
import { outlineOf } from '../language/outline.js';
import { FAMILIES } from '../config/monitor.js';
import type { MetricDescription } from '../metrics/metric.js';
import type { CellKind } from './document.js';
import type { FRONT_KEYS } from './front-matter.js';
import { FACETS, inlineValues, WHOLE_WORDS } from './inline.js';
import type { METRIC_CELL_KEYS } from './metric-cell.js';
import { CHART_WORDS, SHOW_WORDS } from './metric-cell.js';
import { columnName } from './sql/column-name.js';
import { SQL_VIEWS } from './sql/lexical-guard.js';

/** What completion and hover in a cell may know. */
export interface CellFacts {
  readonly metrics: readonly MetricDescription[];
  /** Columns that the config watches. */
  readonly columns: readonly string[];
  readonly versions: readonly string[];
  /** Starts of chunks, the last one last. */
  readonly chunks: readonly string[];
  readonly parameters: readonly string[];
  /** Names of cells that a chart can draw. */
  readonly cells: readonly string[];
  /** Paths of configs, as seen from the report. */
  readonly configs: readonly string[];
}

const KEY_WORDS: Readonly<Record<(typeof METRIC_CELL_KEYS)[number], string>> = {
  name: 'Name of the cell: a chart cell finds its table by it.',
  title: 'Title of the chart.',
  show: 'A part of the report, instead of single metrics.',
  metric: 'The metric, or a list of them.',
  of: 'Columns: features, score, prediction, a column or a list.',
  by: 'Length of a chunk, where it is not the config’s: day, week, 12h.',
  window: 'latest, all, a day (its chunk), a month, or 2001-05-28..2001-06-24.',
  segment: 'Rows of one segment such as origin=LAX, or a column whose values are shown apart.',
  version: 'Rows of one version, or of several, each apart.',
  chart: 'line, bars, heat, distribution, or none.',
  family: 'With show: checks, the checks of one family.',
  top: 'With show: shifts, how many columns are drawn.',
  k: 'Length of the list that ranking metrics look at.',
  definition: 'Whose definition of the metric: tidemark, evidently, nannyml.',
};

const FRONT_WORDS: Readonly<Record<(typeof FRONT_KEYS)[number], string>> = {
  title: 'Title of the report.',
  config: 'The config that the report is on, relative to it.',
  model: 'The model that the config must describe.',
  window: 'What cells look at that do not say it: latest, all, a day, a month, or a range.',
  segment: 'Segment of cells that name none.',
  version: 'Version of cells that name none.',
  parameters: 'Values that cells use as $name.',
};

/** What could be written, and the stretch of the cell that it takes the place of. */
export interface CellCompletion {
  readonly suggestions: readonly Suggestion[];
  readonly start: number;
  readonly end: number;
}

/** What could be written at `offset` in a cell; null where nothing is known. */
export function completeCell(
  kind: CellKind,
  value: string,
  offset: number,
  facts: CellFacts,
): CellCompletion | null {
  if (kind === 'prose') return completeProse(value, offset, facts);
  if (kind === 'sql') return completeSql(value, offset, facts);
  const { place } = outlineOf(value.slice(0, offset));
  if (place === null) return null;
  const parameter = /\$\w*$/.exec(value.slice(0, offset));
  if (parameter !== null) {
    return { suggestions: parameters(facts, ''), start: parameter.index, end: offset };
  }
  const key = String(place.path.findLast((step) => typeof step === 'string') ?? '');
  const written = outlineOf(value).keys.map(({ path }) => path.join('.'));
  const words =
    place.kind === 'key'
      ? keys(kind, place.path.length === 0, written)
      : kind === 'metric'
        ? metricValues(key, facts)
        : kind === 'front'
          ? frontValues(key, facts)
          : chartValues(key, place.path.length, facts);
  return words.length === 0 ? null : { suggestions: words, start: place.start, end: offset };
}

function keys(kind: CellKind, top: boolean, written: readonly string[]): Suggestion[] {
  if (!top) return [];
  const known = kind === 'metric' ? KEY_WORDS : kind === 'front' ? FRONT_WORDS : CHART_KEYS;
  return Object.entries(known).flatMap(([key, words], rank) =>
    written.includes(key)
      ? []
      : [{ ...suggestion(key, 'key', '', `${key}: `, rank, true), documentation: words }],
  );
}

const CHART_KEYS = {
  data: 'Name of the cell whose table is drawn.',
  title: 'Title: the finding.',
  mark: 'point, line, bar, area, rect, tick, rule, text …',
  encoding: 'x, y, color …, each with a field and a type.',
  layer: 'Several marks over each other.',
  transform: 'Filters, bins and calculations on the table.',
  width: 'Width of the plot in pixels.',
  height: 'Height of the plot in pixels.',
};

function metricValues(key: string, facts: CellFacts): Suggestion[] {
  switch (key) {
    case 'metric':
      return facts.metrics.map((metric, rank) => ({
        ...suggestion(metric.id, 'metric', metric.name, metric.id, rank),
        documentation: metricMarkdown(metric),
      }));
    case 'of':
      return [
        ...values(['features', 'score', 'prediction'], 'value'),
        ...values(facts.columns, 'column', 10),
      ];
    case 'show':
      return values(SHOW_WORDS, 'value');
    case 'chart':
      return values(CHART_WORDS, 'value');
    case 'by':
      return values(['hour', 'day', 'week', 'month'], 'value');
    case 'window':
      return values(['latest', 'all', ...[...facts.chunks].reverse()], 'value');
    case 'version':
      return values(facts.versions, 'value');
    case 'family':
      return values(FAMILIES, 'value');
    case 'definition':
      return values(['tidemark', 'evidently', 'nannyml'], 'value');
    default:
      return [];
  }
}

function frontValues(key: string, facts: CellFacts): Suggestion[] {
  if (key === 'config') return values(facts.configs, 'path');
  if (key === 'window') return values(['latest', 'all', ...[...facts.chunks].reverse()], 'value');
  return key === 'version' ? values(facts.versions, 'value') : [];
}

function chartValues(key: string, depth: number, facts: CellFacts): Suggestion[] {
  if (key === 'data') return values(facts.cells, 'value');
  if (key === 'mark' && depth === 1)
    return values(['point', 'line', 'bar', 'area', 'rect', 'tick', 'rule', 'text', 'boxplot'], 'value');
  return key === 'type' ? values(['quantitative', 'temporal', 'ordinal', 'nominal'], 'value') : [];
}

function values(words: readonly string[], kind: Suggestion['kind'], from = 0): Suggestion[] {
  return words.map((word, i) => suggestion(word, kind, '', word.replaceAll('$', '\\$'), from + i));
}

function parameters(facts: CellFacts, detail: string): Suggestion[] {
  return facts.parameters.map((name, rank) =>
    suggestion(`$${name}`, 'value', detail || 'parameter', `\\$${name}`, rank),
  );
}

function completeSql(sql: string, offset: number, facts: CellFacts): CellCompletion | null {
  const before = sql.slice(0, offset);
  const word = /\$?[\w]*$/.exec(before)?.[0] ?? '';
  const start = offset - word.length;
  if (word.startsWith('$')) return { suggestions: parameters(facts, ''), start, end: offset };
  const views = SQL_VIEWS.map((view, rank) => ({
    ...suggestion(view, 'value', 'view', view, rank),
    documentation: VIEW_WORDS[view],
  }));
  const named = facts.columns.map((column, rank) =>
    suggestion(column, 'column', 'column', columnName(column), 10 + rank),
  );
  return { suggestions: [...views, ...named], start, end: offset };
}

const VIEW_WORDS: Readonly<Record<(typeof SQL_VIEWS)[number], string>> = {
  reference: 'The rows that production is compared with.',
  current: 'The production rows that the checks look at.',
  labels: 'The labels that had arrived by as_of.',
  joined: 'Current rows whose label is known, with it.',
  results: 'The results of the checks: metric, column, chunk, value, low, high, verdict …',
};

/** Inside of open braces: words, metrics, `metric of column`. */
function completeProse(prose: string, offset: number, facts: CellFacts): CellCompletion | null {
  const open = /\{\{[ \t]*([^{}\n]*)$/.exec(prose.slice(0, offset));
  if (open === null) return null;
  const written = open[1] ?? '';
  const start = offset - written.length;
  const of = /^(.*\bof )(\w*)$/.exec(written);
  if (of !== null && !FACETS.some((facet) => of[1] === `${facet} of `)) {
    return {
      suggestions: values(['score', ...facts.columns], 'column'),
      start: offset - (of[2]?.length ?? 0),
      end: offset,
    };
  }
  const metrics = facts.metrics.map((metric, rank) => {
    const insert = metric.subject === 'column' ? `${metric.id} of ` : metric.id;
    return {
      ...suggestion(metric.id, 'metric', metric.name, insert, 20 + rank, metric.subject === 'column'),
      documentation: metricMarkdown(metric),
    };
  });
  const facetWords = FACETS.slice(1).map((facet, rank) =>
    suggestion(`${facet} of`, 'value', 'of a metric', `${facet} of `, 10 + rank, true),
  );
  const from = of === null ? start : offset - (of[2]?.length ?? 0);
  const all =
    of === null
      ? [...values(WHOLE_WORDS, 'value'), ...facetWords, ...parameters(facts, ''), ...metrics]
      : metrics;
  return { suggestions: all, start: from, end: offset };
}

/** What is known of the word at `offset`, as Markdown; null where nothing is. */
export function hoverCell(
  kind: CellKind,
  value: string,
  offset: number,
  facts: CellFacts,
): { readonly markdown: string; readonly start: number; readonly end: number } | null {
  const start = offset - (/\$?\w*$/.exec(value.slice(0, offset))?.[0].length ?? 0);
  const word = /^\$?\w+/.exec(value.slice(start))?.[0] ?? '';
  const found = (markdown: string) => ({ markdown, start, end: start + word.length });
  if (
    word === '' ||
    (kind === 'prose' && !inlineValues(value).some((one) => one.start <= offset && offset <= one.end))
  )
    return null;
  const metric = facts.metrics.find(({ id }) => id === word);
  if (metric !== undefined && kind !== 'sql')
    return found(`${metricMarkdown(metric)}\n\n${defaultLimitWords(metric)}.`);
  if (kind === 'sql') {
    const view = SQL_VIEWS.find((name) => name === word.toLowerCase());
    return view === undefined ? null : found(`**${view}** (view): ${VIEW_WORDS[view]}`);
  }
  const words: Readonly<Record<string, string>> =
    kind === 'front' ? FRONT_WORDS : kind === 'metric' ? KEY_WORDS : kind === 'chart' ? CHART_KEYS : {};
  const text = words[word];
  return text === undefined || !Object.hasOwn(words, word) ? null : found(`**${word}**: ${text}`);
}
