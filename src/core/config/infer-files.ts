import { groupBy } from '../profile/group-by.js';
import { isIdName, plainName } from './infer-names.js';
import type { InferColumn, InferFile } from './infer-input.js';

/** Which files play which part. */
export interface FileGuess {
  /** Glob of the production logs, and the files it stands for. */
  readonly current: { readonly glob: string; readonly files: readonly InferFile[] } | null;
  readonly reference: {
    readonly path: string;
    readonly files: readonly InferFile[];
    readonly because: string;
  } | null;
  readonly labels: {
    readonly glob: string;
    readonly files: readonly InferFile[];
    readonly id: string;
    readonly label: string;
    readonly received: string | null;
  } | null;
  /** Files with no part. */
  readonly unused: readonly string[];
}

const REFERENCE_NAME = /(^|[^a-z])(train(ing|ed)?|reference|ref|baseline|validation)([^a-z]|$)/i;
const LABEL_PATH = /(^|[^a-z])(labels?|truth|ground_?truth|feedback|actuals?|outcomes?)([^a-z]|$)/i;
const RECEIVED_NAME = /(received|labell?ed|arrived|resolved|reported|created|updated)(_?(at|on|time|date))?$/;
/** More columns than this, and a file beside a log is another log. */
const MOST_LABEL_COLUMNS = 5;

/** Tells the reference, the production logs and the labels apart, by their names and columns. */
export function guessFiles(files: readonly InferFile[]): FileGuess {
  const readable = files.filter((file) => file.columns.length > 0 && file.rows > 0);
  const labelled = readable.filter((file) => looksLikeLabels(file, readable));
  const logs = readable.filter((file) => !labelled.includes(file));
  const named = logs.filter(({ path }) => REFERENCE_NAME.test(path));
  const rest = logs.filter((file) => !named.includes(file));
  const groups = groupByGlob(rest.length > 0 ? rest : named);
  const current = [...groups].sort((a, b) => rowsOf(b[1]) - rowsOf(a[1]))[0] ?? null;
  const used = new Set<InferFile>();
  for (const file of current?.[1] ?? []) used.add(file);
  let reference: FileGuess['reference'] = null;
  if (rest.length > 0 && named.length > 0) {
    const [path, own] = [...groupByGlob(named)].sort((a, b) => rowsOf(b[1]) - rowsOf(a[1]))[0] ?? ['', []];
    reference = { path, files: own, because: 'its name says that it is older or the training data' };
    for (const file of own) used.add(file);
  }
  if (reference === null && current !== null) {
    const older = [...groups].find(([glob, own]) => glob !== current[0] && precedes(own, current[1]));
    if (older !== undefined) {
      const because = 'it has the same columns and ends before the other logs begin';
      reference = { path: older[0], files: older[1], because };
      for (const file of older[1]) used.add(file);
    }
  }
  const labels = labelsFrom(labelled, current?.[1] ?? []);
  for (const file of labels?.files ?? []) used.add(file);
  return {
    current: current === null ? null : { glob: current[0], files: current[1] },
    reference,
    labels,
    unused: files.filter((file) => !used.has(file)).map(({ path }) => path),
  };
}

/** Whether a log of the same shape ends before another begins. */
function precedes(older: readonly InferFile[], newer: readonly InferFile[]): boolean {
  const names = new Set(mergeColumns(newer).map(({ name }) => name));
  const columns = mergeColumns(older);
  if (columns.filter(({ name }) => names.has(name)).length < 0.8 * names.size) return false;
  const time = columns.find(({ name, kind }) => kind === 'timestamp' && names.has(name));
  const begins = mergeColumns(newer).find(({ name }) => name === time?.name)?.min ?? null;
  return time !== undefined && time.max !== null && begins !== null && time.max <= begins;
}

function looksLikeLabels(file: InferFile, all: readonly InferFile[]): boolean {
  if (file.columns.length < 2 || file.columns.length > MOST_LABEL_COLUMNS) return false;
  if (!file.columns.some(({ name }) => isIdName(name))) return false;
  const wider = all.some((other) => other !== file && other.columns.length > file.columns.length);
  return wider && (LABEL_PATH.test(file.path) || file.columns.length <= 3);
}

