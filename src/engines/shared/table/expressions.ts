import type { Duration } from '../../../core/config/duration.js';
import type { SegmentPlan, TimestampPlan } from '../../../core/profile/plan.js';
import type { Language } from '../language.js';

/** What an expression of this engine says; `evaluate.ts` computes it. */
export type Expression =
  | { readonly op: 'nothing' | 'row' | 'zero' | 'never' }
  | { readonly op: 'double'; readonly column: string; readonly offset: number }
  | { readonly op: 'stored'; readonly column: string }
  | { readonly op: 'text'; readonly column: string; readonly booleansAsDigits: boolean }
  | { readonly op: 'time'; readonly column: string; readonly unit: TimestampPlan['unit'] }
  | { readonly op: 'milliseconds'; readonly time: Expression }
  | { readonly op: 'bucket'; readonly time: Expression; readonly every: Duration }
  | { readonly op: 'rowsChunk'; readonly rowOffset: number; readonly rows: number }
  | { readonly op: 'segment'; readonly segments: SegmentPlan }
  | {
      readonly op: 'cell';
      readonly chunk: Expression;
      readonly segment: Expression;
      readonly segments: number;
    }
  | { readonly op: 'position'; readonly text: Expression; readonly values: readonly string[] }
  | {
      readonly op: 'hash';
      readonly seed: number;
      readonly id: string | null;
      readonly path: string;
      readonly rowsBefore: number;
    }
  | { readonly op: 'all' | 'either'; readonly conditions: readonly Expression[] }
  | { readonly op: 'present'; readonly of: Expression }
  | { readonly op: 'upTo' | 'from' | 'before'; readonly time: Expression; readonly instant: number }
  | { readonly op: 'is' | 'isNot'; readonly text: Expression; readonly value: string }
  | { readonly op: 'oneOf'; readonly text: Expression; readonly values: readonly string[] }
  | { readonly op: 'atLeast'; readonly text: Expression; readonly least: number }
  | {
      readonly op: 'after';
      readonly time: Expression;
      readonly chunk: Expression;
      readonly every: Duration;
      readonly grace: number;
    };

function write(expression: Expression): string {
  return JSON.stringify(expression);
}

/** The expression that was written as this text. */
export function parseExpression(text: string): Expression {
  return JSON.parse(text) as Expression;
}

/** An expression and all that stand in it, those inside first; a hash of ids has the text of the ids inside. */
export function* partsOf(expression: Expression): Generator<Expression> {
  if (expression.op === 'hash' && expression.id !== null) {
    yield { op: 'text', column: expression.id, booleansAsDigits: false };
  }
  if (expression.op === 'segment' && expression.segments.kind === 'values') {
    yield { op: 'text', column: expression.segments.column, booleansAsDigits: false };
  }
  for (const inside of Object.values(expression).flat()) {
    if (typeof inside === 'object' && inside !== null && 'op' in inside) yield* partsOf(inside as Expression);
  }
  yield expression;
}

/** The texts of expressions that stand anywhere in a plain value. */
export function* expressionsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.startsWith('{"op":')) yield value;
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const inside of Object.values(value)) yield* expressionsIn(inside);
  }
}

const read = parseExpression;

function textOf(column: string): Expression {
  return { op: 'text', column, booleansAsDigits: false };
}

const NOTHING = write({ op: 'nothing' });

/** Expressions as JSON. */
export const EXPRESSIONS: Language = {
  noNumber: NOTHING,
  noInteger: NOTHING,
  noTime: NOTHING,
  noText: NOTHING,
  row: write({ op: 'row' }),
  zero: write({ op: 'zero' }),
  never: write({ op: 'never' }),

  double: (column, offset) =>
    column === undefined ? NOTHING : write({ op: 'double', column: column.name, offset }),
  stored: (column) => write({ op: 'stored', column: column.name }),
  text: (column, booleansAsDigits) => write({ op: 'text', column: column.name, booleansAsDigits }),
  time: (column, unit) => write({ op: 'time', column: column.name, unit }),
  milliseconds: (time) => write({ op: 'milliseconds', time: read(time) }),
  bucket: (time, every) => write({ op: 'bucket', time: read(time), every }),
  rowsChunk: (rowOffset, rows) => write({ op: 'rowsChunk', rowOffset, rows }),
  segment: (segments, column) => (column === undefined ? NOTHING : write({ op: 'segment', segments })),
  cell: (chunk, segment, segments) =>
    write({ op: 'cell', chunk: read(chunk), segment: read(segment), segments }),
  position: (text, values) => write({ op: 'position', text: read(text), values }),
  hash: (seed, id, path, rowsBefore) => write({ op: 'hash', seed, id: id?.name ?? null, path, rowsBefore }),

  all: (conditions) => write({ op: 'all', conditions: conditions.map(read) }),
  // What never holds decides nothing.
  either: (conditions) =>
    write({ op: 'either', conditions: conditions.map(read).filter(({ op }) => op !== 'never') }),
  present: (of) => write({ op: 'present', of: read(of) }),
  upTo: (time, instant) => write({ op: 'upTo', time: read(time), instant }),
  from: (time, instant) => write({ op: 'from', time: read(time), instant }),
  before: (time, instant) => write({ op: 'before', time: read(time), instant }),
  is: (text, value) => write({ op: 'is', text: read(text), value }),
  isNot: (text, value) => write({ op: 'isNot', text: read(text), value }),
  oneOf: ({ name }, values) => write({ op: 'oneOf', text: textOf(name), values }),
  atLeast: ({ name }, least) => write({ op: 'atLeast', text: textOf(name), least }),
  after: (time, chunk, every, grace) =>
    write({ op: 'after', time: read(time), chunk: read(chunk), every, grace }),
};
