import type { MetricDescription } from '../metrics/metric.js';
import { PLANNED_METRICS } from '../metrics/planned.js';
import type { ConfigDocument, ConfigPath, ConfigProblem } from './document.js';
import { checkProblems } from './meaning-of-checks.js';
import { logProblems } from './meaning-of-logs.js';
import type { Monitor } from './monitor.js';
import { normalise, type SubjectOf } from './normalise.js';
import { notYetSentence } from './not-yet.js';
import { salvage } from './salvage.js';
import { readTree, type ConfigTree } from './tree.js';

/** Nobody reads further than this; a file with more is no config. */
const MAX_PROBLEMS = 200;

/** A config read as far as it can be: what `lint` works on, where `check` would stop. */
export interface ConfigReading {
  readonly document: ConfigDocument;
  readonly tree: ConfigTree;
  /** What the config means, with what is wrong left out; null when it is no map at all. */
  readonly draft: Monitor | null;
  /** Required keys that are missing or wrong, so that the draft's values for them mean nothing. */
  readonly unread: ReadonlySet<string>;
}

/** Reads `tidemark.yaml`: its meaning, or what is wrong with it and where. Never throws. */
export function parseConfig(text: string, metrics: readonly MetricDescription[]): ConfigDocument {
  return readConfig(text, metrics).document;
}

/** As `parseConfig`, with the draft and the tree that lint needs. */
export function readConfig(text: string, metrics: readonly MetricDescription[]): ConfigReading {
  const tree = readTree(text);
  if (tree.problems.some((problem) => problem.severity === 'error') || tree.value === undefined) {
    return reading(tree, [...tree.problems], null, new Set());
  }
  if (tree.value === null) return reading(tree, [emptyProblem(tree)], null, new Set());
  const { input, problems: shape, ...rest } = salvage(tree);
  const problems: ConfigProblem[] = [...tree.problems, ...shape.flatMap(({ problem }) => problem ?? [])];
  problems.push(...notYetProblems(tree));
  if (input === null) return reading(tree, problems, null, new Set());
  problems.push(...logProblems(input, tree), ...checkProblems(input, tree, metrics));
  const draft = normalise(input, tree, subjectLookup(metrics));
  return reading(tree, problems, draft, 'filled' in rest ? rest.filled : new Set());
}

function reading(
  tree: ConfigTree,
  found: ConfigProblem[],
  draft: Monitor | null,
  unread: ReadonlySet<string>,
): ConfigReading {
  const broken = found.some((problem) => problem.severity === 'error');
  // What stops the run is told before what does not, should there be too much to tell.
  const told = found.length <= MAX_PROBLEMS ? found : [...found].sort(errorsFirst).slice(0, MAX_PROBLEMS);
  const problems = told.sort((a, b) => a.range.start.offset - b.range.start.offset);
  const document: ConfigDocument = {
    monitor: broken ? null : draft,
    problems,
    locate: (path) => tree.locate(path),
    locateKey: (path) => tree.locateKey(path),
    has: (path) => tree.node(path) !== null,
  };
  return { document, tree, draft, unread };
}

function errorsFirst(a: ConfigProblem, b: ConfigProblem): number {
  return Number(b.severity === 'error') - Number(a.severity === 'error');
}

function subjectLookup(metrics: readonly MetricDescription[]): SubjectOf {
  return (id) =>
    metrics.find((metric) => metric.id === id)?.subject ??
    PLANNED_METRICS.find((metric) => metric.id === id)?.subject ??
    null;
}

function emptyProblem(tree: ConfigTree): ConfigProblem {
  return {
    code: 'missing-required-key',
    severity: 'error',
    message:
      'The file is empty. Run `tidemark init` to write a config from your logs, or start with `version: 1`.',
    range: tree.locate([]),
    path: [],
  };
}

/** A warning at every key whose feature comes later. */
function notYetProblems(tree: ConfigTree): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const walk = (value: unknown, path: ConfigPath): void => {
    if (value === null || typeof value !== 'object') return;
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? value.map((item, index) => [index, item])
      : Object.entries(value);
    for (const [key, item] of entries) {
      const there = [...path, key];
      const message = notYetSentence(there);
      if (message === null) walk(item, there);
      else {
        const range = tree.locateKey(there);
        problems.push({ code: 'not-supported-yet', severity: 'warning', message, range, path: there });
      }
    }
  };
  walk(tree.value, []);
  return problems;
}
