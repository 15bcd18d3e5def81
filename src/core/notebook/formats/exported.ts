import type { Report } from '../../report/report.js';
import type { CellResult } from '../execute.js';
import type { CellOutput, InlineOutput } from '../outputs/output.js';
import type { PlannedCell, ReportPlan } from '../plan.js';

/** A report as it was run, ready to be written. */
export interface ExportedReport {
  readonly plan: ReportPlan;
  readonly results: readonly CellResult[];
  /** The check of the config; null where it could not be run. */
  readonly report: Report | null;
  /** Path of the report as messages show it. */
  readonly path: string;
  /** The one value that the clock decides. */
  readonly writtenAt: Date;
  readonly version: string;
}

/** A cell with what it gave. */
export interface ExportedCell {
  readonly planned: PlannedCell;
  readonly outputs: readonly CellOutput[];
  readonly inline: Readonly<Record<string, InlineOutput>>;
}

/** Every cell with its outputs, in the order of the file. */
export function exportedCells({ plan, results }: ExportedReport): ExportedCell[] {
  const byIndex = new Map(results.map((result) => [result.index, result]));
  return plan.cells.map((planned) => {
    const result = byIndex.get(planned.index);
    return { planned, outputs: result?.outputs ?? [], inline: result?.inline ?? {} };
  });
}

/** The title: of the front matter, else the first heading, else the model's. */
export function titleOf({ plan, report, path }: ExportedReport): string {
  const heading = plan.document.cells
    .filter(({ kind }) => kind === 'prose')
    .flatMap(({ value }) => /^#[ \t]+(.+?)[ \t]*#*$/m.exec(value)?.[1] ?? [])[0];
  return plan.front.title ?? heading ?? report?.model ?? path;
}

/** Whether the prose has a first heading of its own. */
export function hasHeading({ plan }: ExportedReport): boolean {
  return plan.document.cells.some(({ kind, value }) => kind === 'prose' && /^#[ \t]+\S/m.test(value));
}

/** How many cells failed or were refused, and values in prose that could not be computed. */
export function failures(results: readonly CellResult[]): number {
  return results.reduce(
    (sum, { outputs, inline }) =>
      sum +
      outputs.filter(({ kind }) => kind === 'error').length +
      Object.values(inline).filter(({ error }) => error !== null).length,
    0,
  );
}

/** The time stamp as it is written: whole seconds, UTC. */
export function stampText(writtenAt: Date): string {
  return `${writtenAt.toISOString().slice(0, 19)}Z`;
}
