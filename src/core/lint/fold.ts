import {
  COVERAGE_ITEMS,
  type Coverage,
  type CoverageItem,
  type CoverageState,
  type Finding,
  type LintFile,
  type LintModel,
  type LintReport,
} from './finding.js';
import { RULES } from './rules/registry.js';

/** Best first: what one file covers, the model has, whatever another file leaves out. */
const BEST_FIRST: readonly CoverageState[] = [
  'configured',
  'default',
  'partial',
  'opaque',
  'missing',
  'elsewhere',
];

/** Codes that report the gap of one coverage item. */
const GAPS: ReadonlyMap<string, CoverageItem> = new Map(
  RULES.flatMap(({ code, gap }) => (gap === null ? [] : [[code, gap] as const])),
);

/** Coverage belongs to a model: folds the files of each, in the order in which models first appear. */
export function foldModels(files: readonly LintFile[]): LintModel[] {
  const byModel = new Map<string, LintFile[]>();
  for (const file of files) {
    if (file.model === null) continue;
    const known = byModel.get(file.model);
    if (known === undefined) byModel.set(file.model, [file]);
    else known.push(file);
  }
  return [...byModel].map(([model, own]) => {
    const coverage = foldCoverage(own.map((file) => file.coverage));
    const findings = own.flatMap((file) =>
      standing(file.findings, file.coverage, coverage).map((finding) => ({ path: file.path, ...finding })),
    );
    return { model, files: own.map(({ path }) => path), coverage, findings };
  });
}

/** What `tidemark lint` prints: gaps that another file of the same model fills are no findings. */
export function lintReport(files: readonly LintFile[]): LintReport {
  const models = foldModels(files);
  const settled = files.map((file) => {
    const whole = models.find(({ model }) => model === file.model)?.coverage;
    return whole === undefined ? file : { ...file, findings: standing(file.findings, file.coverage, whole) };
  });
  return { schema: 1, files: settled, models };
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
    const item = GAPS.get(code);
    if (item === undefined || own[item] === whole[item]) return true;
    return whole[item] !== 'configured' && whole[item] !== 'default';
  });
}
