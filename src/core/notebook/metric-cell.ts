import { notYetSentence } from '../config/not-yet.js';
import { FAMILIES, type Family } from '../config/monitor.js';
import { nearest, orList } from '../config/words.js';
import type { MetricDescription } from '../metrics/metric.js';
import type { ParameterValue } from './parameters.js';
import type { ValueProblem } from './problems.js';
import { YamlReader } from './reader.js';
import { parseSpan, SPAN_WORDS, type Span } from './span.js';

/** Keys of a metric cell, in the order in which they are written. */
export const METRIC_CELL_KEYS = [
  'name',
  'title',
  'show',
  'metric',
  'of',
  'by',
  'window',
  'segment',
  'version',
  'chart',
  'family',
  'top',
  'k',
  'definition',
] as const;

export const CHART_WORDS = ['none', 'line', 'bars', 'heat', 'distribution'] as const;

/** What a cell can show besides single metrics. */
export const SHOW_WORDS = [
  'verdict',
  'checks',
  'shifts',
  'performance',
  'operations',
  'quality',
  'feedback',
  'versions',
  'questions',
  'problems',
  'definitions',
  'provenance',
] as const;
export type ShowWord = (typeof SHOW_WORDS)[number];

/** A metric cell as it is meant. */
export interface MetricCell {
  readonly name: string | null;
  readonly title: string | null;
  readonly show: ShowWord | null;
  /** Ids of metrics; empty where the cell shows something else. */
  readonly metrics: readonly string[];
  /** `features`, `score`, columns …; null = what the metric takes by itself. */
  readonly of: readonly string[] | null;
  /** Length of a chunk as a duration; null = the config's. */
  readonly by: string | null;
  readonly span: Span;
  /** `origin=LAX`, or a column whose values are shown apart; null = all rows. */
  readonly segment: string | null;
  /** Versions to look at, each apart; empty = all rows together. */
  readonly versions: readonly string[];
  readonly chart: (typeof CHART_WORDS)[number] | null;
  readonly family: Family | null;
  readonly top: number;
  readonly k: number | null;
  readonly definition: 'tidemark' | 'evidently' | 'nannyml';
}

const BY_WORDS: Readonly<Record<string, string>> = { hour: '1h', day: '1d', week: '1w', month: '1mo' };
const DURATION = /^[1-9]\d{0,8}(ms|s|m|h|d|w|mo)$/;

/**
 * Reads a metric cell. What it does not say of window, segment and version it takes from the parameters of the report.
 * The cell is null where something is wrong with it.
 */
export function readMetricCell(
  text: string,
  metrics: readonly MetricDescription[],
  parameters: ReadonlyMap<string, ParameterValue | null>,
): { readonly cell: MetricCell | null; readonly problems: readonly ValueProblem[] } {
  const reader = new YamlReader(text, 'a metric cell', parameters);
  if (!reader.readable) return { cell: null, problems: reader.problems };
  reader.refuseUnknown(METRIC_CELL_KEYS);
  const show = reader.oneOf('show', SHOW_WORDS);
  const ids = reader.texts('metric') ?? [];
  for (const [i, id] of ids.entries()) checkMetric(reader, id, ids.length === 1 ? null : i, metrics);
  if (reader.readable && !reader.has('show') && !reader.has('metric')) {
    reader.wrong(
      [],
      `This cell shows nothing yet. Write \`metric: psi\`, or \`show:\` with ${orList(SHOW_WORDS)}.`,
      'empty-cell',
    );
  }
  if (reader.has('show') && reader.has('metric')) {
    reader.wrong(['show'], '`show` and `metric` are two cells: `show` has its own choice of metrics.');
  }
  const standard = (name: string): string | null => {
    const value = parameters.get(name) ?? null;
    return value === null ? null : String(value);
  };
  const segment = reader.text('segment') ?? standard('segment');
  if (reader.has('segment')) {
    const notYet = notYetSentence(['checks', 'performance', 0, 'segment']);
    if (notYet !== null) {
      reader.wrong(
        ['segment'],
        'Cells cannot look at one segment yet, since checks cannot. Use a sql cell with WHERE on the column.',
        'not-supported-yet',
      );
    } else if (segment !== null && !/^[^=]+(=.+)?$/.test(segment)) {
      reader.wrong(
        ['segment'],
        '`segment` is a column and its value such as `origin=LAX`, or a column whose values are shown apart.',
      );
    }
  }
  const cell: MetricCell = {
    name: nameOf(reader),
    title: reader.text('title'),
    show,
    metrics: ids,
    of: reader.texts('of'),
    by: byOf(reader),
    span: spanOf(reader, standard('window')),
    segment,
    versions: reader.texts('version') ?? versionsOf(standard('version')),
    chart: reader.oneOf('chart', CHART_WORDS),
    family: reader.oneOf('family', FAMILIES),
    top: reader.count('top', 24) ?? 3,
    k: reader.count('k', 1e6),
    definition: reader.oneOf('definition', ['tidemark', 'evidently', 'nannyml']) ?? 'tidemark',
  };
  return { cell: reader.readable ? cell : null, problems: reader.problems };
}

function checkMetric(
  reader: YamlReader,
  id: string,
  index: number | null,
  metrics: readonly MetricDescription[],
): void {
  if (metrics.some((metric) => metric.id === id)) return;
  const close = nearest(
    id,
    metrics.map((metric) => metric.id),
  );
  reader.wrong(
    index === null ? ['metric'] : ['metric', index],
    `There is no metric \`${id}\`${close === null ? '. docs/metrics.md lists them' : `; did you mean \`${close}\``}.`,
    'unknown-metric',
    close ?? undefined,
  );
}

/** The name of a cell: a chart cell finds its data by it. */
function nameOf(reader: YamlReader): string | null {
  const name = reader.text('name');
  if (name === null || /^[A-Za-z_][\w-]*$/.test(name)) return name;
  reader.wrong(['name'], `\`${name}\` is no name for a cell: letters, digits, - and _ only, no digit first.`);
  return null;
}

function versionsOf(version: string | null): readonly string[] {
  return version === null ? [] : [version];
}

function byOf(reader: YamlReader): string | null {
  const written = reader.text('by');
  if (written === null) return null;
  const by = BY_WORDS[written] ?? written;
  if (DURATION.test(by)) return by;
  reader.wrong(
    ['by'],
    '`by` is the length of a chunk: hour, day, week, month, or a duration such as 12h or 2w.',
  );
  return null;
}

function spanOf(reader: YamlReader, standard: string | null): Span {
  const written = reader.text('window') ?? standard;
  const span = written === null ? { kind: 'latest' as const } : parseSpan(written);
  if (span !== null) return span;
  // A wrong default is told in the front matter, where it stands.
  if (reader.has('window'))
    reader.wrong(['window'], `\`${written ?? ''}\` is no window. Write ${SPAN_WORDS}.`);
  return { kind: 'latest' };
}

/** A cell that says nothing itself: all of it is the report's. */
export function standardCell(parameters: ReadonlyMap<string, ParameterValue | null>): MetricCell {
  const text = (name: string): string | null => {
    const value = parameters.get(name) ?? null;
    return value === null ? null : String(value);
  };
  return {
    name: null,
    title: null,
    show: null,
    metrics: [],
    of: null,
    by: null,
    span: parseSpan(text('window') ?? 'latest') ?? { kind: 'latest' },
    segment: text('segment'),
    versions: versionsOf(text('version')),
    chart: null,
    family: null,
    top: 3,
    k: null,
    definition: 'tidemark',
  };
}
