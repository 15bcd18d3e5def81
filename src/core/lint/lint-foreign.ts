import { DIALECTS } from './dialects/registry.js';
import {
  COVERAGE_ITEMS,
  uniformCoverage,
  type CoverageReason,
  type CoverageReasons,
  type Finding,
  type LintFile,
} from './finding.js';
import { JUDGEMENTS } from './judgements/registry.js';
import type { Dialect, Reading, Remark } from './reading.js';
import { findingOf } from './remark-finding.js';
import { readSource, type Source } from './source/source.js';
import { suppress } from './suppress.js';

/** A file of another tool: its text and what it says. */
export interface ForeignFile {
  readonly source: Source;
  readonly reading: Reading;
}

/** Whether any dialect could have written this, told by a quick look. */
export function looksForeign(text: string): boolean {
  return DIALECTS.some((dialect) => isLikely(dialect, text));
}

function isLikely({ hints }: Dialect, text: string): boolean {
  return hints.every((hint) => hint.test(text));
}

/** Reads a file in the first dialect that recognises it; null where none does. */
export function readForeign(path: string, text: string): ForeignFile | null {
  const likely = DIALECTS.filter((dialect) => isLikely(dialect, text));
  if (likely.length === 0) return null;
  const source = readSource(path, text);
  if (source === null) return null;
  for (const dialect of likely) {
    const reading = dialect.read(source);
    if (reading !== null) return { source, reading };
  }
  return null;
}

/** Judges a file of another tool; `remarks` are what only its neighbours show. */
export function judgeForeign(file: ForeignFile, remarks: readonly Remark[] = []): LintFile {
  const { source, reading } = file;
  const judged = JUDGEMENTS.flatMap((judge) => judge(file));
  const written = source.problems.map(({ message, mark, breaks }): Remark => ({
    code: 'yaml-syntax',
    message,
    at: mark,
    severity: breaks ? 'error' : 'warning',
  }));
  const findings = [...written, ...reading.remarks, ...judged, ...remarks].map((remark) =>
    findingOf(remark, reading.guessed),
  );
  return {
    path: source.path,
    dialect: reading.dialect,
    model: reading.model,
    coverage: { ...uniformCoverage('elsewhere'), ...statesOf(reading) },
    reasons: reasonsOf(reading),
    findings: suppress(source.text, distinct(findings)),
  };
}

function statesOf(reading: Reading): Partial<LintFile['coverage']> {
  return Object.fromEntries(
    COVERAGE_ITEMS.flatMap((item) => {
      const cell = reading.cells[item];
      return cell === undefined ? [] : [[item, cell.state] as const];
    }),
  );
}

function reasonsOf(reading: Reading): CoverageReasons {
  return Object.fromEntries(
    COVERAGE_ITEMS.flatMap((item): [string, CoverageReason][] => {
      const cell = reading.cells[item];
      if (cell === undefined) return [];
      const at = cell.at ?? (cell.state === 'missing' ? reading.anchor : null);
      const line = at?.start.line ?? null;
      const because = `${cell.because}.`;
      return [[item, cell.path === undefined ? { because, line } : { because, line, path: cell.path }]];
    }),
  );
}

/** In the order of the text; a thing that two readers of the file noticed is said once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter(({ code, start, message }) => {
      const key = `${code} ${start.line} ${start.column} ${message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
}