function labelsFrom(files: readonly InferFile[], logs: readonly InferFile[]): FileGuess['labels'] {
  const group = [...groupByGlob(files)].sort((a, b) => rowsOf(b[1]) - rowsOf(a[1]))[0];
  const first = group?.[1][0];
  if (group === undefined || first === undefined) return null;
  const logged = new Set(logs.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const ids = first.columns.filter(({ name }) => isIdName(name));
  const id = ids.find(({ name }) => logged.has(name)) ?? ids[0];
  const received = first.columns.find(
    (column) => column !== id && (column.kind === 'timestamp' || RECEIVED_NAME.test(plainName(column.name))),
  );
  const others = first.columns.filter(
    (column) => column !== id && column !== received && column.kind !== 'list',
  );
  const label = others.find(({ name }) => /label|actual|truth|target|outcome/i.test(name)) ?? others[0];
  if (id === undefined || label === undefined) return null;
  return {
    glob: group[0],
    files: group[1],
    id: id.name,
    label: label.name,
    received: received?.name ?? null,
  };
}

/** Files whose names differ in digits only belong together: `scored-2024-05.csv` to `scored-*.csv`. */
export function groupByGlob<F extends { readonly path: string }>(files: readonly F[]): Map<string, F[]> {
  const groups = groupBy(files, ({ path }) =>
    path.replace(/\d+([-_.T:]?\d+)*(?=[^/]*\.)/g, '*').replace(/\*[-_*]*\*/g, '*'),
  );
  const result = new Map<string, F[]>();
  for (const [glob, own] of groups) {
    const only = own.length === 1 ? own[0] : undefined;
    // A single file with a date in its name is the first of many; one with `v2` in it is not.
    const dated = only !== undefined && /\d{4}|\d[-_]\d/.test(only.path.split('/').at(-1) ?? '');
    result.set(only !== undefined && !dated ? only.path : glob, own);
  }
  return result;
}

function rowsOf(files: readonly InferFile[]): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}

/** The columns of several files of one log as one: ranges widened, shares averaged by rows. */
export function mergeColumns(files: readonly InferFile[]): InferColumn[] {
  const merged = new Map<string, { column: InferColumn; rows: number }>();
  for (const { columns, rows } of files) {
    for (const column of columns) {
      const known = merged.get(column.name);
      merged.set(column.name, {
        column: known === undefined ? column : join(known.column, known.rows, column, rows),
        rows: (known?.rows ?? 0) + rows,
      });
    }
  }
  return [...merged.values()].map(({ column }) => column);
}

function join(a: InferColumn, aRows: number, b: InferColumn, bRows: number): InferColumn {
  const total = Math.max(1, aRows + bRows);
  const pick = (x: number | null, y: number | null, best: (...of: number[]) => number): number | null =>
    x === null ? y : y === null ? x : best(x, y);
  // Where nothing stands, nothing says what it would be.
  const filled = [a, b].filter(({ missing }) => missing < 1);
  const told = filled.length === 0 ? [b] : filled;
  const kinds = new Set(told.map(({ kind }) => kind));
  const mixed = kinds.size > 1 || told.some((one) => one.mixed === true);
  return {
    name: a.name,
    kind: mixed ? 'categorical' : ([...kinds][0] ?? b.kind),
    mixed,
    integer: told.every(({ integer }) => integer),
    // Files share values of categories and not of ids: near-unique columns add up.
    distinct:
      a.distinct >= 0.9 * aRows && b.distinct >= 0.9 * bRows
        ? a.distinct + b.distinct
        : Math.max(a.distinct, b.distinct),
    min: pick(a.min, b.min, Math.min),
    max: pick(a.max, b.max, Math.max),
    missing: (a.missing * aRows + b.missing * bRows) / total,
    examples: [...new Set([...a.examples, ...b.examples])].slice(0, 8),
  };
}
