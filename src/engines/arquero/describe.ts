import type { ColumnFacts } from '../../core/profile/log-facts.js';
import { UNKNOWN_CONTENT, type ColumnSummary, type FileSummary } from '../shared/log-engine.js';
import type { Breath } from '../../core/profile/breath.js';
import type { MemorySource } from './open-log.js';
import { asVarchar, isPresent, type TextColumn } from '../shared/table/table.js';

const EXAMPLES = 5;
/** Rows that examples come from. */
const HEAD = 200;
/** Rows that are looked at for frequent values, and how many of these are kept. */
const ROWS_LOOKED_AT = 20_000;
const FREQUENT = 30;

/** Summarises every column of an open file; lists and objects are not looked into. Throws CancelledError. */
export async function describeFile(source: MemorySource, breath: Breath): Promise<FileSummary> {
  const columns: ColumnSummary[] = [];
  for (const column of source.facts.columns) columns.push(await summaryOf(source, column, breath));
  return { facts: source.facts, columns };
}

async function summaryOf(source: MemorySource, facts: ColumnFacts, breath: Breath): Promise<ColumnSummary> {
  const { table, evaluator, language } = source;
  const column = table.columns.get(facts.name);
  if (column === undefined || table.rows === 0 || facts.kind === 'list') {
    return { ...facts, ...UNKNOWN_CONTENT };
  }
  const texts = await breath.through(asVarchar(column, table.rows));
  let [min, max, absent] = [Infinity, -Infinity, 0];
  const numbers =
    facts.kind === 'timestamp'
      ? evaluator.instants(language.time(facts, null)).map((time) => time / 1000)
      : facts.kind === 'numeric'
        ? evaluator.doubles(language.double(facts, 0))
        : null;
  for (let row = 0; row < table.rows; row++) {
    if (!isPresent(column, row)) absent++;
    const value = numbers?.[row] ?? NaN;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const head = [...texts.codes.subarray(0, HEAD)].filter((code) => code >= 0);
  return {
    ...facts,
    distinct: texts.values.length,
    min: min === Infinity ? null : min,
    max: max === -Infinity ? null : max,
    missing: absent / table.rows,
    examples: [...new Set(head.map((code) => texts.values[code] as string))].slice(0, EXAMPLES),
  };
}

/** Frequent values of the columns that have few, by column, from the first rows. Throws CancelledError. */
export async function frequentValues(
  { facts, table }: MemorySource,
  breath: Breath,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { name, kind, integer } of facts.columns) {
    const column = table.columns.get(name);
    if (column === undefined || !(kind === 'categorical' || (kind === 'numeric' && integer))) continue;
    const values = frequent(await breath.through(asVarchar(column, table.rows)));
    if (values.length > 0 && values.length <= FREQUENT) found.set(name, values);
  }
  return found;
}

function frequent({ codes, values }: TextColumn): string[] {
  const counts = new Map<number, number>();
  for (const code of codes.subarray(0, ROWS_LOOKED_AT))
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, rows]) => ({ value: values[code] as string, rows }))
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1))
    .map(({ value }) => value);
}
