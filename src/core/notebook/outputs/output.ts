import type { Json, PlotTable } from '../../report/charts/plot.js';
import type { Verdict } from '../../report/report.js';

/** What a cell gives: typed values, from which the editor, HTML, Markdown and JSON are drawn. */
export type CellOutput = VerdictOutput | TextOutput | TableOutput | ChartOutput | LinesOutput | ErrorOutput;

/** Keep, update or cannot tell, and why. */
export interface VerdictOutput {
  readonly kind: 'verdict';
  readonly verdict: Verdict;
  readonly heading: string;
  readonly sentence: string;
  readonly families: readonly {
    readonly title: string;
    readonly verdict: Verdict;
    readonly because: string;
  }[];
}

/** A sentence computed from the results. */
export interface TextOutput {
  readonly kind: 'text';
  readonly text: string;
  readonly muted: boolean;
}

/** Sentences, each with the sign of a verdict. */
export interface LinesOutput {
  readonly kind: 'lines';
  readonly lines: readonly { readonly verdict: Verdict; readonly text: string }[];
}

export interface TableOutput {
  readonly kind: 'table';
  readonly title: string | null;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Rows that a view shows before it is asked for all. */
  readonly shown: number;
  /** Of how many rows these are the first; null = more than were counted. */
  readonly total: number | null;
  /** What was left out and why, and other words about the table; null where nothing is to be said. */
  readonly note: string | null;
}

export interface TableColumn {
  readonly name: string;
  readonly kind: 'text' | 'code' | 'number' | 'time' | 'boolean' | 'verdict' | 'trend';
}

export interface TableCell {
  /** For sorting, and as data: a verdict is its word, a trend its values in order. */
  readonly value: string | number | boolean | null | readonly (number | null)[];
  /** As it is read. */
  readonly text: string;
}

export interface ChartOutput {
  readonly kind: 'chart';
  /** The finding. */
  readonly title: string;
  /** Metric, interval, limit; how to read it. */
  readonly subtitle: string;
  /** Vega-Lite with its data inline and its colours as tokens. */
  readonly spec: Readonly<Record<string, Json>>;
  /** What is read instead of it. */
  readonly alt: string;
  readonly table: PlotTable;
}

/** What went wrong, at its place in the file. */
export interface ErrorOutput {
  readonly kind: 'error';
  readonly code: string;
  readonly message: string;
  readonly place: { readonly line: number; readonly column: number } | null;
}

/** A value in prose. */
export interface InlineOutput {
  readonly text: string;
  /** Null where it is no judged value. */
  readonly verdict: Verdict | null;
  /** Why there is no value; null where there is one. */
  readonly error: string | null;
  /** Where it comes from, in a sentence. */
  readonly detail: string;
}
