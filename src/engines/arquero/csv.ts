import type { MalformedRows } from '../../core/profile/log-facts.js';
import { Breath } from '../../core/profile/breath.js';
import { BrokenRows } from '../shared/broken-rows.js';
import { CsvRows, type Field } from '../shared/csv-rows.js';
import { CELLS_TO_DECIDE, TypedBuilder, type Typed } from './typed-text.js';

/** Fields between two breaths. */
const FIELDS_A_BREATH = 16_384;

/** A text table in typed columns. */
export interface TextTable {
  readonly rows: number;
  readonly columns: readonly Typed[];
  readonly malformed: MalformedRows;
}

/**
 * Splits a text table as `CsvRows` does: what is no row is set aside, and its lines are counted. Empty fields are missing,
 * quoted or not.
 *
 * @throws CancelledError
 */
export async function splitTable(
  bytes: Buffer,
  delimiter: string,
  width: number,
  signal: AbortSignal,
): Promise<TextTable> {
  const builders = Array.from({ length: width }, () => new TypedBuilder());
  const broken = new BrokenRows();
  const splitter = new CsvRows(delimiter.charCodeAt(0), width);
  splitter.give(bytes);
  splitter.skipHeader();
  const breath = new Breath(signal);
  const rowsABreath = Math.ceil(FIELDS_A_BREATH / width);
  let [read, rows] = [0, 0];
  for (let row = splitter.next(); row !== null; row = splitter.next()) {
    if (++read % rowsABreath === 0) await breath.take();
    if (row.isBlank) continue;
    if (row.problem !== null) {
      broken.add(row);
      continue;
    }
    for (const [i, builder] of builders.entries()) builder.add(valueOf(bytes, row.fields[i]));
    if (++rows !== CELLS_TO_DECIDE) continue;
    for (const builder of builders) {
      await breath.take();
      builder.decide();
    }
  }
  const open = splitter.last();
  if (open !== null) broken.add(open);
  const columns: Typed[] = [];
  for (const builder of builders) columns.push(await builder.finish(breath));
  return { rows, columns, malformed: broken.facts() };
}

/** A field without its quotes; null where it is empty. */
function valueOf(bytes: Buffer, field: Field | undefined): string | null {
  if (field === undefined || field.from === field.to) return null;
  const text = bytes.toString('utf8', field.from, field.to);
  return field.isQuoted ? text.replaceAll('""', '"') : text;
}
