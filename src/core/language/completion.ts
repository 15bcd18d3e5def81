import type { ConfigPath } from '../config/document.js';
import { checkAt } from './meaning.js';
import { checkSuggestions, valueSuggestions } from './completion-values.js';
import type { LanguageFacts } from './facts.js';
import { defaultWords, schemaAt, schemasAt, type JsonSchema } from './json-schema.js';
import { outlineOf, samePath, type Place } from './outline.js';
import { suggestion, type CompletionContext, type Suggestion } from './suggestion.js';

/** What could be written at a place, and the stretch of text that it takes the place of. */
export interface Completion {
  readonly suggestions: readonly Suggestion[];
  readonly start: number;
  readonly end: number;
}

/** What could be written at `offset`; null where nothing of a config can be (comments, block text). */
export function completeAt(text: string, offset: number, facts: LanguageFacts): Completion | null {
  const { place } = outlineOf(text.slice(0, offset));
  if (place === null) return null;
  const context: CompletionContext = { facts, outline: outlineOf(text), place };
  const suggestions =
    place.kind === 'key'
      ? keys(context, place.path)
      : place.kind === 'value'
        ? [...valueSuggestions(context, place.path), ...flowForms(context, place.path)]
        : ownLine(context);
  const behind = /^[^\s,:#[\]{}"']*/.exec(text.slice(offset))?.[0].length ?? 0;
  return { suggestions, start: place.start, end: offset + behind };
}

/** A value that begins on a line of its own, or behind a dash. */
function ownLine(context: CompletionContext): Suggestion[] {
  const { facts, place } = context;
  const dashed = place.kind === 'item';
  const found = keys(context, place.path);
  if (dashed) {
    const check = checkAt(place.path);
    const whole = check !== null && check.path.length === place.path.length;
    return [
      ...found,
      ...valueSuggestions(context, place.path),
      ...(whole ? checkSuggestions(context, check.family, '') : []),
    ];
  }
  const isList = schemasAt(facts.schema, place.path).some(({ items }) => items !== undefined);
  if (!isList) return found;
  const item = [...place.path, nextIndex(context, place.path)];
  const check = checkAt(item);
  if (check !== null) return checkSuggestions(context, check.family, '- ');
  const items = valueSuggestions(context, item).map((one) => ({ ...one, insert: `- ${one.insert}` }));
  return [...found, ...items, ...forms(facts.schema, item).map((form) => formSuggestion(form, '- '))];
}

function nextIndex({ outline }: CompletionContext, list: ConfigPath): number {
  const indexes = [...outline.keys, ...outline.values].flatMap(({ path }) => {
    const index = path[list.length];
    return typeof index === 'number' && samePath(path.slice(0, list.length), list) ? [index + 1] : [];
  });
  return Math.max(0, ...indexes);
}

/** The keys of the map at `path` that are not written yet. */
function keys({ facts: { schema }, outline, place }: CompletionContext, path: ConfigPath): Suggestion[] {
  const written = new Set(
    outline.keys
      .filter((key) => key.start !== place.start && samePath(key.path.slice(0, -1), path))
      .map((key) => key.path.at(-1)),
  );
  const found: Suggestion[] = [];
  for (const map of schemasAt(schema, path)) {
    for (const name of Object.keys(map.properties ?? {})) {
      if (written.has(name) || found.some(({ label }) => label === name)) continue;
      const required = map.required?.includes(name) === true;
      found.push(keySuggestion(schema, [...path, name], required, isInLines(place)));
    }
  }
  // The branches of a choice exclude each other: with one of their keys written, the others would be wrong.
  const branches = schemasAt(schema, path).filter(({ properties }) => properties !== undefined);
  if (branches.length < 2 || written.size === 0) return found;
  const meant = branches.filter(({ properties }) =>
    [...written].every((key) => Object.hasOwn(properties ?? {}, key ?? '')),
  );
  return found.filter(({ label }) => meant.some(({ properties }) => Object.hasOwn(properties ?? {}, label)));
}

/** Whether a map may go on in lines of its own here: not in brackets, and not in a list. */
function isInLines({ brackets, path }: Place): boolean {
  return brackets !== true && !path.some((step) => typeof step === 'number');
}

function keySuggestion(
  schema: JsonSchema,
  path: ConfigPath,
  required: boolean,
  inLines: boolean,
): Suggestion {
  const name = String(path.at(-1));
  const own = schemaAt(schema, path);
  const values = schemasAt(schema, path);
  const onlyMap = values.every(({ properties, type }) => properties !== undefined || type === 'null');
  const listOfMaps = values.some(
    ({ items }) =>
      items?.properties !== undefined || items?.anyOf?.every(({ properties }) => properties !== undefined),
  );
  const insert = !inLines
    ? `${name}: `
    : listOfMaps
      ? `${name}:\n  - $0`
      : onlyMap
        ? `${name}:\n  $0`
        : `${name}: `;
  return {
    label: name,
    kind: 'key',
    detail: required ? 'required' : '',
    documentation: [own?.description, own === null ? undefined : defaultWords(own)]
      .filter((part) => part !== undefined)
      .join(' '),
    insert,
    rank: required ? 0 : 1,
    more: true,
  };
}

/** The ways to write a value in brackets: `{ above: }`, `[ ]`. */
function flowForms({ facts: { schema }, place }: CompletionContext, path: ConfigPath): Suggestion[] {
  if (place.written !== '') return [];
  const lists = schemasAt(schema, path).filter(
    ({ items, prefixItems }) => (items ?? prefixItems) !== undefined,
  );
  const list: Suggestion[] =
    lists.length === 0 ? [] : [suggestion('[ … ]', 'value', 'a list', '[$0]', 5, true)];
  return [...forms(schema, path).map((form) => formSuggestion(form, '')), ...list];
}

/** The required keys of each map that the value at `path` may be; those of a map without any are left out. */
function forms(schema: JsonSchema, path: ConfigPath): (readonly string[])[] {
  return schemasAt(schema, path).flatMap(({ properties, required }) =>
    properties === undefined || required === undefined || required.length === 0 ? [] : [required],
  );
}

function formSuggestion(names: readonly string[], before: string): Suggestion {
  const label = `{ ${names.map((name) => `${name}: …`).join(', ')} }`;
  const insert = `${before}{ ${names.map((name, index) => `${name}: $${index + 1}`).join(', ')} }`;
  return suggestion(label, 'value', '', insert, 4, true);
}
