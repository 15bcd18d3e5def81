import type { MetricDescription } from '../metrics/metric.js';
import { chains } from './chains/chains.js';
import { uniformCoverage, type LintFile, type LintReport } from './finding.js';
import { lintReport } from './fold.js';
import type { WorkspaceHost } from './host.js';
import { KnownTexts } from './known-texts.js';
import { lintConfig } from './lint-config.js';
import { judgeForeign, looksForeign, readForeign, type ForeignFile } from './lint-foreign.js';

/** A file to lint. */
export interface LintSource {
  /** Relative to the working folder with `/`, or absolute. */
  readonly path: string;
  readonly text: string;
  /** Whether the user named this file: then it is listed, recognised or not. */
  readonly named: boolean;
}

/** What is kept of a workspace that is linted again and again: a text that is the same is not parsed again. */
export class KnownFiles {
  readonly foreign = new Map<string, { readonly text: string; readonly file: ForeignFile | null }>();
  /** Our own configs depend on logs too: whoever keeps these forgets them when logs have changed. */
  readonly own = new Map<string, { readonly text: string; readonly file: LintFile }>();
}

/**
 * Lints the files of a workspace together: what one file leaves out, another of the same model may say.
 * Files that no dialect recognises are left out, but for those the user named. `known` is brought up to date.
 */
export async function lintFiles(
  sources: readonly LintSource[],
  host: WorkspaceHost,
  metrics: readonly MetricDescription[],
  known = new KnownFiles(),
): Promise<LintReport> {
  const foreign = new Map<string, ForeignFile>();
  for (const { path, text } of sources) {
    if (isOwnConfig(path)) continue;
    const before = known.foreign.get(path);
    const file = before?.text === text ? before.file : readForeign(path, text);
    known.foreign.set(path, { text, file });
    if (file !== null) foreign.set(path, file);
  }
  const there = new Set(sources.map(({ path }) => path));
  for (const path of known.foreign.keys()) if (!there.has(path)) known.foreign.delete(path);
  const linked = await chains([...foreign.values()], host);
  const files: LintFile[] = [];
  for (const { path, text, named } of sources) {
    const link = linked.get(path);
    if (isOwnConfig(path)) {
      const before = known.own.get(path);
      const file =
        before?.text === text ? before.file : await lintConfig(text, path, host.around(path), metrics);
      known.own.set(path, { text, file });
      files.push(file);
    } else if (link !== undefined) files.push(judgeForeign(link.file, link.remarks));
    else if (named) files.push(unrecognised(path));
  }
  return lintReport(files);
}

/** Lints one text on its own, whatever its dialect: what an editor shows while a file is open. */
export async function lintText(
  path: string,
  text: string,
  host: WorkspaceHost,
  metrics: readonly MetricDescription[],
  known = new KnownTexts(metrics),
): Promise<LintFile> {
  if (isOwnConfig(path)) return lintConfig(text, path, host.around(path), metrics, known);
  const file = readForeign(path, text);
  if (file === null) return unrecognised(path);
  const link = (await chains([file], host)).get(path);
  return judgeForeign(link?.file ?? file, link?.remarks);
}

/** `tidemark.yaml`, `*.tidemark.yaml`, and the same with `.yml`. */
export function isOwnConfig(path: string): boolean {
  return /(^|[/\\.])tidemark\.ya?ml$/.test(path);
}

/** Whether a file is worth parsing, told from its name and a quick look at its text. */
export function mayBeConfig(path: string, text: string): boolean {
  return isOwnConfig(path) || looksForeign(text);
}

function unrecognised(path: string): LintFile {
  return { path, dialect: null, model: null, coverage: uniformCoverage('elsewhere'), findings: [] };
}
