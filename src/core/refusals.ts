import { isLearned, LEAST_CHUNKS } from './checks/limits.js';
import type { ConfigDocument } from './config/document.js';
import type { CheckSpec, Monitor } from './config/monitor.js';
import { andList } from './config/words.js';
import { ConfigError } from './errors.js';
import { metricOf } from './metrics/registry.js';
import type { ResolvedColumns } from './profile/columns.js';
import type { LogFacts } from './profile/log-facts.js';
import type { Window } from './profile/windows.js';

/** A config, and what messages call it. */
export interface Placed {
  readonly monitor: Monitor;
  readonly document: ConfigDocument;
  /** Path of the config as messages show it. */
  readonly configPath: string;
}

/** A configured column that no log has is a mistake in the config (definitions.md, section 7). */
export function refuseAbsent(columns: ResolvedColumns, request: Placed): void {
  const [first] = columns.absent;
  if (first === undefined) return;
  const others = columns.absent.slice(1).map(({ column }) => column);
  const hint =
    first.partOf !== null
      ? `; “${first.partOf}” holds lists or objects, whose parts are not read: log this one as a column of its own`
      : first.nearest !== null
        ? `; the nearest is “${first.nearest}”`
        : '';
  throw new ConfigError(
    `No log has a column “${first.column}”${hint}.${others.length > 0 ? ` Also absent: ${others.join(', ')}.` : ''}`,
    placeOf(request, pathOfColumn(request, first.column)),
  );
}

/** More names than this are not read. */
const MOST_NAMED = 8;

/** A column of the labels that none of their files has. What only some have is told when these are read. */
export function refuseAbsentLabels(request: Placed, labels: LogFacts | null): void {
  const source = request.monitor.feedback.labels;
  if (labels === null || source === null) return;
  const names = labels.columns.map(({ name }) => name);
  const key = (['id', 'label', 'received'] as const).find((one) => {
    const column = source[one];
    return column !== null && !names.includes(column);
  });
  if (key === undefined) return;
  const { files } = labels;
  const who = files.length === 1 ? (files[0]?.path ?? '') : `None of the ${files.length} label files`;
  const there =
    names.length <= MOST_NAMED ? ` ${files.length === 1 ? 'It has' : 'They have'} ${andList(names)}.` : '';
  throw new ConfigError(
    `${who} has ${files.length === 1 ? 'no' : 'a'} column “${source[key] ?? ''}”, which feedback.labels names.${there}`,
    placeOf(request, ['feedback', 'labels', key]),
  );
}

function pathOfColumn(request: Placed, column: string): (string | number)[] {
  const { logs, checks } = request.monitor;
  for (const [role, value] of Object.entries(logs.columns))
    if (value === column) return ['logs', 'columns', role];
  const feature = logs.features?.indexOf(column) ?? -1;
  if (feature >= 0) return ['logs', 'features', feature];
  const category = logs.categorical.indexOf(column);
  if (category >= 0) return ['logs', 'categorical', category];
  const segment = request.monitor.segments.findIndex((spec) => spec.column === column);
  if (segment >= 0) return ['segments', segment];
  const split = checks.find((one) => one.segment?.column === column);
  if (split !== undefined) return [...pathOfCheck(split), 'segment'];
  const check = checks.find((one) => one.of?.kind === 'columns' && one.of.columns.includes(column));
  if (check !== undefined) return [...pathOfCheck(check), 'of'];
  return ['logs', 'columns'];
}

/** Where something of the config stands, for an error. */
export function placeOf(
  request: Placed,
  path: (string | number)[],
): { path: string; line: number; column: number } {
  const { start } = request.document.locate(path);
  return { path: request.configPath, line: start.line, column: start.column };
}

/** A learned limit, and a value in standard deviations, need a reference with chunks (definitions.md, sections 3 and 8). */
export function refuseUnlearnable(request: Placed, reference: Window | null): void {
  const check = request.monitor.checks.find((one) => isLearned(one) || metricOf(one)?.learned === true);
  const chunks = reference?.chunks.filter((chunk) => chunk.complete).length ?? 0;
  if (check === undefined || chunks >= LEAST_CHUNKS) return;
  const key = !isLearned(check) ? 'metric' : check.alert.kind === 'sd' ? 'alert' : 'warn';
  const what = isLearned(check) ? `The limit of ${check.metric} is learned` : `${check.metric} is measured`;
  const instead = isLearned(check) ? ', or a limit that is a number' : ', or another metric';
  throw new ConfigError(
    `${what} from the chunks of the reference: at least ${LEAST_CHUNKS} complete ones are needed, and there ${chunks === 1 ? 'is 1' : `are ${chunks}`}. ${reference === null ? 'Name a reference under logs.reference.' : `Choose a shorter every, a longer reference${instead}.`}`,
    placeOf(request, [...pathOfCheck(check), key]),
  );
}

function pathOfCheck(check: CheckSpec): (string | number)[] {
  return ['checks', check.family, Number(/\[(\d+)\]/.exec(check.id)?.[1] ?? 0)];
}
