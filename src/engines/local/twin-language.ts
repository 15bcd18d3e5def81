import type { Language } from '../shared/language.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { SQL } from './sql-language.js';

/**
 * DuckDB's SQL that knows of each expression it made what it says, so that the same task can be run over typed columns. Two
 * expressions of one SQL text mean the same.
 */
export class TwinLanguage implements Language {
  readonly #known = new Map<string, string>();

  /** What an expression that this language made says, as `EXPRESSIONS` writes it. Throws a TypeError for any other. */
  readonly said = (sql: string): string => {
    const known = this.#known.get(sql);
    if (known === undefined) throw new TypeError(`Nobody knows what ${sql} says.`);
    return known;
  };

  readonly noNumber = this.#twin('noNumber');
  readonly noInteger = this.#twin('noInteger');
  readonly noTime = this.#twin('noTime');
  readonly noText = this.#twin('noText');
  readonly row = this.#twin('row');
  readonly zero = this.#twin('zero');
  readonly never = this.#twin('never');

  readonly double: Language['double'] = (...a) => this.#note(SQL.double(...a), EXPRESSIONS.double(...a));
  readonly stored: Language['stored'] = (...a) => this.#note(SQL.stored(...a), EXPRESSIONS.stored(...a));
  readonly text: Language['text'] = (...a) => this.#note(SQL.text(...a), EXPRESSIONS.text(...a));
  readonly time: Language['time'] = (...a) => this.#note(SQL.time(...a), EXPRESSIONS.time(...a));
  readonly milliseconds: Language['milliseconds'] = (time) =>
    this.#note(SQL.milliseconds(time), EXPRESSIONS.milliseconds(this.said(time)));
  readonly bucket: Language['bucket'] = (time, every) =>
    this.#note(SQL.bucket(time, every), EXPRESSIONS.bucket(this.said(time), every));
  readonly rowsChunk: Language['rowsChunk'] = (...a) =>
    this.#note(SQL.rowsChunk(...a), EXPRESSIONS.rowsChunk(...a));
  readonly segment: Language['segment'] = (...a) => this.#note(SQL.segment(...a), EXPRESSIONS.segment(...a));
  readonly cell: Language['cell'] = (chunk, segment, segments) =>
    this.#note(
      SQL.cell(chunk, segment, segments),
      EXPRESSIONS.cell(this.said(chunk), this.said(segment), segments),
    );
  readonly position: Language['position'] = (text, values) =>
    this.#note(SQL.position(text, values), EXPRESSIONS.position(this.said(text), values));
  readonly hash: Language['hash'] = (...a) => this.#note(SQL.hash(...a), EXPRESSIONS.hash(...a));

  readonly all: Language['all'] = (conditions) =>
    this.#note(SQL.all(conditions), EXPRESSIONS.all(conditions.map(this.said)));
  readonly either: Language['either'] = (conditions) =>
    this.#note(SQL.either(conditions), EXPRESSIONS.either(conditions.map(this.said)));
  readonly present: Language['present'] = (expression) =>
    this.#note(SQL.present(expression), EXPRESSIONS.present(this.said(expression)));
  readonly upTo: Language['upTo'] = (time, instant) =>
    this.#note(SQL.upTo(time, instant), EXPRESSIONS.upTo(this.said(time), instant));
  readonly from: Language['from'] = (time, instant) =>
    this.#note(SQL.from(time, instant), EXPRESSIONS.from(this.said(time), instant));
  readonly before: Language['before'] = (time, instant) =>
    this.#note(SQL.before(time, instant), EXPRESSIONS.before(this.said(time), instant));
  readonly is: Language['is'] = (text, value) =>
    this.#note(SQL.is(text, value), EXPRESSIONS.is(this.said(text), value));
  readonly isNot: Language['isNot'] = (text, value) =>
    this.#note(SQL.isNot(text, value), EXPRESSIONS.isNot(this.said(text), value));
  readonly oneOf: Language['oneOf'] = (...a) => this.#note(SQL.oneOf(...a), EXPRESSIONS.oneOf(...a));
  readonly atLeast: Language['atLeast'] = (...a) => this.#note(SQL.atLeast(...a), EXPRESSIONS.atLeast(...a));
  readonly after: Language['after'] = (time, chunk, every, grace) =>
    this.#note(
      SQL.after(time, chunk, every, grace),
      EXPRESSIONS.after(this.said(time), this.said(chunk), every, grace),
    );

  #twin(constant: 'noNumber' | 'noInteger' | 'noTime' | 'noText' | 'row' | 'zero' | 'never'): string {
    return this.#note(SQL[constant], EXPRESSIONS[constant]);
  }

  /** The first meaning is kept: that of one condition is not hidden by that of a list with it alone. */
  #note(sql: string, meaning: string): string {
    if (!this.#known.has(sql)) this.#known.set(sql, meaning);
    return sql;
  }
}
