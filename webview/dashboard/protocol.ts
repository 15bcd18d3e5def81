import { parseViewSettings, type ViewSettings } from '../../src/core/link/view-link.js';
import type { ViewText, WireView } from '../../src/core/report/charts/heat-wire.js';
import type { FeatureView, SegmentView } from '../../src/core/report/charts/ledger.js';
import { partsOf } from '../shared/sealed.js';

/** Version of what both sides say, and of what the page keeps. */
export const PROTOCOL = 5;

/** What the editor tells the dashboard, as it is sent. */
export type ToDashboard = Telling<ViewText>;

/** The same as the dashboard has read it. */
export type ToldDashboard = Telling<WireView>;

type Telling<View> =
  | {
      readonly type: 'view';
      readonly view: View;
      /** When the check ran, ISO. */
      readonly checkedAt: string;
      /** Why it may be out of date, in a sentence: `Two logs have grown since.`; null when it is fresh. */
      readonly stale: string | null;
    }
  /** What the first check has read so far: values without a verdict. It gives way to the whole. */
  | { readonly type: 'partial'; readonly view: View }
  /** The page of a column that was asked for; null where the report has none. */
  | {
      readonly type: 'feature';
      readonly column: string;
      /** When the check ran that it is of: an answer may come after a newer view. */
      readonly checkedAt: string;
      readonly feature: FeatureView | null;
    }
  /** A segment's results that were asked for; null where the report has none. */
  | {
      readonly type: 'segment';
      readonly segment: string;
      readonly checkedAt: string;
      readonly view: SegmentView | null;
    }
  /** A check is running; null = it has ended. */
  | { readonly type: 'progress'; readonly progress: CheckProgress | null }
  /** The check failed; an earlier view stays below it. */
  | { readonly type: 'error'; readonly error: DashboardError }
  /** There is no view to show, and why. */
  | { readonly type: 'state'; readonly state: DashboardState }
  /** Draw a chart in pixels; the answer has the same number. */
  | { readonly type: 'rasterise'; readonly number: number; readonly svg: string }
  /** Go to a view: a page, a chunk, a part of the time axis. */
  | { readonly type: 'show'; readonly settings: ViewSettings };

export interface CheckProgress {
  readonly done: number;
  readonly total: number;
  /** `files`, `checks`. */
  readonly unit: string;
  readonly rows: number;
}

export interface DashboardError {
  /** Whose fault it is: the config's, the data's, nobody's (the logs are empty), or ours. */
  readonly kind: 'config' | 'data' | 'no-rows' | 'other';
  /** What happened, to what, what it means, what to do. */
  readonly message: string;
  readonly path: string | null;
  readonly line: number | null;
}

export type DashboardState =
  /** Nothing was checked yet. */
  | { readonly kind: 'idle'; readonly model: string }
  /** There is no config for this panel any more. */
  | { readonly kind: 'no-config'; readonly message: string }
  /** Restricted Mode: what works and what waits. */
  | { readonly kind: 'untrusted'; readonly works: readonly string[]; readonly waits: readonly string[] };

/** What the dashboard asks of the editor. */
export type FromDashboard =
  | { readonly type: 'ready' }
  | { readonly type: 'check' }
  | { readonly type: 'cancel' }
  | { readonly type: 'openConfig'; readonly line?: number; readonly column?: number }
  | { readonly type: 'saveHtml' }
  /** Send the page of a column. */
  | { readonly type: 'feature'; readonly column: string }
  /** Send the results of a segment. */
  | { readonly type: 'segment'; readonly segment: string }
  /** Let the reader choose the segment that is shown. */
  | { readonly type: 'chooseSegment' }
  | RowsMessage
  /** What the page shows now. */
  | { readonly type: 'settings'; readonly settings: ViewSettings }
  | { readonly type: 'copyLink' }
  /** A picture as base64; null where it could not be drawn. */
  | { readonly type: 'raster'; readonly number: number; readonly png: string | null }
  | { readonly type: 'openFile'; readonly path: string; readonly line?: number }
  | { readonly type: 'manageTrust' }
  | { readonly type: 'setUp' };

/** Show the rows of a column, or of all: those of one of its lines, or those that are asked for then. */
export interface RowsMessage {
  readonly type: 'rows';
  readonly column: string | null;
  /** Chunk of the current side; null = the whole window. */
  readonly chunk: string | null;
  readonly line: {
    /** Position among the lines of `RowsView`, and its label: another report may have others. */
    readonly at: number;
    readonly label: string;
    readonly side: 'reference' | 'current';
  } | null;
}

/** What the dashboard remembers while hidden and over a restart (`setState`). */
export interface DashboardMemory extends ViewSettings {
  /** The config as the editor named it: a window that comes back finds its model by it. */
  readonly config: string | null;
  readonly scroll: number;
}

const PLAIN = new Set([
  'ready',
  'check',
  'cancel',
  'saveHtml',
  'manageTrust',
  'setUp',
  'copyLink',
  'chooseSegment',
]);

/** A message from the webview, which is never trusted; null when it is none that we know. */
export function parseFromDashboard(message: unknown): FromDashboard | null {
  const parts = partsOf(message, PROTOCOL);
  const { type, line, column, path, segment } = parts;
  if (typeof type !== 'string') return null;
  if (type === 'rows') return parseRows(parts);
  if (type === 'feature') return isNameOrNull(column) && column !== null ? { type, column } : null;
  if (type === 'segment') return isNameOrNull(segment) && segment !== null ? { type, segment } : null;
  if (type === 'raster') return parseRaster(parts);
  if (type === 'settings') {
    const settings = parseViewSettings(parts['settings']);
    return settings === null ? null : { type, settings };
  }
  if (PLAIN.has(type)) return { type } as FromDashboard;
  const place = { ...(isPlace(line) ? { line } : {}), ...(isPlace(column) ? { column } : {}) };
  if (type === 'openConfig') return { type, ...place };
  if (
    type === 'openFile' &&
    typeof path === 'string' &&
    path !== '' &&
    path.length < 4096 &&
    !path.includes('\0')
  ) {
    return { type, path, ...(isPlace(line) ? { line } : {}) };
  }
  return null;
}

/** More than this is no picture of a chart. */
const LARGEST_PICTURE = 40_000_000;

function parseRaster({ number, png }: Readonly<Record<string, unknown>>): FromDashboard | null {
  if (!Number.isSafeInteger(number)) return null;
  if (png === null) return { type: 'raster', number: number as number, png };
  if (typeof png !== 'string' || png.length > LARGEST_PICTURE || !/^[A-Za-z0-9+/]+=*$/.test(png)) return null;
  return { type: 'raster', number: number as number, png };
}

function parseRows({ column, chunk, line }: Readonly<Record<string, unknown>>): RowsMessage | null {
  if (!isNameOrNull(column) || !isNameOrNull(chunk)) return null;
  if (line === null) return { type: 'rows', column, chunk, line };
  const { at, label, side } = (typeof line === 'object' ? line : {}) as Readonly<Record<string, unknown>>;
  if (!Number.isInteger(at) || typeof label !== 'string' || (side !== 'reference' && side !== 'current'))
    return null;
  return { type: 'rows', column, chunk, line: { at: at as number, label, side } };
}

function isNameOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length < 4096);
}

/** Lines and columns count from 1. */
function isPlace(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) < 1e9;
}
