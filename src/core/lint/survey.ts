import { durationMs } from '../config/duration.js';
import type { Monitor } from '../config/monitor.js';
import { UNREADABLE } from '../config/salvage.js';
import type { AutomationFile, LabelEvidence, LintColumn, LintHost } from './host.js';

/** A log of thousands of files has its columns in the first, the last and a few between. */
const FILES_LOOKED_AT = 5;

/** Where label files tend to be. */
const LABEL_GLOBS = ['labels/*', 'label*.*', 'feedback/*', 'ground_truth/*', 'ground-truth/*', 'truth*.*'];

const LOG_FILE = /\.(csv|tsv|json|ndjson|jsonl|parquet|arrow|feather)(\.(gz|zst))?$/i;

/** What was found of one log. */
export interface LogLook {
  /** Files by glob, in the order of the config. */
  readonly matches: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[];
  /** Columns of the files looked at, by name; null when none could be read. */
  readonly columns: ReadonlyMap<string, LintColumn> | null;
}

/** Everything lint knows of the world outside the config: gathered once, so that rules are plain functions. */
export interface Survey {
  readonly current: LogLook;
  /** Null where the reference is no log of its own. */
  readonly reference: LogLook | null;
  readonly labels: LogLook | null;
  /** Log files in the folder of a glob that matches nothing. */
  readonly nearby: ReadonlyMap<string, readonly string[]>;
  /** A label file that the config does not name, where it names none. */
  readonly labelCandidate: { readonly path: string; readonly columns: readonly LintColumn[] } | null;
  /** CI files that run `tidemark check`; null where the host does not look. */
  readonly automation: readonly AutomationFile[] | null;
  /** How labels join a sample of predictions; null where that was not measured. */
  readonly labelEvidence: LabelEvidence | null;
  /** Programs that hooks call and this machine does not have, by the hook's place. */
  readonly absentPrograms: ReadonlyMap<number, string>;
  /** Whether the file for review can be written; null where there is none, or nobody looked. */
  readonly reviewIsWritable: boolean | null;
}

/** Asks the host what the rules need to know. A host that fails is a host that found nothing. */
export async function survey(draft: Monitor, host: LintHost): Promise<Survey> {
  const { logs, feedback } = draft;
  const [current, reference, labels] = await Promise.all([
    look(logs.current, host),
    logs.reference?.kind === 'log' ? look(logs.reference.globs, host) : null,
    feedback.labels === null ? null : look(feedback.labels.path, host),
  ]);
  const nearby = new Map<string, readonly string[]>();
  for (const log of [current, reference, labels]) {
    for (const [glob, files] of log?.matches ?? []) {
      if (files.length === 0) nearby.set(glob, await neighbours(glob, host));
    }
  }
  const named = feedback.labels !== null || logs.columns.label !== null;
  const taken = new Set([...current.files, ...(reference?.files ?? [])]);
  const labelCandidate = named ? null : await findLabels(host, taken);
  const scripts = host.automation === undefined ? null : await host.automation().catch(() => []);
  const automation = scripts?.filter(({ text }) => /\btidemark(\.js)?\s+check\b/.test(text)) ?? null;
  const { review } = feedback;
  return {
    current,
    reference,
    labels,
    nearby,
    labelCandidate,
    automation,
    labelEvidence: await evidence(draft, current, labels, host),
    absentPrograms: await absentPrograms(draft, host),
    reviewIsWritable:
      review === null ? null : ((await host.canWrite?.(review.path).catch(() => true)) ?? null),
  };
}

/** Asks how labels join, where both sides are there to be joined. */
async function evidence(
  { logs, feedback }: Monitor,
  current: LogLook,
  labels: LogLook | null,
  host: LintHost,
): Promise<LabelEvidence | null> {
  const source = feedback.labels;
  const { id, timestamp } = logs.columns;
  if (host.labelEvidence === undefined || source === null || labels === null || id === null) return null;
  const known = (look: LogLook, column: string | null): boolean =>
    column === null || look.columns?.has(column) === true;
  if (!known(current, id) || !known(labels, source.id) || !known(labels, source.label)) return null;
  if (current.files.some((file) => labels.files.includes(file))) return null;
  const question = {
    logs: current.files,
    labels: labels.files,
    id,
    timestamp: known(current, timestamp) ? timestamp : null,
    unit: logs.timestampUnit,
    labelId: source.id,
    received: known(labels, source.received) ? source.received : null,
    maturesMs: source.matures === null ? 0 : durationMs(source.matures),
  };
  return host.labelEvidence(question).catch(() => null);
}

async function absentPrograms({ feedback }: Monitor, host: LintHost): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (const [index, { command }] of feedback.hooks.entries()) {
    if (command === null || command === UNREADABLE) continue;
    const absent = await host.absentProgram?.(command).catch(() => null);
    if (absent !== null && absent !== undefined) found.set(index, absent);
  }
  return found;
}

async function look(globs: readonly string[], host: LintHost): Promise<LogLook> {
  const matches = new Map<string, readonly string[]>();
  for (const glob of globs) {
    if (glob !== UNREADABLE && glob !== '') matches.set(glob, await host.glob(glob).catch(() => []));
  }
  const files = [...new Set([...matches.values()].flat())];
  let columns: Map<string, LintColumn> | null = null;
  for (const file of sample(files)) {
    for (const column of (await host.columns(file).catch(() => null)) ?? []) {
      columns ??= new Map();
      if (!columns.has(column.name)) columns.set(column.name, column);
    }
  }
  return { matches, files, columns };
}

function sample(files: readonly string[]): string[] {
  if (files.length <= FILES_LOOKED_AT) return [...files];
  const step = (files.length - 1) / (FILES_LOOKED_AT - 1);
  const picked = Array.from({ length: FILES_LOOKED_AT }, (_, index) => files[Math.round(index * step)]);
  return [...new Set(picked.filter((file) => file !== undefined))];
}

async function neighbours(glob: string, host: LintHost): Promise<readonly string[]> {
  const folder = /^([^*?[\]{}]*\/)?/.exec(glob)?.[1] ?? '';
  const files = await host.glob(`${folder}*`).catch(() => []);
  return files.filter((file) => LOG_FILE.test(file));
}

async function findLabels(host: LintHost, taken: ReadonlySet<string>): Promise<Survey['labelCandidate']> {
  for (const glob of LABEL_GLOBS) {
    const files = await host.glob(glob).catch(() => []);
    const path = files.find((file) => LOG_FILE.test(file) && !taken.has(file));
    if (path === undefined) continue;
    const columns = await host.columns(path).catch(() => null);
    if (columns !== null && columns.length > 1) return { path, columns };
  }
  return null;
}
