/** A table of a flatbuffer, whose reads throw a RangeError where they would leave the bytes. */
export interface FlatTable {
  readonly bytes: Buffer;
  /** Where a field is, by its slot (4, 6, 8, …); 0 where it is not set. */
  field(slot: number): number;
}

/** The table at the root of a flatbuffer. */
export function rootOf(bytes: Buffer): FlatTable {
  return tableAt(bytes, 0);
}

/** The table in a field. Throws RangeError where it is not set. */
export function tableOf({ bytes, field }: FlatTable, slot: number): FlatTable {
  if (field(slot) === 0) throw new RangeError('A table is missing.');
  return tableAt(bytes, field(slot));
}

/** The tables in a vector; none where the field is not set. */
export function tablesOf(table: FlatTable, slot: number): FlatTable[] {
  return elementsOf(table, slot, 4).map((place) => tableAt(table.bytes, place));
}

/** Places of the elements of a vector, `stride` bytes each; none where the field is not set. */
export function elementsOf({ bytes, field }: FlatTable, slot: number, stride: number): number[] {
  if (field(slot) === 0) return [];
  const vector = field(slot) + bytes.readUInt32LE(field(slot));
  const count = bytes.readUInt32LE(vector);
  if (vector + 4 + count * stride > bytes.length) throw new RangeError('A vector is longer than its bytes.');
  return Array.from({ length: count }, (_, i) => vector + 4 + stride * i);
}

/** A whole number of 64 bits. Throws RangeError for one that is negative or larger than any file. */
export function sizeAt(bytes: Buffer, place: number): number {
  const size = Number(bytes.readBigInt64LE(place));
  if (size < 0 || !Number.isSafeInteger(size)) throw new RangeError('A size is none.');
  return size;
}

/** The table that the offset at this place leads to. */
function tableAt(bytes: Buffer, place: number): FlatTable {
  const at = place + bytes.readUInt32LE(place);
  const fields = at - bytes.readInt32LE(at);
  const size = bytes.readUInt16LE(fields);
  return {
    bytes,
    field: (slot) => {
      const offset = slot < size ? bytes.readUInt16LE(fields + slot) : 0;
      return offset === 0 ? 0 : at + offset;
    },
  };
}
