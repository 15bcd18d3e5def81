import type { InferColumn } from './infer-input.js';
import { isAbout, isIdName, isPredictionName, plainName, predictedBy, subjectsOf } from './infer-names.js';
import type { Task } from './monitor.js';
import { areWrittenNumbers } from './written-number.js';

/** The part a column plays, and why it was given it. */
export interface RoleGuess {
  readonly roles: Readonly<Partial<Record<Role, string>>>;
  /** Scores by class, for multiclass models. */
  readonly scores: Readonly<Record<string, string>> | null;
  readonly task: Task;
  /** Why this task. */
  readonly because: string;
  /** Why a column was taken for the label that no word in its name makes one; null where none was. */
  readonly labelBecause: string | null;
  readonly timestampUnit: 's' | 'ms' | 'us' | 'ns' | null;
  readonly features: readonly string[];
  readonly categorical: readonly string[];
  /** Columns without a role that are not watched, with the reason. */
  readonly leftOut: readonly { readonly column: string; readonly because: string }[];
}

export type Role =
  'id' | 'timestamp' | 'version' | 'score' | 'prediction' | 'label' | 'latency_ms' | 'status';

/** Strings with more values than this, or unique in most rows, are no categories (definitions.md, 1). */
const MOST_CATEGORIES = 1_000;
/** Integers with at most this many values are rather names than amounts. */
const FEW_VALUES = 12;
/** With fewer rows values that go up by one may do so by chance. */
const ENOUGH_TO_COUNT = 30;
/** Of answers that all take less than so many milliseconds the times are rather in seconds. */
const QUICKEST_MS = 10;

/** What the model said, where what it is about happened or will; and what was so before, which is an input. */
const SAID = /^(will|would|flag(ged)?|decided)_|_(flag|decision)$/;
const BEFORE = /(^|_)(prev(ious)?(ly)?|prior|past|last|before|ever|history|earlier|first)(_|$)/;

/** Finds roles, task and features of a log from the names and the contents of its columns. */
export function guessRoles(
  columns: readonly InferColumn[],
  rows: number,
  labels: { readonly id: string; readonly label: string; readonly column: InferColumn | null } | null,
  folder: string,
): RoleGuess {
  const taken = new Map<string, Role>();
  const roles: Partial<Record<Role, string>> = {};
  const give = (role: Role, fits: (column: InferColumn) => boolean): void => {
    const column = columns.find(
      (candidate) => candidate.kind !== 'list' && !taken.has(candidate.name) && fits(candidate),
    );
    if (column === undefined) return;
    roles[role] = column.name;
    taken.set(column.name, role);
  };
  give('id', ({ name }) => labels !== null && name === labels.id);
  if (roles.id === undefined) give('id', (column) => isId(column, rows));
  give(
    'timestamp',
    ({ kind, name }) => kind === 'timestamp' && !/received|label|logged|ingest/.test(plainName(name)),
  );
  let timestampUnit: RoleGuess['timestampUnit'] = null;
  if (roles.timestamp === undefined) {
    give(
      'timestamp',
      (column) =>
        /(^|_)(time(stamp)?|ts|at|date)(_(s|ms|us|ns))?$/.test(plainName(column.name)) &&
        unitOf(column) !== null,
    );
    const column = columns.find(({ name }) => name === roles.timestamp);
    timestampUnit = column === undefined ? null : unitOf(column);
  }
  give(
    'version',
    ({ name, distinct }) => /^(model_?)?version$|^model_?ver$/.test(plainName(name)) && distinct < 100,
  );
  give('latency_ms', isLatency);
  give('status', isStatus);
  give('label', ({ name }) =>
    /^(label|target|actual|outcome|truth|ground_truth|y_true|y)$|^(actual|true|observed)_|_(label|actual|true|outcome)$/.test(
      plainName(name),
    ),
  );
  if (roles.label === undefined && labels !== null) give('label', ({ name }) => name === labels.label);
  const scores = columns.filter((column) => !taken.has(column.name) && isScore(column));
  give('prediction', ({ name }) => isPredictionName(name) && !scores.some((score) => score.name === name));
  const subjects = subjectsOf([folder, ...scores.map(({ name }) => name), roles.prediction ?? '']);
  const answers = (column: InferColumn): boolean => isAnswer(column) && isAbout(column.name, subjects);
  if (roles.prediction === undefined) {
    give('prediction', (column) => answers(column) && SAID.test(plainName(column.name)));
  }
  let labelBecause: string | null = null;
  const guessLabel = (because: string, fits: (column: InferColumn) => boolean): void => {
    if (roles.label !== undefined || labels !== null) return;
    const alike = columns.filter((column) => !taken.has(column.name) && fits(column));
    // Of several nobody knows which it is.
    if (alike.length === 1) give('label', (column) => column === alike[0]);
    if (roles.label !== undefined) labelBecause = because;
  };
  const { prediction } = roles;
  const kind = columns.find(({ name }) => name === prediction)?.kind;
  guessLabel(
    `it is named for what \`${prediction ?? ''}\` predicts`,
    (column) => column.kind === kind && plainName(column.name) === predictedBy(prediction ?? ''),
  );
  guessLabel('it has two values, and is named for what the model is about', answers);
  const task = guessTask(columns, roles, labels?.column ?? null, scores);
  const byClass = task.task === 'multiclass' ? scoresByClass(scores) : null;
  const first = scores[0];
  if (task.task === 'binary' && first !== undefined) {
    roles.score = first.name;
    taken.set(first.name, 'score');
  }
  for (const name of Object.values(byClass ?? {})) taken.set(name, 'score');
  return {
    roles,
    scores: byClass,
    ...task,
    labelBecause,
    timestampUnit,
    ...features(columns, taken, rows, labels?.label ?? null),
  };
}

