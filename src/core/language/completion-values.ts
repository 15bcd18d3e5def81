import type { ConfigPath } from '../config/document.js';
import { groupByGlob } from '../config/infer-files.js';
import type { Family } from '../config/monitor.js';
import { yamlText } from '../config/words.js';
import type { LintColumn } from '../lint/host.js';
import type { MetricDescription } from '../metrics/metric.js';
import { categoriesIn, columnKnowledge, columnLine, valuesLine } from './column-words.js';
import { schemasAt, type JsonSchema } from './json-schema.js';
import { checkAt, meaningOf, OF_WORDS, type Meaning } from './meaning.js';
import { defaultLimitWords, metricMarkdown } from './metric-words.js';
import { samePath, writtenAt, writtenList } from './outline.js';
import { suggestion, type CompletionContext, type Suggestion } from './suggestion.js';

/** Lengths of time that people choose, and what they are. */
const DURATIONS: readonly [text: string, words: string][] = [
  ['1h', 'an hour'],
  ['12h', '12 hours'],
  ['1d', 'a day'],
  ['3d', '3 days'],
  ['1w', 'a week, from Monday'],
  ['2w', '2 weeks'],
  ['28d', '28 days'],
  ['1mo', 'a calendar month'],
  ['3mo', '3 calendar months'],
];

/** Which columns suit a role: by kind, and by words in their names. */
const ROLES: Readonly<
  Record<string, { readonly kinds: readonly LintColumn['kind'][]; readonly name: RegExp }>
> = {
  id: { kinds: ['numeric', 'categorical'], name: /(^|_)(id|uuid|key)$/i },
  timestamp: { kinds: ['timestamp', 'numeric'], name: /time|date|_at$|^ts$/i },
  logged: { kinds: ['timestamp', 'numeric'], name: /logged|written|ingest/i },
  received: { kinds: ['timestamp', 'numeric'], name: /received|labell?ed|_at$/i },
  version: { kinds: ['categorical', 'numeric'], name: /version/i },
  score: { kinds: ['numeric'], name: /score|prob|^p_/i },
  prediction: { kinds: ['numeric', 'categorical'], name: /pred/i },
  label: { kinds: ['numeric', 'categorical'], name: /label|target|actual|truth|outcome/i },
  latency_ms: { kinds: ['numeric'], name: /latency|duration|elapsed|took/i },
  status: { kinds: ['numeric', 'categorical'], name: /status|code/i },
  cost: { kinds: ['numeric'], name: /cost|price/i },
  query: { kinds: ['numeric', 'categorical'], name: /query|session|group/i },
};

/** Log files are suggested for these; anything else can still be typed. */
const MOST_PATHS = 200;

/** The values that the config can have at `path`, as far as they are known. */
export function valueSuggestions(context: CompletionContext, path: ConfigPath): Suggestion[] {
  const meaning = meaningOf(path);
  return meaning === null ? plainValues(context, path) : named(meaning, context, path);
}

/** Whole checks of a family, one for each metric that fits the task. */
export function checkSuggestions(context: CompletionContext, family: Family, before: string): Suggestion[] {
  return fittingMetrics(context, family).map((metric) => {
    const parts = [`metric: ${metric.id}`];
    let stop = 1;
    if (metric.subject === 'column') parts.push(`of: \${${stop++}:features}`);
    if (defaultLimitWords(metric) === 'no default limits' && metric.judged !== 'own') {
      const limit =
        metric.worse === 'either'
          ? `outside: [$${stop++}, $${stop}]`
          : `${metric.worse === 'lower' ? 'below' : 'above'}: $${stop}`;
      parts.push(`alert: { ${limit} }`);
    }
    return {
      label: `${metric.id} check`,
      kind: 'check',
      detail: metric.name,
      documentation: metricMarkdown(metric),
      insert: `${before}{ ${parts.join(', ')} }`,
      rank: 3,
      more: false,
    };
  });
}

function named(meaning: Meaning, context: CompletionContext, path: ConfigPath): Suggestion[] {
  switch (meaning.kind) {
    case 'metric':
      return fittingMetrics(context, meaning.family).map((metric) => ({
        label: metric.id,
        kind: 'metric',
        detail: metric.name,
        documentation: metricMarkdown(metric),
        insert: metric.id,
        rank: 1,
        more: false,
      }));
    case 'column':
      return columns(meaning.log, context, path);
    case 'path':
      return meaning.log === null ? [] : paths(context);
    case 'class':
      return classes(context);
    case 'version': {
      const versions = context.facts.report?.versions ?? [];
      const seen = versions.map(({ version }) => version);
      const inLog = valuesIn(context, 'current', ['logs', 'columns', 'version']);
      return [
        ...seen.map((version) => suggestion(version, 'value', 'in the last report', value(version), 1)),
        ...inLog
          .filter((version) => !seen.includes(version))
          .map((version) => suggestion(version, 'value', 'in the current log', value(version), 1)),
      ];
    }
    case 'status': {
      const list = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
      const taken = new Set(writtenList(context.outline, list));
      return valuesIn(context, 'current', ['logs', 'columns', 'status'])
        .filter((status) => !taken.has(status))
        .map((status) => suggestion(status, 'value', 'a status in the current log', plainValue(status), 1));
    }
  }
}

