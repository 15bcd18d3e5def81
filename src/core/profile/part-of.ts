import type { ColumnFacts } from './log-facts.js';

/** The column of lists or objects that a name is a part of: `features` of `features.age`; null where there is none. */
export function partOf(name: string, columns: Iterable<Pick<ColumnFacts, 'name' | 'kind'>>): string | null {
  const whole = [...columns].find((column) => column.kind === 'list' && name.startsWith(`${column.name}.`));
  return whole?.name ?? null;
}
