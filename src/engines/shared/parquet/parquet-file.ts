import type { Breath } from '../../../core/profile/breath.js';
import type { Blocks } from '../table/blocks.js';
import { Evaluator } from '../table/evaluate.js';
import { expressionsIn, parseExpression, partsOf, type Expression } from '../table/expressions.js';
import type { CellRuns, RunNote } from './cell-runs.js';
import { partOfRuns, type Runs } from '../table/runs.js';
import type { ParquetFooter } from './footer.js';
import type { PageScratch } from './page-scratch.js';
import { parquetBlocks, type AskedColumn } from './parquet-blocks.js';
import { loadCodecs } from './unpack.js';
import { UnreadableParquet } from './unreadable.js';

/** The rows of a Parquet file as blocks. */
export class ParquetFile implements Blocks {
  /**
   * `rows` of the file must meet `where`: another count would mean that it was read otherwise than by who counted. `cells` are
   * expressions of numbers that many reads ask for.
   */
  constructor(
    private readonly path: string,
    private readonly footer: ParquetFooter,
    private readonly where: string,
    private readonly rows: number,
    private readonly cells: readonly string[],
    private readonly runs: CellRuns,
    private readonly scratch: PageScratch,
  ) {}

  /** Throws UnreadableParquet too. */
  async each(
    asked: unknown,
    breath: Breath,
    visit: (block: Evaluator) => void | Promise<void>,
  ): Promise<void> {
    const texts = new Set([...expressionsIn([asked, this.where])]);
    const known: [string, Runs][] = [];
    const notes: [string, RunNote][] = [];
    for (const cell of new Set(this.cells.filter((one) => texts.has(one)))) {
      const runs = this.runs.of(this.path, cell);
      if (runs === null) notes.push([cell, this.runs.note(this.path, cell)]);
      else {
        known.push([cell, runs]);
        texts.delete(cell);
      }
    }
    const columns = columnsIn(texts);
    await loadCodecs(this.footer, columns);
    let rows = 0;
    for (const table of parquetBlocks(this.path, this.footer, columns, this.scratch)) {
      await breath.take();
      const block = new Evaluator(table);
      for (const [cell, runs] of known) block.know(cell, partOfRuns(runs, table.firstRow, table.rows));
      rows += block.count(this.where);
      for (const [cell, note] of notes) note.take(block.runs(cell), table.rows);
      await visit(block);
    }
    for (const [, note] of notes) note.finish();
    if (rows !== this.rows)
      throw new UnreadableParquet(`${rows} rows were read where ${this.rows} were counted.`);
  }
}

/** The columns that expressions are computed from. */
function columnsIn(texts: Iterable<string>): AskedColumn[] {
  const columns = new Map<string, { readonly whole: boolean; readonly asTime: boolean }>();
  const ask = (name: string, whole: boolean, asTime = false): void => {
    const known = columns.get(name) ?? { whole: false, asTime: true };
    columns.set(name, { whole: whole || known.whole, asTime: asTime && known.asTime });
  };
  for (const text of texts) {
    for (const part of partsOf(parseExpression(text))) askFor(part, ask);
  }
  return [...columns].map(([name, how]) => ({ name, ...how }));
}

function askFor(part: Expression, ask: (name: string, whole: boolean, asTime?: boolean) => void): void {
  switch (part.op) {
    case 'double':
    case 'stored':
      ask(part.column, false);
      break;
    case 'text':
      ask(part.column, true);
      break;
    case 'time':
      ask(part.column, part.unit === 'ns', true);
      break;
    case 'segment':
      ask(part.segments.column, part.segments.kind === 'values');
      break;
  }
}
