import { TimeUnit, Type, type Batch, type DataType } from '@uwdata/flechette';

/** A column of an Arrow file, as what it is read. */
export interface ArrowField {
  readonly name: string;
  /** The type as DuckDB names it. */
  readonly type: string;
  readonly store: 'number' | 'text' | 'boolean' | 'time';
}

/** One value: times are µs since the epoch, whole numbers of 64 bits are bigints, floats may be NaN. */
export type ArrowValue = number | bigint | string | boolean | null;

/** The last time that a Date of JavaScript holds, in the year 275760, in µs. */
const LATEST = 8.64e18;

/** What a column of this type is read as. Throws RangeError for one that is not read. */
export function fieldOf(name: string, type: DataType): ArrowField {
  switch (type.typeId) {
    case Type.Dictionary:
      return fieldOf(name, type.dictionary);
    case Type.Int: {
      const width = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bitWidth];
      return { name, store: 'number', type: `${type.signed ? '' : 'U'}${width}` };
    }
    case Type.Float:
      return { name, store: 'number', type: type.precision === 2 ? 'DOUBLE' : 'FLOAT' };
    case Type.Decimal:
      return { name, store: 'number', type: 'DOUBLE' };
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
    case Type.Null:
      return { name, store: 'text', type: 'VARCHAR' };
    case Type.Bool:
      return { name, store: 'boolean', type: 'BOOLEAN' };
    case Type.Date:
      return { name, store: 'time', type: 'DATE' };
    case Type.Timestamp:
      return {
        name,
        store: 'time',
        type: type.timezone === null ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE',
      };
    default:
      throw new RangeError('A column is of a type that is not read.');
  }
}

/** The values of some rows of a record batch. Throws RangeError where the batch does not hold them. */
export function valuesOf(batch: Batch<unknown> | undefined, from: number, to: number): ArrowValue[] {
  if (batch === undefined || !holds(batch, from, to))
    throw new RangeError('A column ends before its rows do.');
  const valueOf = readerOf(batch.type.typeId === Type.Dictionary ? batch.type.dictionary : batch.type);
  const values: ArrowValue[] = [];
  for (let row = from; row < to; row++) {
    const value: unknown = batch.at(row);
    if (value === undefined) throw new RangeError('A value is not among the words of its column.');
    values.push(value === null ? null : valueOf(value));
  }
  return values;
}

/** Whether the buffers hold these rows: the decoder takes the batch at its word. */
function holds(
  { length, nullCount, type, validity, values, offsets }: Batch<unknown>,
  from: number,
  to: number,
): boolean {
  if (to > length) return false;
  if (type.typeId === Type.Null) return true;
  if (nullCount > 0 && validity.length * 8 < to) return false;
  switch (type.typeId) {
    case Type.Utf8:
    case Type.LargeUtf8:
      return areInOrder(offsets.subarray(from, to + 1), to + 1 - from, values.length);
    case Type.Utf8View:
      return values.length >= to * 16;
    case Type.Bool:
      return values.length * 8 >= to;
    case Type.Decimal:
      return values.length >= to * Math.max(1, type.bitWidth / 64);
    default:
      return values.length >= to;
  }
}

/** Whether there are so many offsets, each no less than the one before, and none beyond the end. */
function areInOrder(offsets: ArrayLike<number | bigint>, count: number, end: number): boolean {
  let last: number | bigint = 0;
  for (let i = 0; i < count; i++) {
    const offset = offsets[i];
    if (offset === undefined || offset < last) return false;
    last = offset;
  }
  return last <= end;
}

function readerOf(type: DataType): (value: unknown) => ArrowValue {
  switch (type.typeId) {
    case Type.Date:
      return (value) => instant(Number(value) * 1000);
    case Type.Timestamp:
      switch (type.unit) {
        case TimeUnit.SECOND:
          return (value) => instant(Number(value) * 1e6);
        case TimeUnit.MILLISECOND:
          return (value) => instant(Number(value) * 1000);
        case TimeUnit.MICROSECOND:
          return (value) => instant(Number(value));
        default:
          return (value) => instant(Number((value as bigint) / 1000n));
      }
    default:
      return (value) => value as ArrowValue;
  }
}

function instant(microseconds: number): number {
  if (Math.abs(microseconds) > LATEST) throw new RangeError('A time is beyond all calendars.');
  return microseconds;
}
