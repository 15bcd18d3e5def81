import { createHash } from 'node:crypto';

import { nearest } from '../config/words.js';
import type { MetricDescription } from '../metrics/metric.js';
import { readChartCell, type ChartCell } from './chart-cell.js';
import type { ReportCell, ReportDocument } from './document.js';
import { NO_FRONT_MATTER, readFrontMatter, type FrontMatter } from './front-matter.js';
import { INLINE_WORDS, inlineValues, parseInline, type InlineExpression } from './inline.js';
import { readMetricCell, type MetricCell } from './metric-cell.js';
import { isReservedName, readParameters, unknownParameter, type ParameterValue } from './parameters.js';
import { problemInFile, rangeOf, type CellProblem, type ValueProblem } from './problems.js';
import { lexicalProblems, sqlCellName, sqlCellTitle, sqlParameters, sqlViews } from './sql/lexical-guard.js';

/** A cell as it is meant, with what is wrong with it. */
export interface PlannedCell {
  readonly index: number;
  readonly cell: ReportCell;
  /** What a chart cell finds its result by; null without one. */
  readonly name: string | null;
  readonly problems: readonly CellProblem[];
  readonly content: CellContent;
  /** Index of the cell whose result it draws; null where it needs none. */
  readonly input: number | null;
}

export type CellContent =
  | { readonly kind: 'front' }
  | { readonly kind: 'prose'; readonly values: ReadonlyMap<string, InlineExpression | null> }
  | { readonly kind: 'metric'; readonly metric: MetricCell | null }
  | { readonly kind: 'chart'; readonly chart: ChartCell | null }
  | {
      readonly kind: 'sql';
      readonly sql: string;
      readonly title: string | null;
      /** Values of the parameters that it names. */
      readonly parameters: Readonly<Record<string, ParameterValue | null>>;
      readonly views: readonly string[];
    };

/** A report as it is meant: what is to be computed, and what cannot be. */
export interface ReportPlan {
  readonly document: ReportDocument;
  readonly front: FrontMatter;
  readonly parameters: ReadonlyMap<string, ParameterValue | null>;
  readonly cells: readonly PlannedCell[];
  readonly problems: readonly CellProblem[];
}

/** A report longer than this is a log or an accident; reading on would only take time. */
const MOST_CHARACTERS = 20_000_000;

/** Reads every cell of a report. Never throws: what is wrong is in `problems`, at its place in the file. */
export function planReport(document: ReportDocument, metrics: readonly MetricDescription[]): ReportPlan {
  const frontIndex = document.cells.findIndex(({ kind }) => kind === 'front');
  const frontCell = document.cells[frontIndex];
  const { front, problems: frontProblems } =
    frontCell === undefined ? { front: NO_FRONT_MATTER, problems: [] } : readFrontMatter(frontCell.value);
  const { values: parameters } = readParameters(front);
  const drafts = document.cells.map((cell, index) =>
    draftOf(cell, index, parameters, metrics, frontProblems),
  );
  const named = new Map<string, number>();
  const cells = drafts.map((draft): PlannedCell => {
    const { name, index, cell } = draft;
    if (name === null) return draft;
    const first = named.get(name);
    if (first === undefined) {
      named.set(name, index);
      return draft;
    }
    const line = drafts[first]?.cell.line ?? 1;
    return {
      ...draft,
      problems: [
        ...draft.problems,
        atStart(
          cell,
          index,
          'wrong-value',
          `The cell at line ${line} is called \`${name}\` already. Give one of them another name.`,
        ),
      ],
    };
  });
  const linked = cells.map((planned) => linkChart(planned, cells, named));
  const size = document.cells.reduce((sum, { source }) => sum + source.length, 0);
  const problems = linked.flatMap((planned) => planned.problems);
  if (size > MOST_CHARACTERS && frontCell !== undefined) {
    problems.push(atStart(frontCell, frontIndex, 'too-long', `This report has ${size} characters.`));
  }
  return { document, front, parameters, cells: linked, problems };
}

type Draft = PlannedCell;

function draftOf(
  cell: ReportCell,
  index: number,
  parameters: ReadonlyMap<string, ParameterValue | null>,
  metrics: readonly MetricDescription[],
  frontProblems: readonly ValueProblem[],
): Draft {
  const placed = (problems: readonly ValueProblem[]): CellProblem[] =>
    problems.map((problem) => problemInFile(cell, index, problem));
  const draft = (content: CellContent, name: string | null, problems: readonly ValueProblem[]): Draft => ({
    index,
    cell,
    name,
    content,
    problems: [
      ...placed(problems),
      ...(cell.closed
        ? []
        : [atStart(cell, index, 'open-fence', 'This cell is not closed: end it with a line of ```.')]),
    ],
    input: null,
  });
  switch (cell.kind) {
    case 'front':
      return draft({ kind: 'front' }, null, frontProblems);
    case 'metric': {
      const { cell: metric, problems } = readMetricCell(cell.value, metrics, parameters);
      return draft({ kind: 'metric', metric }, metric?.name ?? null, problems);
    }
    case 'chart': {
      const { cell: chart, problems } = readChartCell(cell.value);
      return draft({ kind: 'chart', chart }, null, problems);
    }
    case 'sql':
      return sqlDraft(cell.value, parameters, draft);
    case 'prose':
      return proseDraft(cell.value, parameters, metrics, draft);
  }
}