function fittingMetrics({ facts, outline }: CompletionContext, family: Family): readonly MetricDescription[] {
  const task = writtenAt(outline, ['task']);
  return facts.metrics.filter(
    (metric) =>
      metric.family === family && (task === null || (metric.tasks?.some((one) => one === task) ?? true)),
  );
}

function columns(log: 'current' | 'labels', context: CompletionContext, path: ConfigPath): Suggestion[] {
  const { facts, outline } = context;
  const known = facts.columns[log] ?? [];
  const list = typeof path.at(-1) === 'number' ? path.slice(0, -1) : null;
  const taken = new Set(list === null ? [] : writtenList(outline, list));
  if (list?.[1] === 'features') for (const role of roleColumns(context)) taken.add(role);
  const check = checkAt(path);
  const metric = check === null ? null : writtenAt(outline, [...check.path, 'metric']);
  const kinds = facts.metrics.find(({ id }) => id === metric)?.kinds ?? null;
  const categorical = new Set(writtenList(outline, ['logs', 'categorical']));
  const role =
    ROLES[String(path[2] === undefined || path[1] === 'columns' || path[1] === 'labels' ? path[2] : '')];
  const found = known.flatMap(({ name, kind }) => {
    if (taken.has(name)) return [];
    const treatedAs = categorical.has(name) ? 'categorical' : kind;
    const fits =
      role !== undefined
        ? role.kinds.includes(kind)
        : kinds === null || kinds.some((one) => one === treatedAs);
    const told = columnKnowledge(name, facts);
    const item: Suggestion = {
      label: name,
      kind: 'column',
      detail: told === null ? kind : columnLine(told),
      documentation: (told === null ? null : valuesLine(told)) ?? '',
      insert: value(name),
      rank: role?.name.test(name) === true && fits ? 0 : fits ? 2 : 6,
      more: false,
    };
    return [item];
  });
  const words = check !== null && path[3] === 'of' && path.length === 4 ? Object.entries(OF_WORDS) : [];
  return [...words.map(([word, detail]) => suggestion(word, 'value', detail, word, 1)), ...found];
}

/** Columns that have a role, so that they are no inputs of the model. */
function roleColumns({ outline }: CompletionContext): string[] {
  return outline.values
    .filter(
      ({ path }) =>
        samePath(path.slice(0, 2), ['logs', 'columns']) || samePath(path, ['feedback', 'labels', 'label']),
    )
    .map(({ text }) => text);
}

function paths({ facts: { files } }: CompletionContext): Suggestion[] {
  const groups = [...groupByGlob(files.map((path) => ({ path })))];
  const globs = groups
    .filter(([glob]) => glob.includes('*'))
    .map(([glob, own]) =>
      suggestion(glob, 'path', `${own.length} ${own.length === 1 ? 'file' : 'files'}`, value(glob), 1),
    );
  const single = files.map((path) => suggestion(path, 'path', '', value(path), 2));
  return [...globs, ...single].slice(0, MOST_PATHS);
}

/** The classes that the last report saw, and those that labels and predictions have in the logs. */
function classes(context: CompletionContext): Suggestion[] {
  const { facts, outline } = context;
  const prediction = writtenAt(outline, ['logs', 'columns', 'prediction']);
  const reported = prediction === null ? [] : categoriesIn(facts.report, prediction);
  const inLogs = [
    ...valuesIn(context, 'labels', ['feedback', 'labels', 'label']),
    ...valuesIn(context, 'current', ['logs', 'columns', 'label']),
    ...valuesIn(context, 'current', ['logs', 'columns', 'prediction']),
  ];
  return [...new Set([...reported, ...inLogs])].map((name) => {
    const from = reported.includes(name) ? 'a class in the last report' : 'a class in the logs';
    return suggestion(name, 'value', from, plainValue(name), 1);
  });
}

/** The frequent values of the column that the config names at `place`, most frequent first. */
function valuesIn(
  { facts, outline }: CompletionContext,
  log: 'current' | 'labels',
  place: ConfigPath,
): readonly string[] {
  const column = writtenAt(outline, place);
  return facts.columns[log]?.find(({ name }) => name === column)?.values ?? [];
}

/** A value of a column: a whole number stays one. */
function plainValue(name: string): string {
  return /^\d+$/.test(name) ? name : value(name);
}

function plainValues({ facts }: CompletionContext, path: ConfigPath): Suggestion[] {
  return schemasAt(facts.schema, path).flatMap((schema) => valuesOf(schema, path));
}

function valuesOf(schema: JsonSchema, path: ConfigPath): Suggestion[] {
  if (schema.enum !== undefined)
    return schema.enum.map((one) => suggestion(String(one), 'value', '', String(one), 1));
  if (schema.const !== undefined)
    return [suggestion(String(schema.const), 'value', '', String(schema.const), 1)];
  // The only pattern of the schema is that of durations.
  if (schema.pattern !== undefined) {
    return DURATIONS.map(([text, words], index) => suggestion(text, 'value', words, text, 1 + index / 100));
  }
  const isHook = path.at(-1) === 'webhook';
  return isHook
    ? [
        suggestion(
          '"${TIDEMARK_WEBHOOK}"',
          'value',
          'an address from the environment, not in the file',
          '"\\${TIDEMARK_WEBHOOK}"',
          1,
        ),
      ]
    : [];
}

/** A text as it is inserted: YAML, with the characters that snippets give a meaning to. */
function value(text: string): string {
  return yamlText(text).replace(/[\\$}]/g, '\\$&');
}
