import { readTree } from '../config/tree.js';
import type { ConfigPath } from '../config/document.js';
import { nearest } from '../config/words.js';
import type { Json } from '../report/charts/plot.js';
import { plainRange, type ValueProblem } from './problems.js';

/** A chart cell: a Vega-Lite spec over the result of a named cell. */
export interface ChartCell {
  /** Name of the cell that its data come from. */
  readonly data: string;
  readonly title: string | null;
  readonly subtitle: string | null;
  /** The spec without its data and its title. */
  readonly spec: Readonly<Record<string, Json>>;
}

/** Keys that load something, lead somewhere or give the page orders. */
const REFUSED_KEYS: Readonly<Record<string, string>> = {
  url: 'A chart may not load anything: its data are the result of a cell of this report',
  href: 'A chart may not lead elsewhere',
  src: 'A chart may not load anything',
  usermeta: '`usermeta` gives orders to the page that draws the chart',
  datasets: 'Data of a chart are the result of a cell of this report: name it under `data`',
  values: 'Data of a chart are the result of a cell of this report: name it under `data`',
  sequence: 'Data of a chart are the result of a cell of this report: name it under `data`',
  graticule: 'Data of a chart are the result of a cell of this report: name it under `data`',
  sample: 'A random sample would give another chart each time',
  element: '`element` reaches into the page that draws the chart',
};

/** Where `values` and `url` are something else than data. */
const VALUES_ALLOWED = new Set(['axis', 'legend', 'header', 'scale', 'select', 'value', 'impute', 'keyvals']);

/** Functions of Vega's expressions that differ from run to run, or reach out of the chart. */
const REFUSED_FUNCTIONS =
  /\b(now|random|sampleNormal|sampleLogNormal|sampleUniform|screen|windowSize|containerSize|warn|info|debug|load)\s*\(/;

const MOST_NODES = 20_000;

/** Reads a chart cell: YAML, of which JSON is a part. The cell is null where something is wrong with it. */
export function readChartCell(text: string): {
  readonly cell: ChartCell | null;
  readonly problems: readonly ValueProblem[];
} {
  const tree = readTree(text);
  const problems: ValueProblem[] = tree.problems.map(({ severity, code, message, range }) => ({
    severity,
    code,
    message,
    range: plainRange(range),
  }));
  const wrong = (path: ConfigPath, message: string, code = 'refused-chart', key = false): void => {
    if (problems.length >= 20) return;
    const range = plainRange(key ? tree.locateKey(path) : tree.locate(path));
    problems.push({ severity: 'error', code, message, range });
  };
  if (problems.some(({ severity }) => severity === 'error')) return { cell: null, problems };
  const { value } = tree;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong(
      [],
      'A chart cell is a Vega-Lite spec over the result of a cell: `data: name`, `mark:`, `encoding:`.',
      'empty-cell',
    );
    return { cell: null, problems };
  }
  let nodes = 0;
  const look = (node: unknown, path: ConfigPath): void => {
    nodes += 1;
    if (nodes > MOST_NODES) return;
    if (typeof node === 'string' && REFUSED_FUNCTIONS.test(node) && isExpression(path)) {
      const name = REFUSED_FUNCTIONS.exec(node)?.[1] ?? '';
      wrong(
        path,
        `\`${name}()\` is refused: a chart is the same whenever it is drawn, and knows nothing but its data.`,
      );
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      const there = [...path, Array.isArray(node) ? Number(key) : key];
      const why = Array.isArray(node) ? undefined : REFUSED_KEYS[key];
      if (why !== undefined && !(key === 'values' && VALUES_ALLOWED.has(parentKey(path)))) {
        if (key !== 'sample' || parentKey(path) === 'transform')
          wrong(there, `${why}.`, 'refused-chart', true);
        continue;
      }
      if ((key === 'mark' && inner === 'image') || (key === 'type' && inner === 'image')) {
        wrong(there, 'Marks of images load files: use another mark.');
        continue;
      }
      look(inner, there);
    }
  };
  const { data, title, name: _name, ...spec } = value as Record<string, unknown>;
  look(spec, []);
  if (nodes > MOST_NODES) wrong([], `This spec has over ${MOST_NODES} parts. Put the data into a sql cell.`);
  const source = dataName(data);
  if (source === null) {
    wrong(
      data === undefined ? [] : ['data'],
      '`data` names the cell whose result is drawn: `data: late_by_airport`, where a sql cell begins with `-- name: late_by_airport`.',
    );
  }
  const hasShape = ['mark', 'layer', 'facet', 'hconcat', 'vconcat', 'concat', 'repeat', 'spec'].some(
    (key) => key in spec,
  );
  if (!hasShape) {
    const close = nearest(Object.keys(spec)[0] ?? '', ['mark', 'layer']);
    wrong(
      [],
      `This spec draws nothing: it has no \`mark\` or \`layer\`${close === null ? '' : `; did you mean \`${close}\``}.`,
    );
  }
  if (problems.some(({ severity }) => severity === 'error') || source === null)
    return { cell: null, problems };
  const words = titleOf(title);
  return { cell: { data: source, ...words, spec: spec as Record<string, Json> }, problems };
}

function isExpression(path: ConfigPath): boolean {
  return !['title', 'subtitle', 'text', 'description', 'name', 'field'].includes(parentKey(path));
}

/** The innermost key of a path; indexes of lists are none. */
function parentKey(path: ConfigPath): string {
  return String(path.findLast((step) => typeof step === 'string') ?? '');
}

function dataName(data: unknown): string | null {
  const name = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)['name'] : data;
  if (typeof data === 'object' && data !== null && Object.keys(data).some((key) => key !== 'name'))
    return null;
  return typeof name === 'string' && /^[A-Za-z_][\w-]*$/.test(name) ? name : null;
}

function titleOf(title: unknown): Pick<ChartCell, 'title' | 'subtitle'> {
  if (typeof title === 'string') return { title, subtitle: null };
  if (typeof title !== 'object' || title === null) return { title: null, subtitle: null };
  const { text, subtitle } = title as Record<string, unknown>;
  return {
    title: typeof text === 'string' ? text : null,
    subtitle: typeof subtitle === 'string' ? subtitle : null,
  };
}
