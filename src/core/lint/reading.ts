import type { CoverageItem, CoverageState, Fix, Severity } from './finding.js';
import type { Cursor, Mark } from './source/cursor.js';
import type { Source } from './source/source.js';

/** One coverage item as a file has it: its state, why, and what says so. */
export interface Cell {
  readonly state: CoverageState;
  /** In a sentence without a full stop at its end. */
  readonly because: string;
  readonly at: Mark | null;
  /** The file that says so, where it is another one. */
  readonly path?: string;
}

export type Cells = Partial<Record<CoverageItem, Cell>>;

/** A limit on a metric, in whatever dialect. */
export interface Limit {
  /** As the file calls it. */
  readonly metric: string;
  readonly value: number;
  /** On which side of the value it fires; null where the tool knows the metric's bad side. */
  readonly fires: 'above' | 'below' | null;
  readonly at: Mark;
  /** Turns the comparison round, where the text has one. */
  readonly flip?: readonly Fix[];
}

/** What is wrong at a place; the code's rule says how grave it usually is, and why. */
export interface Remark {
  readonly code: string;
  readonly message: string;
  readonly at: Mark;
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
}

/** A file that a config speaks of. */
export interface NamedPath {
  /** Relative to the config's folder, or to the root of its repository. */
  readonly path: string;
  readonly at: Mark;
  /** What cannot happen without it: `the rules in it are never loaded`. */
  readonly means: string;
}

export type ModelTask = 'classification' | 'regression';

/**
 * What a file of any tool says about the monitoring of a model, in words that all tools share: rules work on
 * this, so that one rule serves every dialect.
 */
export interface Reading {
  readonly dialect: string;
  /** Whether this kind of file is where monitoring is written, so that what it leaves out is a gap. */
  readonly primary: boolean;
  /** Whether the keys were guessed at: then findings are advice. */
  readonly guessed: boolean;
  /** The model's name, where the file is about one model and names it. */
  readonly model: string | null;
  readonly task: ModelTask | null;
  /** Where a gap is marked that has no better place. */
  readonly anchor: Mark;
  /** Items that are not there are `elsewhere`. */
  readonly cells: Cells;
  /** What to write for an item that is missing. */
  readonly advice: Partial<Record<CoverageItem, string>>;
  readonly limits: readonly Limit[];
  /** Performance metrics by name. */
  readonly metrics: readonly { readonly name: string; readonly at: Mark }[];
  readonly paths: readonly NamedPath[];
  readonly remarks: readonly Remark[];
}

/** A reading while its dialect fills it in. */
export interface Draft extends Reading {
  primary: boolean;
  guessed: boolean;
  model: string | null;
  task: ModelTask | null;
  anchor: Mark;
  advice: Partial<Record<CoverageItem, string>>;
  readonly limits: Limit[];
  readonly metrics: { readonly name: string; readonly at: Mark }[];
  readonly paths: NamedPath[];
  readonly remarks: Remark[];
}

/** A tool whose files lint reads. */
export interface Dialect {
  readonly name: string;
  /** What the text must have, all of it, for the file to be worth parsing. */
  readonly hints: readonly RegExp[];
  /** What the file says, or null where it is none of this tool's. */
  read(source: Source): Reading | null;
}

const NOWHERE: Mark = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** An empty reading of a dialect. */
export function draft(dialect: string, anchor: Cursor | null, options: { primary: boolean }): Draft {
  return {
    dialect,
    primary: options.primary,
    guessed: false,
    model: null,
    task: null,
    anchor: anchor?.keyMark ?? NOWHERE,
    cells: {},
    advice: {},
    limits: [],
    metrics: [],
    paths: [],
    remarks: [],
  };
}

/** A cell; where there is no place, the file as a whole says so. */
export function cell(state: CoverageState, because: string, at: Mark | null = null): Cell {
  return { state, because, at };
}

/** Best first: what one part covers is covered, whatever another part leaves out. */
export const BEST_FIRST: readonly CoverageState[] = [
  'configured',
  'default',
  'partial',
  'opaque',
  'missing',
  'elsewhere',
];

/** The better of two cells; the first of equals. */
export function better(a: Cell | undefined, b: Cell): Cell {
  if (a === undefined) return b;
  return BEST_FIRST.indexOf(b.state) < BEST_FIRST.indexOf(a.state) ? b : a;
}

/** Keeps the better state of an item. */
export function raise(reading: Draft, item: CoverageItem, next: Cell): void {
  reading.cells[item] = better(reading.cells[item], next);
}

/** A fix that writes `text` in place of what is marked; none where the text stands elsewhere. */
export function replaceFix(title: string, at: Cursor, text: string): readonly Fix[] {
  if (at.borrowed || at.mark.start.line !== at.mark.end.line) return [];
  return [{ title, edits: [{ ...at.mark, text }] }];
}
