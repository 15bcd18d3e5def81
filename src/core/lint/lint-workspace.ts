import type { MetricDescription } from '../metrics/metric.js';
import { chains } from './chains/chains.js';
import { uniformCoverage, type LintFile, type LintReport } from './finding.js';
import { lintReport } from './fold.js';
import type { WorkspaceHost } from './host.js';
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

/**
 * Lints the files of a workspace together: what one file leaves out, another of the same model may say.
 * Files that no dialect recognises are left out, but for those the user named.
 */
export async function lintFiles(
  sources: readonly LintSource[],
  host: WorkspaceHost,
  metrics: readonly MetricDescription[],
): Promise<LintReport> {
  const foreign = new Map<string, ForeignFile>();
  for (const { path, text } of sources) {
    const file = isOwnConfig(path) ? null : readForeign(path, text);
    if (file !== null) foreign.set(path, file);
  }
  const linked = await chains([...foreign.values()], host);
  const files: LintFile[] = [];
  for (const { path, text, named } of sources) {
    const link = linked.get(path);
    if (isOwnConfig(path)) files.push(await lintConfig(text, path, host.around(path), metrics));
    else if (link !== undefined) files.push(judgeForeign(link.file, link.remarks));
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
): Promise<LintFile> {
  if (isOwnConfig(path)) return lintConfig(text, path, host.around(path), metrics);
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