function isId({ name, kind, integer, distinct }: InferColumn, rows: number): boolean {
  const isText = kind === 'categorical' || (kind === 'numeric' && integer);
  return isText && isIdName(name) && distinct >= Math.min(0.9 * rows, MOST_CATEGORIES);
}

/** Whether it has two values, as what happened or not has. */
function isAnswer({ name, kind, distinct }: InferColumn): boolean {
  const isValue = kind !== 'timestamp' && kind !== 'list';
  return isValue && distinct === 2 && !BEFORE.test(plainName(name));
}

/** Milliseconds, by name; where the name has no unit, by size too. */
function isLatency({ name, kind, max }: InferColumn): boolean {
  if (kind !== 'numeric') return false;
  const plain = plainName(name);
  if (/^(ms|millis|milliseconds)$|(latency|duration|elapsed|took|response(_time)?)_?(ms|millis)$/.test(plain))
    return true;
  return /(latency|duration|elapsed|response_time)$/.test(plain) && (max ?? 0) >= QUICKEST_MS;
}

function isStatus({ name, kind, integer, distinct, min, max }: InferColumn): boolean {
  if (/^(http_|response_)?status(_?code)?$|^(http|response)_code$/.test(plainName(name)))
    return distinct < 100;
  const isHttp = kind === 'numeric' && integer && (min ?? 0) >= 100 && (max ?? 1e3) < 600;
  return plainName(name) === 'code' && isHttp && distinct < 100;
}

function isScore({ name, kind, min, max, distinct }: InferColumn): boolean {
  const share = kind === 'numeric' && min !== null && max !== null && min >= 0 && max <= 1 && distinct > 2;
  const isName = /^(p|prob|proba|probability|score)([_\d]|$)|(score|prob|proba|probability)$/;
  return share && isName.test(plainName(name));
}

/** Instants of this century tell the unit of an integer by its size. */
function unitOf({ kind, integer, min, max }: InferColumn): RoleGuess['timestampUnit'] {
  if (kind !== 'numeric' || !integer || min === null || max === null) return null;
  const units = [
    ['s', 1],
    ['ms', 1e3],
    ['us', 1e6],
    ['ns', 1e9],
  ] as const;
  for (const [unit, factor] of units) if (min >= 6e8 * factor && max <= 4.2e9 * factor) return unit;
  return null;
}

