import type { ConfigPath } from './document.js';
import { configSchema, type ConfigInput } from './schema.js';
import { shapeProblems, type ShapeProblem } from './shape-problems.js';
import type { ConfigTree } from './tree.js';
import { pathText } from './words.js';

/** Stands for a required text that the config lacks, so that the rest can still be understood. */
export const UNREADABLE = '?';

const STAND_INS: Readonly<Record<string, unknown>> = {
  version: 1,
  model: UNREADABLE,
  task: 'binary',
  logs: { current: UNREADABLE },
  current: UNREADABLE,
  metric: UNREADABLE,
  path: UNREADABLE,
  id: UNREADABLE,
  label: UNREADABLE,
};

/** Every round takes away what the schema still refuses; a config that needs more is beyond help. */
const MAX_ROUNDS = 20;

const MAX_PROBLEMS = 100;

/** A config of the right shape: as written, or what is left of it. */
export interface Salvaged {
  readonly input: ConfigInput;
  /** Paths of required keys that stand-ins had to be put in for. */
  readonly filled: ReadonlySet<string>;
  readonly problems: readonly ShapeProblem[];
}

/** Judges the shape of a config and takes out what is wrong, so that lint can still judge the rest. */
export function salvage(
  tree: ConfigTree,
): Salvaged | { readonly input: null; readonly problems: readonly ShapeProblem[] } {
  const first = configSchema.safeParse(tree.value);
  if (first.success) return { input: first.data, filled: new Set(), problems: [] };
  const problems = shapeProblems(first.error.issues, tree);
  // Beyond this the text is something else than a config, and taking it apart only takes time.
  if (problems.length > MAX_PROBLEMS) return { input: null, problems: problems.slice(0, MAX_PROBLEMS) };
  if (typeof tree.value !== 'object' || tree.value === null || Array.isArray(tree.value)) {
    return { input: null, problems };
  }
  const value: unknown = structuredClone(tree.value);
  const filled = new Set<string>();
  let drops = problems.map((problem) => problem.drop);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    // Later items first, so that taking one out of a list does not move the others.
    for (const path of [...drops].sort(laterFirst)) drop(value, path, filled);
    const result = configSchema.safeParse(value);
    if (result.success) return { input: result.data, filled, problems };
    drops = shapeProblems(result.error.issues, { ...treeOf(tree), value }).map((problem) => problem.drop);
  }
  return { input: null, problems };
}

/** Only the values change between rounds; places are not asked for again. */
function treeOf(tree: ConfigTree): ConfigTree {
  return {
    text: tree.text,
    problems: [],
    value: undefined,
    parsed: tree.parsed,
    node: (path) => tree.node(path),
    pair: (path) => tree.pair(path),
    borrowed: (path) => tree.borrowed(path),
    contentEnd: (node) => tree.contentEnd(node),
    position: (offset) => tree.position(offset),
    locate: (path) => tree.locate(path),
    locateKey: (path) => tree.locateKey(path),
  };
}

function laterFirst(a: ConfigPath, b: ConfigPath): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [x, y] = [a[index], b[index]];
    if (typeof x === 'number' && typeof y === 'number' && x !== y) return y - x;
  }
  return b.length - a.length;
}

function drop(root: unknown, path: ConfigPath, filled: Set<string>): void {
  const key = path.at(-1);
  if (key === undefined) return;
  const parent = containerAt(root, path.slice(0, -1));
  if (parent === null) return;
  if (Array.isArray(parent)) {
    // A check keeps its place, because its place is its name (`stability[2]`).
    if (path[0] === 'checks') parent[Number(key)] = { metric: UNREADABLE };
    else parent.splice(Number(key), 1);
    return;
  }
  if (Object.hasOwn(parent, key)) {
    Reflect.deleteProperty(parent, key);
    return;
  }
  const standIn = STAND_INS[String(key)];
  if (standIn === undefined) drop(root, path.slice(0, -1), filled);
  else {
    parent[String(key)] = structuredClone(standIn);
    filled.add(pathText(path));
  }
}

function containerAt(root: unknown, path: ConfigPath): Record<string, unknown> | unknown[] | null {
  let current = root;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return null;
    current = (current as Record<string | number, unknown>)[step];
  }
  return typeof current === 'object' ? (current as Record<string, unknown> | null) : null;
}
