import type { Family } from '../../config/monitor.js';
import type { Verdict } from '../report.js';
import type { TimeAxis } from './axis.js';
import type { HeatClass } from './heat-strip.js';
import type { Plot } from './plot.js';

/** The dashboard as data: everything is worded and formatted, so that the webview only draws. */
export interface DashboardView {
  readonly model: string;
  readonly owner: string | null;
  readonly verdict: { readonly verdict: Verdict; readonly heading: string; readonly sentence: string };
  /** Which labels are still to come, and when they count; null where none are waited for. */
  readonly waits: string | null;
  /** Columns to look at first, with a detail page each. */
  readonly next: readonly string[];
  readonly families: readonly FamilyLine[];
  /** What is shown: `By week`, `Versions v1.0, v1.1`, … */
  readonly filters: readonly string[];
  /** Rows, period, exact or not. */
  readonly facts: readonly string[];
  readonly axis: TimeAxis;
  readonly sections: readonly LedgerSection[];
  /** Where performance is worst; none without segments. */
  readonly where: readonly WhereView[];
  /** What may be shown by itself: `origin=LAX`; its results are asked for by themselves. */
  readonly segments: readonly string[];
  /** The watched columns, in the order of the heat strip; the detail page of each is asked for by itself. */
  readonly columns: readonly ColumnLine[];
  readonly problems: readonly ProblemLine[];
  /** Path of the config, as in the report. */
  readonly config: string;
}

export interface FamilyLine {
  readonly family: Family;
  readonly title: string;
  readonly verdict: Verdict;
  readonly because: string;
}

export interface LedgerSection {
  readonly id: Family;
  readonly title: string;
  /** The section's verdict in a sentence. */
  readonly sentence: string;
  /** How to read it. */
  readonly hint: string;
  readonly heat: HeatView | null;
  readonly plots: readonly PlotRow[];
  /** Standing results without a plot of their own that do not hold. */
  readonly lines: readonly ResultLine[];
  /** What else is to be said below them. */
  readonly notes?: readonly SectionNote[];
}

/** A sentence, and the columns whose pages it is about. */
export interface SectionNote {
  readonly words: string;
  readonly columns: readonly string[];
}

/** The heat strip as data: the view draws it at its own width. */
export interface HeatView {
  /** `PSI`, as cells are read aloud. */
  readonly metric: string;
  /** Metrics of the rows, for the words above them. */
  readonly rows: readonly HeatRow[];
}

export interface HeatRow {
  /** The column in the log: the key of its detail page. */
  readonly column: string;
  /** `Prediction` for the score. */
  readonly name: string;
  readonly code: boolean;
  /** The metric's id where it is not the strip's own; else null. */
  readonly metric: string | null;
  /** Whether it looks at the whole window alone: then its cells are alike. */
  readonly whole: boolean;
  readonly verdict: Verdict;
  /** How far it shifted, to sort by; null where the metric is not the strip's own, or has no value. */
  readonly effect: {
    /** In the chunk that stands. */
    readonly now: number | null;
    /** The largest of all judged chunks. */
    readonly most: number | null;
  };
  /** One for each chunk of the axis. */
  readonly cells: readonly HeatCell[];
  /** One for each chunk of the reference on the axis: grey, whatever their value. */
  readonly past: readonly { readonly cls: HeatClass; readonly label: string }[];
}

export interface HeatCell {
  readonly cls: HeatClass;
  /** In the cell; empty where it stays blank. */
  readonly label: string;
  readonly value: string;
  readonly interval: string;
  readonly verdict: Verdict | null;
  /** `alert, 7 weeks`. */
  readonly words: string;
}

export interface PlotRow {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly plot: Plot;
  /** One for each chunk of the axis. */
  readonly readings: readonly Reading[];
}

/** What the reading column says of a chunk. */
export interface Reading {
  readonly values: readonly ReadingValue[];
  readonly verdict: Verdict | null;
  readonly words: string;
  readonly note: string;
}