function guessTask(
  columns: readonly InferColumn[],
  roles: Partial<Record<Role, string>>,
  labelFile: InferColumn | null,
  scores: readonly InferColumn[],
): { task: Task; because: string } {
  const named = (name: string | undefined): InferColumn | null =>
    columns.find((column) => column.name === name) ?? null;
  const answer = labelFile ?? named(roles.label) ?? named(roles.prediction);
  if (answer === null) {
    const one = scores.length === 1 ? 'there is one score and' : 'there are no predictions and';
    const because = scores.length > 1 ? 'there are several scores' : `${one} no label to say otherwise`;
    return scores.length > 2 ? { task: 'multiclass', because } : { task: 'binary', because };
  }
  const values = `\`${answer.name}\` has ${answer.distinct} different values`;
  if (answer.kind === 'numeric' && answer.distinct > 20) return { task: 'regression', because: values };
  if (answer.kind === 'numeric' && !answer.integer)
    return { task: 'regression', because: `\`${answer.name}\` has fractions` };
  return answer.distinct > 2 ? { task: 'multiclass', because: values } : { task: 'binary', because: values };
}

/** `p_cat`, `score_dog`: what follows the word is the class. */
function scoresByClass(scores: readonly InferColumn[]): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const { name } of scores) {
    const label = /^(?:p|prob|proba|probability|score)_(.+)$/i.exec(name)?.[1];
    if (label !== undefined) found[label] = name;
  }
  return Object.keys(found).length > 1 ? found : null;
}

function features(
  columns: readonly InferColumn[],
  taken: ReadonlyMap<string, Role>,
  rows: number,
  label: string | null,
): Pick<RoleGuess, 'features' | 'categorical' | 'leftOut'> {
  const chosen: string[] = [];
  const categorical: string[] = [];
  const leftOut: { column: string; because: string }[] = [];
  for (const column of columns) {
    if (taken.has(column.name) || column.name === label) continue;
    const because = unfit(column, rows);
    if (because !== null) leftOut.push({ column: column.name, because });
    else {
      chosen.push(column.name);
      if (
        column.kind === 'numeric' &&
        column.integer &&
        column.distinct > 2 &&
        column.distinct <= FEW_VALUES
      ) {
        categorical.push(column.name);
      }
    }
  }
  return { features: chosen, categorical, leftOut };
}

function unfit(column: InferColumn, rows: number): string | null {
  if (column.kind === 'timestamp') return 'a time';
  if (column.kind === 'list')
    return 'lists or objects, which are not read: log their parts as columns of their own';
  if (column.missing >= 1) return 'empty';
  if (column.mixed === true)
    return 'text in some files and something else in others: write all of them alike';
  if (column.kind === 'categorical' && areWrittenNumbers(column.examples)) {
    return `numbers that are read as text, such as ${column.examples[0] ?? ''}: log them plainly, as 1234.5`;
  }
  if (column.kind === 'categorical' && (column.distinct > MOST_CATEGORIES || column.distinct > rows / 2)) {
    return 'nearly as many values as rows';
  }
  if (isId(column, rows)) return 'looks like an id';
  if (countsRows(column, rows)) return 'it counts the rows, as an id does';
  return null;
}

/** Whether its values are 0, 1, 2 and so on to the number of rows, or nearly. */
function countsRows({ integer, min, max, distinct }: InferColumn, rows: number): boolean {
  if (!integer || min === null || max === null || rows < ENOUGH_TO_COUNT) return false;
  // Counting may have stopped there.
  const allDiffer = distinct >= 0.9 * rows || distinct === MOST_CATEGORIES + 1;
  return allDiffer && Math.abs(max - min + 1 - rows) <= 0.01 * rows;
}
