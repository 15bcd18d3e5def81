import type { CellKind, ReportDocument } from './document.js';

/** A cell as an editor has it. */
export interface LooseCell {
  readonly kind: CellKind;
  readonly value: string;
}

/** Cells of an editor as a document: lines are counted within each cell, since the file does not know them yet. */
export function documentOfCells(cells: readonly LooseCell[]): ReportDocument {
  return {
    cells: cells.map(({ kind, value }) => {
      const plain = value.replace(/\r\n|\r/g, '\n');
      return { kind, gap: '', source: plain, value: plain, line: 1, closed: true };
    }),
    tail: '',
    eol: '\n',
  };
}
