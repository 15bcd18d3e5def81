import {
  COVERAGE_ITEMS,
  type Coverage,
  type CoverageReasons,
  type CoverageItem,
  type CoverageState,
  type Finding,
  type LintFile,
  type LintModel,
  type LintReport,
} from './finding.js';
import { groupBy } from '../profile/group-by.js';
import { GAP_CODES } from './gap-codes.js';
import { BEST_FIRST } from './reading.js';

/** The name under which files that name no model are folded together. */
const WORKSPACE = 'workspace';

/** Our own dialect, whose files name their model. */
const TIDEMARK = 'tidemark';

/**
 * Coverage belongs to a model: folds the files of each, in the order in which models first appear. A file that
 * names no model is about the only one there is; where there are several, it belongs to the one that is named
 * in its folder or, going up, in the nearest folder above, and else to its own folder.
 */
export function foldModels(files: readonly LintFile[]): LintModel[] {
  return grouped(files).map(([model, own]) => {
    const coverage = foldCoverage(own.map((file) => file.coverage));
    const findings = own.flatMap((file) =>
      standing(file.findings, file.coverage, coverage).map((finding) => ({ path: file.path, ...finding })),
    );
    return {
      model,
      files: own.map(({ path }) => path),
      coverage,
      reasons: foldReasons(own, coverage),
      findings,
    };
  });
}

/** What `tidemark lint` prints: gaps that another file of the same model fills are no findings. */
export function lintReport(files: readonly LintFile[]): LintReport {
  const models = foldModels(files);
  const coverageByPath = new Map(
    models.flatMap((model) => model.files.map((path) => [path, model.coverage] as const)),
  );
  const settled = files.map((file) => {
    const whole = coverageByPath.get(file.path);
    return whole === undefined ? file : { ...file, findings: standing(file.findings, file.coverage, whole) };
  });
  return { schema: 1, files: settled, models };
}

/** Files by model; those that no dialect recognises belong to none, nor do broken configs of our own. */
function grouped(files: readonly LintFile[]): [string, LintFile[]][] {
  const known = files.filter(
    ({ dialect, model }) => dialect !== null && (model !== null || dialect !== TIDEMARK),
  );
  const names = [...new Set(known.flatMap(({ model }) => (model === null ? [] : [model])))];
  return [...groupBy(known, (file) => file.model ?? owner(file, known, names))];
}

function owner(file: LintFile, all: readonly LintFile[], names: readonly string[]): string {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  if (names.length === 0) return WORKSPACE;
  for (let folder = folderOf(file.path); ; folder = folderOf(folder)) {
    const here = new Set(
      all.flatMap(({ path, model }) => (model !== null && folderOf(path) === folder ? [model] : [])),
    );
    const [one] = here;
    if (here.size === 1 && one !== undefined) return one;
    if (here.size > 1 || folder === '') break;
  }
  return folderOf(file.path) || WORKSPACE;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** For each item, what the file with the best state says. */
function foldReasons(files: readonly LintFile[], coverage: Coverage): CoverageReasons {
  return Object.fromEntries(
    COVERAGE_ITEMS.flatMap((item) => {
      const best = files.find(
        (file) => file.coverage[item] === coverage[item] && file.reasons?.[item] !== undefined,
      );
      const reason = best?.reasons?.[item];
      return best === undefined || reason === undefined
        ? []
        : [[item, { path: best.path, ...reason }] as const];
    }),
  );
}

/** The better state of each item. */
export function foldCoverage(all: readonly Coverage[]): Coverage {
  const best = (item: CoverageItem): CoverageState =>
    BEST_FIRST.find((state) => all.some((coverage) => coverage[item] === state)) ?? 'elsewhere';
  return Object.fromEntries(COVERAGE_ITEMS.map((item) => [item, best(item)])) as Record<
    CoverageItem,
    CoverageState
  >;
}

function standing(findings: readonly Finding[], own: Coverage, whole: Coverage): Finding[] {
  return findings.filter(({ code }) => {
    const item = GAP_CODES.get(code);
    // A file that cannot say an item lacks nothing by itself: what is found there is a broken link to its neighbours.
    if (item === undefined || own[item] === whole[item] || own[item] === 'elsewhere') return true;
    return whole[item] !== 'configured' && whole[item] !== 'default';
  });
}
