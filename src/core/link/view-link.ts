/** What a view of the dashboard shows, besides its model. */
export interface ViewSettings {
  /** Column of the detail page; null = overview. */
  readonly column: string | null;
  /** Name of the pinned chunk; null = none. */
  readonly chunk: string | null;
  /** Names of the first and last chunk of the part of the time axis that is shown; null = all of it. */
  readonly zoom: readonly [string, string] | null;
  /** The segment whose results are shown, as `origin=LAX`; null = all rows. */
  readonly segment: string | null;
}

/** The overview of all rows over the whole time. */
export const WHOLE_VIEW: ViewSettings = { column: null, chunk: null, zoom: null, segment: null };

/** A view of the dashboard that somebody else may open in a copy of the workspace of their own. */
export interface ViewLink extends ViewSettings {
  /** Name of the workspace folder. */
  readonly folder: string;
  /** Path of the config from that folder, with `/`. */
  readonly config: string;
  readonly model: string;
}

/** Path of links to a view. */
export const VIEW_PATH = '/dashboard';

const LONGEST = 1024;

/** The link as the query of a URI. */
export function viewQuery(link: ViewLink): string {
  const query = new URLSearchParams({ folder: link.folder, config: link.config, model: link.model });
  if (link.column !== null) query.set('column', link.column);
  if (link.chunk !== null) query.set('chunk', link.chunk);
  if (link.zoom !== null) {
    query.set('from', link.zoom[0]);
    query.set('to', link.zoom[1]);
  }
  if (link.segment !== null) query.set('segment', link.segment);
  return query.toString();
}

/**
 * The link that a query says, which is never trusted; null when it is none. A config is a plain path within its folder: none
 * that begins elsewhere or climbs out, by whatever spelling.
 */
export function parseViewQuery(query: string): ViewLink | null {
  const read = new URLSearchParams(query);
  const folder = textOf(read, 'folder');
  const config = textOf(read, 'config');
  const model = textOf(read, 'model');
  if (folder === null || model === null || config === null || !isPlainPath(config)) return null;
  const [from, to] = [textOf(read, 'from'), textOf(read, 'to')];
  return {
    folder,
    config,
    model,
    column: textOf(read, 'column'),
    chunk: textOf(read, 'chunk'),
    zoom: from === null || to === null ? null : [from, to],
    segment: textOf(read, 'segment'),
  };
}

function textOf(query: URLSearchParams, key: string): string | null {
  const found = query.getAll(key);
  const [text] = found;
  if (found.length !== 1 || text === undefined || text === '' || text.length > LONGEST) return null;
  return /\p{Cc}/u.test(text) ? null : text;
}

function isPlainPath(path: string): boolean {
  const steps = path.split('/');
  return !/[\\:%]/.test(path) && steps.every((step) => step !== '' && step !== '.' && step !== '..');
}

/** View settings from a webview, which are never trusted; null when they are none. */
export function parseViewSettings(value: unknown): ViewSettings | null {
  if (typeof value !== 'object' || value === null) return null;
  const { column, chunk, zoom, segment } = value as Readonly<Record<string, unknown>>;
  if (!isNameOrNull(column) || !isNameOrNull(chunk) || !isNameOrNull(segment)) return null;
  if (zoom === null) return { column, chunk, zoom, segment };
  if (
    !Array.isArray(zoom) ||
    zoom.length !== 2 ||
    !zoom.every((one) => typeof one === 'string' && one.length <= LONGEST)
  )
    return null;
  return { column, chunk, zoom: [zoom[0] as string, zoom[1] as string], segment };
}

function isNameOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length <= LONGEST);
}
