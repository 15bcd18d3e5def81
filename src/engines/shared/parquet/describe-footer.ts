import type { ColumnFacts } from '../../../core/profile/log-facts.js';
import type { ParquetFooter, StoredColumn } from './footer.js';

/** The columns of a file as DuckDB describes them; null where some are stored in a way that is not read here. */
export function columnsOfFooter({ columns, others }: ParquetFooter): ColumnFacts[] | null {
  return others ? null : [...columns.values()].map(factsOf);
}

function factsOf({ name, meaning, physical }: StoredColumn): ColumnFacts {
  switch (meaning.kind) {
    case 'number':
      return { name, kind: 'numeric', type: meaning.type, integer: physical.startsWith('INT') };
    case 'boolean':
      return { name, kind: 'categorical', type: 'BOOLEAN', integer: false };
    case 'text':
      return { name, kind: 'categorical', type: 'VARCHAR', integer: false };
    case 'day':
      return { name, kind: 'timestamp', type: 'DATE', integer: false };
    case 'time': {
      const type = meaning.zoned
        ? 'TIMESTAMP WITH TIME ZONE'
        : meaning.unit === 'NANOS'
          ? 'TIMESTAMP_NS'
          : 'TIMESTAMP';
      return { name, kind: 'timestamp', type, integer: false };
    }
  }
}