export interface ReadingValue {
  readonly swatch: 'cur' | 'est' | 'ref' | 'band' | null;
  readonly name: string;
  readonly value: string;
  readonly detail: string;
}

/** A standing result as a line. */
export interface ResultLine {
  readonly metric: string;
  readonly name: string;
  readonly column: string | null;
  readonly value: string;
  readonly interval: string;
  readonly limit: string;
  readonly verdict: Verdict;
  readonly words: string;
  readonly explanation: string;
  readonly rows: number;
  readonly segment: string | null;
  /** The check's line in the config. */
  readonly line: number | null;
}

/** One performance metric by segment, the worst first. */
export interface WhereView {
  /** `ROC AUC by segment`. */
  readonly title: string;
  readonly sentence: string;
  readonly lines: readonly {
    /** `origin=LAX`. */
    readonly segment: string;
    readonly value: string;
    readonly interval: string;
    readonly rows: string;
    readonly words: string;
  }[];
  /** What is not drawn, in words. */
  readonly rest: string | null;
  /** A dot with its interval for each line. */
  readonly plot: Plot;
}

/** What the report holds of one segment, in place of the sections of all rows. */
export interface SegmentView {
  /** `origin=LAX`. */
  readonly segment: string;
  /** How many rows it has, and what is not about it. */
  readonly sentence: string;
  readonly sections: readonly LedgerSection[];
  /** What the report does not hold by segment, in words; null where it holds all. */
  readonly missing: string | null;
}

/** A watched column by name. */
export interface ColumnLine {
  /** The column in the log. */
  readonly column: string;
  /** `Prediction` for the score. */
  readonly name: string;
  /** Whether the name is a column's, to be set in the editor's font. */
  readonly code: boolean;
  readonly verdict: Verdict;
}

/** The detail page of a column. */
export interface FeatureView extends ColumnLine {
  /** What follows the name: `shifted`, `holds`. */
  readonly heading: string;
  readonly sentence: string;
  readonly distribution: DistributionView | null;
  /** How many rows are in each bin, and the way to them; null without a distribution. */
  readonly rows: RowsView | null;
  readonly over: readonly PlotRow[];
  /** All standing results of the column. */
  readonly lines: readonly ResultLine[];
}

/** The rows of a column by bin. */
export interface RowsView {
  /** Chunk of the current side that is counted; null = the whole window. */
  readonly chunk: string | null;
  /** `week of 18 June`. */
  readonly title: string;
  /** Whether the numbers of rows are close and not exact. */
  readonly approximate: boolean;
  readonly lines: readonly {
    readonly label: string;
    /** Rows of each side; empty where there are none. */
    readonly reference: string;
    readonly current: string;
  }[];
}

export interface DistributionView {
  readonly kind: 'numeric' | 'categorical';
  /** `reference, 335 691 rows`. */
  readonly reference: string;
  /** `week of 18 June, 117 592 rows`. */
  readonly current: string;
  /** Steps of a numeric column, dumbbells of a categorical one. */
  readonly shares: Plot;
  /** Cumulative shares, of numeric columns; null where the report has none. */
  readonly ecdf: Plot | null;
  /** Points that each bin gained or lost; of numeric columns. */
  readonly changes: Plot | null;
  /** The categories beside the dumbbells, in their order. */
  readonly categories: readonly CategoryLine[];
  readonly rest: CategoryLine | null;
  readonly quantiles: readonly {
    readonly name: string;
    readonly reference: string;
    readonly current: string;
  }[];
}

export interface CategoryLine {
  readonly label: string;
  readonly reference: string;
  readonly current: string;
  readonly points: string;
  readonly part: string;
  /** Its part of the whole shift, from 0 to 1. */
  readonly weight: number;
}

export interface ProblemLine {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly path: string | null;
  readonly line: number | null;
}
