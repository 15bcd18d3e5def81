import * as z from 'zod';
import type { ConfigPath } from '../config/document.js';
import { FAMILIES } from '../config/monitor.js';
import { DEFAULTS } from '../config/normalise.js';
import { configSchema } from '../config/schema.js';
import type { MetricDescription } from '../metrics/metric.js';
import { PLANNED_METRICS } from '../metrics/planned.js';
import { capitalise } from '../report/words.js';

/** A JSON Schema, as far as ours goes. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
}

/** Where a default stands in the schema (`*` = any item). */
const DEFAULT_PLACES: readonly [path: readonly string[], value: unknown][] = [
  [['seed'], DEFAULTS.seed],
  [['logs', 'threshold'], DEFAULTS.threshold],
  [['logs', 'errors'], DEFAULTS.errors],
  [['logs', 'timeouts'], DEFAULTS.timeouts],
  [['logs', 'grace'], DEFAULTS.grace],
  [['logs', 'exact_rows'], DEFAULTS.exactRows],
  [['alerts', 'for'], DEFAULTS.for],
  [['alerts', 'false_discovery_rate'], DEFAULTS.falseDiscoveryRate],
  ...FAMILIES.flatMap((family): [string[], unknown][] => [
    [['checks', family, '*', 'min_rows'], DEFAULTS.minRows],
    [['checks', family, '*', 'definition'], 'tidemark'],
    [['checks', family, '*', 'k'], DEFAULTS.k],
  ]),
];

/**
 * The JSON Schema (draft 2020-12) of `tidemark.yaml`: the typed definition, with the defaults and with the
 * metrics of each family. Everything but the meaning of one key for another can be checked by it.
 */
export function configJsonSchema(metrics: readonly MetricDescription[]): JsonSchema {
  const base = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  let schema: JsonSchema = {
    $schema: base.$schema,
    title: base.title,
    description: 'What Tidemark monitors of one model: its logs, its labels, its checks and their limits.',
    ...without(base, ['$schema', 'title']),
  };
  for (const [path, value] of DEFAULT_PLACES) {
    schema = changeAt(schema, path, (there) => ({ ...there, default: value }));
  }
  for (const family of FAMILIES) {
    schema = changeAt(schema, ['checks', family, '*', 'metric'], (there) => ({
      ...there,
      ...metricIds(family, metrics),
    }));
  }
  return schema;
}

/**
 * The same for an editor that has Tidemark's own language support beside it: it describes each key, refuses
 * nothing and suggests nothing, because both come from Tidemark already.
 */
export function editorJsonSchema(metrics: readonly MetricDescription[]): JsonSchema {
  const { $schema, title, ...rest } = configJsonSchema(metrics);
  return { $schema, title, ...describing(rest) };
}

function metricIds(family: string, metrics: readonly MetricDescription[]): Partial<JsonSchema> {
  const own = metrics.filter((metric) => metric.family === family);
  const later = PLANNED_METRICS.filter(
    (metric) => metric.family === family && !own.some(({ id }) => id === metric.id),
  );
  return {
    enum: [...own.map(({ id }) => id), ...later.map(({ id }) => id)],
    enumDescriptions: [
      ...own.map(({ name, definition }) => `${name}: ${definition}.`),
      ...later.map(() => 'Not supported yet.'),
    ],
  };
}

/** The schemas that a value at `path` may have, several where the schema leaves a choice. */
export function schemasAt(schema: JsonSchema, path: ConfigPath): readonly JsonSchema[] {
  let found: readonly JsonSchema[] = choices(schema);
  for (const step of path) found = found.flatMap((one) => inner(one, step)).flatMap(choices);
  return found;
}

/** The schema of a value at `path` before its choices are told apart: it has the words. */
export function schemaAt(schema: JsonSchema, path: ConfigPath): JsonSchema | null {
  const step = path.at(-1);
  if (step === undefined) return schema;
  for (const parent of schemasAt(schema, path.slice(0, -1))) {
    const [found] = inner(parent, step);
    if (found === undefined) continue;
    // Where a value may be null, the words stand at what it may be else.
    const words =
      found.description ?? choices(found).find(({ description }) => description !== undefined)?.description;
    return words === undefined ? found : { ...found, description: words };
  }
  return null;
}

function inner(schema: JsonSchema, step: string | number): JsonSchema[] {
  if (typeof step === 'number') {
    const item = schema.prefixItems?.[step] ?? schema.items;
    return item === undefined ? [] : [item];
  }
  const { properties, additionalProperties } = schema;
  const own =
    properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
  return typeof own === 'object' ? [own] : [];
}

function choices(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(choices);
}

function changeAt(
  schema: JsonSchema,
  [step, ...rest]: readonly string[],
  change: (schema: JsonSchema) => JsonSchema,
): JsonSchema {
  if (step === undefined) return change(schema);
  if (schema.anyOf !== undefined) {
    return { ...schema, anyOf: schema.anyOf.map((one) => changeAt(one, [step, ...rest], change)) };
  }
  if (step === '*') {
    return schema.items === undefined ? schema : { ...schema, items: changeAt(schema.items, rest, change) };
  }
  const there = schema.properties?.[step];
  if (there === undefined) return schema;
  return { ...schema, properties: { ...schema.properties, [step]: changeAt(there, rest, change) } };
}

/** Keywords that tell and do not judge. */
function describing(schema: JsonSchema): JsonSchema {
  const { description, properties, items, anyOf } = schema;
  const maps = [schema, ...(anyOf ?? []).flatMap(choices)].flatMap((one) => one.properties ?? []);
  const lists = [items, ...(anyOf ?? []).flatMap(choices).map((one) => one.items)].filter(
    (item) => item !== undefined,
  );
  const told = [description, defaultWords(schema)].filter((part) => part !== undefined).join(' ');
  const merged = Object.assign({}, ...(properties === undefined ? maps : [properties])) as Record<
    string,
    JsonSchema
  >;
  return {
    ...(told === '' ? {} : { description: told }),
    doNotSuggest: true,
    ...(Object.keys(merged).length === 0
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(merged).map(([key, one]) => [key, describing(one)])),
        }),
    ...(lists[0] === undefined ? {} : { items: describing(lists[0]) }),
  };
}

/** `Default: 30.`; nothing where there is none. */
export function defaultWords(schema: JsonSchema): string | undefined {
  if (schema.default === undefined) return undefined;
  const text = Array.isArray(schema.default) ? `[${schema.default.join(', ')}]` : String(schema.default);
  return capitalise(`default: ${text}.`);
}

function without(schema: JsonSchema, keys: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}
