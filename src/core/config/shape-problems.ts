import type { z } from 'zod';
import type { ConfigPath, ConfigProblem } from './document.js';
import { meantValue } from './meant-value.js';
import { allowedKeys, knownKeys, placesOfKey } from './schema-keys.js';
import type { ConfigTree } from './tree.js';
import { andList, nearest, orList, pathText, valueText, wordDistance } from './words.js';

type Issue = z.core.$ZodIssue;

/** What a required key is for; the rest of the sentence is what to write. */
const REQUIRED: Readonly<Record<string, string>> = {
  version: '`version` is missing: it says which version of this format the file is in. Write `version: 1`.',
  model: '`model` is missing: reports and the sidebar call the model by it. Write `model: ` and a name.',
  task: '`task` is missing: it decides which metrics make sense. Write `task: binary`, or multiclass, regression or ranking.',
  logs: '`logs` is missing: without logs there is nothing to check. Write `logs:` with `current:` and the path of the prediction logs.',
  'logs.current':
    '`logs.current` is missing: it names the prediction logs to check. Write `current: ` and a path such as logs/*.parquet.',
};

/** A problem of shape, and the values that have to go before the rest can be understood. */
export interface ShapeProblem {
  /** Null where another problem already says it. */
  readonly problem: ConfigProblem | null;
  /** Path of the value that is wrong. */
  readonly drop: ConfigPath;
}

/** Puts the schema's issues into words, at their places in the text. */
export function shapeProblems(issues: readonly Issue[], tree: ConfigTree): ShapeProblem[] {
  const problems = issues.flatMap((issue) => describe(issue, [], tree));
  // A misspelt key already says what is missing.
  const renamed = new Set(
    problems.flatMap(({ problem: { code, replacement, path } }) =>
      code === 'unknown-key' && replacement !== undefined
        ? [pathText([...path.slice(0, -1), replacement.text])]
        : [],
    ),
  );
  return problems.map((found) =>
    found.problem.code === 'missing-required-key' && renamed.has(pathText(found.problem.path))
      ? { ...found, problem: null }
      : found,
  );
}

/** More unknown keys than this in one map are not looked at one by one. */
const MAX_UNKNOWN_KEYS = 101;

type Found = ShapeProblem & { readonly problem: ConfigProblem };

function describe(issue: Issue, prefix: ConfigPath, tree: ConfigTree): Found[] {
  const path: ConfigPath = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? '' : step))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_UNKNOWN_KEYS).map((key) => unknownKey(path, key, tree));
  }
  const found = valueAt(tree.value, path);
  if (found === null && pathText(path) === 'logs') {
    return [{ ...missing(['logs', 'current'], 'a path', tree), drop: path }];
  }
  if (found === undefined) return [missing(path, issue.message, tree)];
  if (issue.code === 'invalid_union') return wrongUnion(issue, path, found, tree);
  return [wrongValue(path, found, issue.message, tree)];
}

function unknownKey(path: ConfigPath, key: string, tree: ConfigTree): Found {
  const where = [...path, key];
  const written = new Set(Object.keys((valueAt(tree.value, path) ?? {}) as object));
  const here = allowedKeys(path).filter((candidate) => !written.has(candidate));
  const near = nearest(key, here);
  const elsewhere = placesOfKey(key);
  const inside = path.length === 0 ? 'at the top' : `in \`${pathText(path)}\``;
  const base = { code: 'unknown-key', severity: 'error', range: tree.locateKey(where), path: where } as const;
  if (elsewhere.length > 0 && (near === null || wordDistance(near, key) > 1)) {
    const places = elsewhere.map((place) => (place === '' ? 'the top of the file' : `\`${place}\``));
    const message = `\`${key}\` is not read here; it belongs under ${orList(places)}. Move it there.`;
    return { problem: { ...base, message }, drop: where };
  }
  if (near !== null) {
    const message = `\`${key}\` is no key ${inside}; the nearest one is \`${near}\`. Nothing reads it as it stands.`;
    const replacement = { title: `Change to \`${near}\``, text: near };
    return { problem: { ...base, message, replacement }, drop: where };
  }
  const anywhere = nearest(key, knownKeys());
  if (anywhere !== null && written.has(anywhere)) {
    const message = `\`${key}\` is no key ${inside}, and \`${anywhere}\` stands here already. Remove one of the two.`;
    return { problem: { ...base, message }, drop: where };
  }
  if (anywhere !== null) {
    const places = placesOfKey(anywhere).map((place) =>
      place === '' ? 'the top of the file' : `\`${place}\``,
    );
    const message = `\`${key}\` is no key ${inside}; the nearest one is \`${anywhere}\`, which belongs under ${orList(places)}.`;
    return { problem: { ...base, message }, drop: where };
  }
  const known = here.length === 0 ? 'No key is read there.' : `Keys read there: ${here.join(', ')}.`;
  return { problem: { ...base, message: `\`${key}\` is no key ${inside}. ${known}` }, drop: where };
}