type MakeDraft = (content: CellContent, name: string | null, problems: readonly ValueProblem[]) => Draft;

function sqlDraft(
  sql: string,
  parameters: ReadonlyMap<string, ParameterValue | null>,
  draft: MakeDraft,
): Draft {
  const problems = lexicalProblems(sql);
  const own: Record<string, ParameterValue | null> = {};
  for (const name of sqlParameters(sql)) {
    const value = parameters.get(name);
    if (value !== undefined) own[name] = value;
    else {
      const at = Math.max(0, sql.indexOf(`$${name}`));
      const message =
        name === '?' || /^\d+$/.test(name)
          ? 'Parameters have names here: `$airport`, set under `parameters`.'
          : unknownParameter(name, [...parameters.keys()]);
      problems.push({
        severity: 'error',
        code: 'unknown-parameter',
        message,
        range: rangeOf(sql, at, at + name.length + 1),
      });
    }
  }
  const content: CellContent = {
    kind: 'sql',
    sql,
    title: sqlCellTitle(sql),
    parameters: own,
    views: sqlViews(sql),
  };
  return draft(content, sqlCellName(sql), problems);
}

function proseDraft(
  prose: string,
  parameters: ReadonlyMap<string, ParameterValue | null>,
  metrics: readonly MetricDescription[],
  draft: MakeDraft,
): Draft {
  const values = new Map<string, InlineExpression | null>();
  const problems: ValueProblem[] = [];
  for (const { text, start, end } of inlineValues(prose)) {
    const expression = parseInline(text);
    values.set(text, expression);
    const message = inlineProblem(expression, parameters, metrics);
    if (message !== null)
      problems.push({
        severity: 'warning',
        code: 'unknown-value',
        message,
        range: rangeOf(prose, start, end),
      });
  }
  return draft({ kind: 'prose', values }, null, problems);
}

/** What is wrong with an inline value; null where it can be tried. */
export function inlineProblem(
  expression: InlineExpression | null,
  parameters: ReadonlyMap<string, ParameterValue | null>,
  metrics: readonly MetricDescription[],
): string | null {
  if (expression === null)
    return `This is no value that a report knows. Write ${INLINE_WORDS}, or put it in backticks.`;
  if (expression.kind === 'parameter' && !parameters.has(expression.name)) {
    return unknownParameter(expression.name, [...parameters.keys()]);
  }
  if (expression.kind !== 'metric' || metrics.some(({ id }) => id === expression.metric)) return null;
  const close = nearest(
    expression.metric,
    metrics.map(({ id }) => id),
  );
  return `There is no metric \`${expression.metric}\`${close === null ? '' : `; did you mean \`${close}\``}.`;
}

function linkChart(
  planned: PlannedCell,
  cells: readonly PlannedCell[],
  named: ReadonlyMap<string, number>,
): PlannedCell {
  const { content, cell, index } = planned;
  if (content.kind !== 'chart' || content.chart === null) return planned;
  const input = named.get(content.chart.data);
  if (input !== undefined && cells[input]?.content.kind !== 'chart') return { ...planned, input };
  const close = nearest(content.chart.data, named.keys());
  const message = `No cell is called \`${content.chart.data}\`${close === null ? '. A sql cell is named by a first line `-- name: late_by_airport`, a metric cell by `name:`' : `; did you mean \`${close}\``}.`;
  return { ...planned, problems: [...planned.problems, atStart(cell, index, 'unknown-cell', message)] };
}

function atStart(cell: ReportCell, index: number, code: string, message: string): CellProblem {
  return problemInFile(cell, index, {
    severity: 'error',
    code,
    message,
    range: rangeOf(cell.value, 0, Math.max(1, cell.value.indexOf('\n'))),
  });
}

/**
 * Order in which cells are run: a cell after the one it draws, else as they stand. `wanted` = the cells asked for; what
 * they draw from comes with them.
 */
export function orderOf(plan: ReportPlan, wanted: ReadonlySet<number> | null): number[] {
  const order: number[] = [];
  const visit = (index: number): void => {
    const planned = plan.cells[index];
    if (planned === undefined || order.includes(index)) return;
    if (planned.input !== null) visit(planned.input);
    order.push(index);
  };
  for (const { index } of plan.cells) if (wanted === null || wanted.has(index)) visit(index);
  return order;
}

/** Names what a cell's outputs depend on: equal keys mean equal outputs. `stamp` names the config and the logs. */
export function cellKey(plan: ReportPlan, index: number, stamp: string): string {
  const planned = plan.cells[index];
  if (planned === undefined) return '';
  const input = planned.input === null ? null : cellKey(plan, planned.input, stamp);
  const { content } = planned;
  const own = [contentOf(content, plan), planned.problems.map(({ message }) => message)];
  return createHash('sha256')
    .update(JSON.stringify([stamp, own, input]))
    .digest('hex')
    .slice(0, 32);
}

function contentOf(content: CellContent, { parameters, front }: ReportPlan): unknown {
  if (content.kind === 'prose') {
    const used = [...content.values.values()].flatMap((value) =>
      value?.kind === 'parameter' ? [value.name] : [],
    );
    const defaults = content.values.size === 0 ? [] : ['window', 'segment', 'version'];
    return [[...content.values.keys()], [...used, ...defaults].map((name) => parameters.get(name) ?? null)];
  }
  if (content.kind === 'front')
    return [front.title, front.model, [...parameters].filter(([name]) => isReservedName(name))];
  return content;
}
