import type { Verdict } from '../report.js';
import type { HeatClass } from './heat-strip.js';
import type { DashboardView, HeatCell, HeatRow, HeatView, LedgerSection } from './ledger.js';

/** The dashboard as it crosses to the webview and is kept: a wide strip has a hundred thousand cells. */
export interface WireView extends Omit<DashboardView, 'sections'> {
  readonly sections: readonly (Omit<LedgerSection, 'heat'> & { readonly heat: WireHeat | null })[];
}

/** A `WireView` as JSON: it passes through the editor's own loop as it is, however large. */
export type ViewText = string;

export interface WireHeat {
  readonly metric: string;
  /** Every verdict in words that a cell has, once. */
  readonly words: readonly string[];
  readonly rows: readonly WireRow[];
}

export interface WireRow extends Omit<HeatRow, 'cells' | 'past'> {
  /** A letter for the class of each cell: those of the reference, then those of the chunks. */
  readonly classes: string;
  /** Cells with a label, by their place among the classes. */
  readonly labels: readonly (readonly [at: number, label: string])[];
  /** A letter for the verdict of each chunk; `-` = none. */
  readonly verdicts: string;
  readonly values: readonly string[];
  readonly intervals: readonly string[];
  /** Places in `words`. */
  readonly spoken: readonly number[];
}

const CLASS_OF: Readonly<Record<string, HeatClass>> = {
  q: 'quiet',
  s: 'some',
  w: 'warn',
  a: 'alert',
  u: 'unknown',
  '-': 'none',
};
const VERDICT_OF: Readonly<Record<string, Verdict>> = {
  e: 'error',
  a: 'alert',
  w: 'warn',
  u: 'unknown',
  p: 'pass',
  i: 'info',
};
const letterIn = (letters: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(letters).map(([letter, name]) => [name, letter]));
const CLASS_LETTER = letterIn(CLASS_OF);
const VERDICT_LETTER = letterIn(VERDICT_OF);

/** The view with its strips packed. */
export function toWire(view: DashboardView): WireView {
  return {
    ...view,
    sections: view.sections.map((section) => ({
      ...section,
      heat: section.heat === null ? null : packHeat(section.heat),
    })),
  };
}

/** The view that was packed. */
export function fromWire(view: WireView): DashboardView {
  return {
    ...view,
    sections: view.sections.map((section) => ({
      ...section,
      heat: section.heat === null ? null : unpackHeat(section.heat),
    })),
  };
}

function packHeat({ metric, rows }: HeatView): WireHeat {
  const words = new Map<string, number>();
  const wordAt = (text: string): number => {
    const known = words.get(text);
    if (known !== undefined) return known;
    words.set(text, words.size);
    return words.size - 1;
  };
  const packed = rows.map(({ cells, past, ...row }): WireRow => {
    const all = [...past, ...cells];
    return {
      ...row,
      classes: all.map(({ cls }) => CLASS_LETTER.get(cls) ?? '-').join(''),
      labels: all.flatMap(({ label }, at): [number, string][] => (label === '' ? [] : [[at, label]])),
      verdicts: cells.map(({ verdict }) => VERDICT_LETTER.get(verdict ?? '') ?? '-').join(''),
      values: cells.map(({ value }) => value),
      intervals: cells.map(({ interval }) => interval),
      spoken: cells.map((cell) => wordAt(cell.words)),
    };
  });
  return { metric, words: [...words.keys()], rows: packed };
}

function unpackHeat({ metric, words, rows }: WireHeat): HeatView {
  return { metric, rows: rows.map((row) => unpackRow(row, words)) };
}

/** Of a wide strip only the rows that come into sight are ever looked at: cells are made when asked for. */
function unpackRow(packed: WireRow, words: readonly string[]): HeatRow {
  const { classes, labels, verdicts, values, intervals, spoken, ...row } = packed;
  let made: Pick<HeatRow, 'past' | 'cells'> | null = null;
  const open = (): Pick<HeatRow, 'past' | 'cells'> => {
    if (made !== null) return made;
    const labelAt = new Map(labels);
    const first = classes.length - values.length;
    const drawn = (at: number): { cls: HeatClass; label: string } => ({
      cls: CLASS_OF[classes.charAt(at)] ?? 'none',
      label: labelAt.get(at) ?? '',
    });
    const cells = values.map((value, k): HeatCell => ({
      ...drawn(first + k),
      value,
      interval: intervals[k] ?? '',
      verdict: VERDICT_OF[verdicts.charAt(k)] ?? null,
      words: words[spoken[k] ?? -1] ?? '',
    }));
    made = { past: Array.from({ length: Math.max(0, first) }, (_, at) => drawn(at)), cells };
    return made;
  };
  return {
    ...row,
    get past() {
      return open().past;
    },
    get cells() {
      return open().cells;
    },
  };
}
