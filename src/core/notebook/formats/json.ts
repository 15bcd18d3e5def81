import { exportedCells, failures, stampText, titleOf, type ExportedReport } from './exported.js';

/** The report as data, schema 1: what each cell is and gave. */
export function reportJson(exported: ExportedReport): string {
  const { plan, report, path, version } = exported;
  const value = {
    schema: 1,
    tidemark: version,
    generated_at: stampText(exported.writtenAt),
    report: path,
    title: titleOf(exported),
    model: report?.model ?? plan.front.model,
    summary: report?.summary ?? null,
    provenance: report?.provenance ?? null,
    parameters: Object.fromEntries(plan.parameters),
    failures: failures(exported.results),
    cells: exportedCells(exported).map(({ planned, outputs, inline }) => ({
      kind: planned.cell.kind,
      name: planned.name,
      line: planned.cell.line,
      source: planned.cell.value,
      outputs,
      inline,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
