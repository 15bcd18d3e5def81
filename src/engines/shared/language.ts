import type { Duration } from '../../core/config/duration.js';
import type { ColumnFacts } from '../../core/profile/log-facts.js';
import type { SegmentPlan, TimestampPlan } from '../../core/profile/plan.js';

/**
 * Makes the expressions of tasks in one engine's own words. An expression is text that names all that its values depend
 * on; in SQL its type is the one named here. Instants are microseconds since the epoch.
 */
export interface Language {
  readonly noNumber: string;
  readonly noInteger: string;
  readonly noTime: string;
  readonly noText: string;
  /** Number of the row within its file, DOUBLE. */
  readonly row: string;
  /** 0 for every row, INTEGER. */
  readonly zero: string;

  /** A column as DOUBLE, `offset` taken off; NULL where it is missing, unreadable or absent. */
  double(column: ColumnFacts | undefined, offset: number): string;
  /** A column as it is stored: equal values have equal hashes. */
  stored(column: ColumnFacts): string;
  /** A column as text that does not depend on how a file stored it: `1`, `1.0` and `true`/`1` agree. */
  text(column: ColumnFacts, booleansAsDigits: boolean): string;
  /** The instant in a column, NULL where it cannot be read as one. */
  time(column: ColumnFacts, unit: TimestampPlan['unit']): string;
  /** An instant in ms, DOUBLE. */
  milliseconds(time: string): string;
  /** Number of the interval of this length that holds an instant, INTEGER. */
  bucket(time: string, every: Duration): string;
  /** Number of the row's chunk of `rows` rows, `rowOffset` rows lying in the files before, INTEGER. */
  rowsChunk(rowOffset: number, rows: number): string;
  /** Position of the row's segment, INTEGER, NULL where it is in none. */
  segment(segments: SegmentPlan, column: ColumnFacts | undefined): string;
  /** The cell of a row in this chunk and segment (`cells.ts`), INTEGER. */
  cell(chunk: string, segment: string, segments: number): string;
  /** Position of a text among others, DOUBLE: -1 where it is none of them, NULL for none. */
  position(text: string, values: readonly string[]): string;
  /** A hash of the row by its id, or where that is missing by its place; DOUBLE in 0..2^53. */
  hash(seed: number, id: ColumnFacts | undefined, path: string, rowsBefore: number): string;

  /** Conditions: each is true or false, never NULL, but for `upTo`, `from` and `before` beside other conditions. */
  readonly never: string;
  all(conditions: readonly string[]): string;
  either(conditions: readonly string[]): string;
  present(expression: string): string;
  /** Not later than this instant, or without one. */
  upTo(time: string, instant: number): string;
  from(time: string, instant: number): string;
  before(time: string, instant: number): string;
  is(text: string, value: string): string;
  isNot(text: string, value: string): string;
  /** Whether a column's text is one of these. */
  oneOf(column: ColumnFacts, values: readonly string[]): string;
  /** Whether a column's text reads as a number of at least `least`, a whole one. */
  atLeast(column: ColumnFacts, least: number): string;
  /** Whether an instant is more than `grace` µs after the end of the chunk. */
  after(time: string, chunk: string, every: Duration, grace: number): string;
}