function missing(path: ConfigPath, write: string, tree: ConfigTree): Found {
  const name = pathText(path);
  return {
    problem: {
      code: 'missing-required-key',
      severity: 'error',
      message: REQUIRED[name] ?? `\`${name}\` is missing. Write ${write}.`,
      range: tree.locateKey(path.slice(0, -1)),
      path,
    },
    drop: path,
  };
}

function wrongValue(path: ConfigPath, found: unknown, write: string, tree: ConfigTree): Found {
  const name = pathText(path);
  const subject = name === '' ? 'The config' : `\`${name}\``;
  const range = tree.locate(path);
  const meant = meantValue(found, tree.text.slice(range.start.offset, range.end.offset), write);
  const hint = meant === null ? '' : ` ${meant.hint}`;
  return {
    problem: {
      code: 'wrong-value',
      severity: 'error',
      message: `${subject} is ${valueText(found)}. Write ${write}.${hint}`,
      range,
      path,
      ...(meant === null ? {} : { replacement: { title: `Write \`${meant.text}\``, text: meant.text } }),
    },
    drop: path,
  };
}

/** Of a union's branches, speaks of the one that was meant: of two maps, the one that shares keys. */
function wrongUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: ConfigPath,
  found: unknown,
  tree: ConfigTree,
): Found[] {
  const branches = issue.errors.filter((branch) => !branch.some(isForeign));
  const isMap = typeof found === 'object' && found !== null && !Array.isArray(found);
  if (isMap) {
    const known = new Set(allowedKeys(path));
    const written = Object.keys(found);
    const shared = written.filter((key) => known.has(key));
    if (written.length > 0 && shared.length === 0 && known.size > 0) {
      return written.map((key) => unknownKey(path, key, tree));
    }
    const meant = branches.filter((branch) => !branch.some((inner) => isMissing(inner, path, tree)));
    const [first, ...others] = meant;
    if (first !== undefined && others.length > 0 && written.length > 1 && shared.length === written.length) {
      const rivals = new Set(meant.flat().flatMap((inner) => ('keys' in inner ? inner.keys : [])));
      const names = shared.filter((key) => rivals.has(key)).map((key) => `\`${key}\``);
      const message = `\`${pathText(path)}\` has ${andList(names)}; only one of them can be read. Write ${issue.message}.`;
      const problem = {
        code: 'wrong-value',
        severity: 'error',
        message,
        range: tree.locate(path),
        path,
      } as const;
      return [{ problem, drop: path }];
    }
    if (first !== undefined) return first.flatMap((inner) => describe(inner, path, tree));
    const closest = branches.find((branch) => branch.length === 1);
    const only = closest?.[0];
    if (only !== undefined && shared.length > 0) return describe(only, path, tree);
    return [wrongValue(path, found, issue.message, tree)];
  }
  // One branch of the right type: its own words are more exact than those of the whole.
  const [only, ...rest] = branches;
  if (Array.isArray(found) && only !== undefined && rest.length === 0) {
    return only.flatMap((inner) => describe(inner, path, tree));
  }
  return [wrongValue(path, found, issue.message, tree)];
}

/** The branch is of another type than the value. */
function isForeign(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function isMissing(issue: Issue, path: ConfigPath, tree: ConfigTree): boolean {
  if (issue.code === 'unrecognized_keys' || issue.path.length === 0) return false;
  return valueAt(tree.value, [...path, ...(issue.path as ConfigPath)]) === undefined;
}

/** The plain value at `path`; undefined where there is none. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
