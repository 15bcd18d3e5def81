import { remember } from './remember.js';

interface Named {
  readonly name: string;
}

const byName = remember(
  ({ columns }: { readonly columns: readonly Named[] }) =>
    new Map(columns.map((column) => [column.name, column])),
);

/** The column of this name, of a log, a file or whatever has columns; names are looked up once for all of them. */
export function columnNamed<Column extends Named>(
  of: { readonly columns: readonly Column[] },
  name: string,
): Column | undefined {
  return byName(of).get(name) as Column | undefined;
}
