import { firstChecks } from './infer-checks.js';
import { guessFiles, mergeColumns, type FileGuess } from './infer-files.js';
import type { InferColumn, InferInput } from './infer-input.js';
import { guessRoles, type Role, type RoleGuess } from './infer-roles.js';
import { chunkFor, quarterOf, spanOf, unitMs, type Span } from './infer-time.js';
import { FAMILIES } from './monitor.js';
import { DEFAULTS } from './normalise.js';
import { andList, yamlText } from './words.js';

const WIDTH = 100;

/** The order in which roles are written: who, when, what it said, what was true, how the service did. */
const ROLES: readonly Role[] = [
  'id',
  'timestamp',
  'version',
  'score',
  'prediction',
  'label',
  'latency_ms',
  'status',
];

/** A config written from what was found, and what its author should know about the guesses in it. */
export interface Inferred {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Writes a commented `tidemark.yaml` for the logs of a folder, such that it runs as written. Every guess
 * that matters stands as a comment beside what came of it, and in `notes`.
 */
export function inferConfig(input: InferInput): Inferred {
  const files = guessFiles(input.files);
  if (files.current === null) {
    const note = 'No log was found. Write its path under `logs.current`, then run `tidemark check`.';
    return { text: skeleton(input.folder), notes: [note] };
  }
  const writer = new Writer(input, files, files.current);
  return writer.write();
}

class Writer {
  private readonly lines: string[] = [];
  private readonly notes: string[] = [];
  private readonly columns: readonly InferColumn[];
  private readonly guess: RoleGuess;
  private readonly time: Span;
  /** Rows of the current log, of all its files. */
  private readonly rows: number;

  constructor(
    private readonly input: InferInput,
    private readonly files: FileGuess,
    private readonly current: NonNullable<FileGuess['current']>,
  ) {
    this.columns = mergeColumns(current.files);
    const rows = current.files.reduce((sum, file) => sum + file.rows, 0);
    this.rows = rows * (1 + (input.unseen ?? 0) / Math.max(1, input.files.length));
    const { labels } = files;
    const column = mergeColumns(labels?.files ?? []).find(({ name }) => name === labels?.label) ?? null;
    this.guess = guessRoles(this.columns, rows, labels === null ? null : { ...labels, column }, input.folder);
    const time = this.columns.find(({ name }) => name === this.guess.roles.timestamp);
    const unit = unitMs(this.guess.timestampUnit);
    this.time = spanOf((time?.min ?? 0) * unit, (time?.max ?? 0) * unit, time?.distinct ?? 0);
  }

  write(): Inferred {
    const { task, because } = this.guess;
    this.line(
      '# Written by `tidemark init` from the logs found here. Every guess has a comment: correct what is wrong.',
    );
    this.line('version: 1');
    this.line(`model: ${yamlText(modelName(this.input.folder))}`);
    this.line(`task: ${task}`, `guessed: ${because}`);
    this.note(`task: ${task}, because ${because}`);
    this.logs();
    this.every();
    this.feedback();
    this.checks();
    return { text: `${this.lines.join('\n')}\n`, notes: this.notes };
  }

  private logs(): void {
    const { guess, current } = this;
    const { roles } = guess;
    this.line('logs:');
    this.line(`  current: ${yamlText(current.glob)}`, counted(current.files.length, 'file'));
    this.reference();
    const entries = ROLES.flatMap((role) => {
      const column = roles[role];
      if (column === undefined) return [];
      const why = role === 'label' && guess.labelBecause !== null ? `  # guessed: ${guess.labelBecause}` : '';
      return [`${role}: ${yamlText(column)}${why}`];
    });
    if (guess.scores !== null) {
      const classes = Object.entries(guess.scores).map(
        ([name, column]) => `${yamlText(name)}: ${yamlText(column)}`,
      );
      entries.push(`score: { ${classes.join(', ')} }`);
    }
    if (entries.length > 0) {
      this.line('  # Which column plays which part, guessed from names and values:');
      this.line('  columns:');
      for (const entry of entries) this.line(`    ${entry}`);
    }
    if (guess.labelBecause !== null)
      this.note(`label: \`${roles.label ?? ''}\`, because ${guess.labelBecause}`);
    if (guess.timestampUnit !== null) {
      this.line(`  timestamp_unit: ${guess.timestampUnit}`, 'guessed from the size of the numbers');
    }
    if (guess.features.length > 0) {
      this.line('  # Inputs to watch: every column without a part.');
      this.line(`  features: [${guess.features.map(yamlText).join(', ')}]`);
    }
    for (const { column, because } of guess.leftOut) {
      this.line(`  # Left out: ${column} (${because}).`);
      this.note(`\`${column}\` is not watched: ${because}`);
    }
    if (guess.categorical.length > 0) {
      this.line(
        `  categorical: [${guess.categorical.map(yamlText).join(', ')}]`,
        'whole numbers with few values: names rather than amounts',
      );
      this.note(`treated as categories: ${guess.categorical.join(', ')}`);
    }
  }

  private reference(): void {
    const { reference } = this.files;
    if (reference !== null) {
      this.line(`  reference: ${yamlText(reference.path)}`, `guessed: ${reference.because}`);
      this.note(`reference: ${reference.path}, because ${reference.because}`);
      return;
    }
    if (!this.hasReference()) {
      this.comment(
        '  ',
        'No reference was found, and no column says when: name a training log under `reference`.',
      );
      this.note('no reference: stability cannot be checked until one is named under `logs.reference`');
      return;
    }
    const window = quarterOf(this.time);
    this.comment(
      '  ',
      'No training log was found: the first stretch of the log is what the rest is compared with.',
    );
    this.line(`  reference: { window: ${window} }`);
    this.note(`reference: the first ${window} of the log, because no training log was found`);
  }

  private every(): void {
    const chunk = chunkFor(this.time, this.rows, DEFAULTS.minRows);
    if (chunk === null) return;
    const { every, rows, enough } = chunk;
    const about = `one verdict for each chunk of this length, of about ${rowsInWords(rows)}`;
    this.line(`every: ${every}`, about);
    if (enough) return;
    const few = `with fewer than ${DEFAULTS.minRows} rows (\`min_rows\`) a chunk has no verdict: wait for more, or choose a longer \`every\``;
    this.comment('', `${few.charAt(0).toUpperCase()}${few.slice(1)}.`);
    this.note(few);
  }

  private feedback(): void {
    const { labels } = this.files;
    if (labels === null || this.guess.roles.id === undefined) return;
    this.line('feedback:');
    this.comment(
      '  ',
      'Labels come in files of their own and are joined by id. `matures` says how late they may be:',
    );
    this.comment(
      '  ',
      'add `matures: 7d`, say, so that chunks whose labels are still on their way are not judged.',
    );
    const received = labels.received === null ? '' : `, received: ${yamlText(labels.received)}`;
    this.line('  labels:');
    this.line(
      `    { path: ${yamlText(labels.glob)}, id: ${yamlText(labels.id)}, label: ${yamlText(labels.label)}${received} }`,
    );
    this.note(`labels: ${labels.glob}, joined by \`${labels.id}\``);
  }

  private checks(): void {
    const { labels, reference } = this.files;
    const label = this.guess.roles.label ?? labels?.label;
    const old = reference === null ? null : mergeColumns(reference.files);
    const features = new Set(this.guess.features);
    const checks = firstChecks({
      guess: this.guess,
      labels,
      hasReference: this.hasReference(),
      referenceLabelled: old === null ? this.hasReference() : old.some(({ name }) => name === label),
      hasCategories:
        this.guess.categorical.length > 0 ||
        this.columns.some(({ name, kind }) => kind === 'categorical' && features.has(name)),
      metrics: this.input.metrics,
    });
    this.line('# Limits are starting points: set them from what your model needs.');
    this.line('checks:');
    for (const family of FAMILIES) {
      const own = checks.get(family) ?? [];
      if (own.length === 0) continue;
      this.line(`  ${family}:`);
      for (const check of own) this.line(`    - ${check}`);
    }
    if ((checks.get('performance') ?? []).length === 0) {
      const because =
        label === undefined
          ? 'no labels were found'
          : `no metric for ${this.guess.task} can be computed by this version`;
      this.comment('  ', `No performance check: ${because}.`);
      this.note(`no performance check, because ${because}`);
    }
    const { unused } = this.files;
    if (unused.length > 0)
      this.note(`not used: ${andList(unused.slice(0, 5))}${unused.length > 5 ? ' and more' : ''}`);
  }

  private hasReference(): boolean {
    return this.files.reference !== null || this.time.span > 0;
  }

  private line(text: string, comment?: string): void {
    const short = comment !== undefined && text.length + comment.length + 4 <= WIDTH;
    if (comment !== undefined && !short) this.comment(/^ */.exec(text)?.[0] ?? '', comment);
    this.lines.push(short ? `${text}  # ${comment}` : text);
  }

  private comment(margin: string, text: string): void {
    this.lines.push(`${margin}# ${text}`);
  }

  private note(text: string): void {
    this.notes.push(text);
  }
}

/** A number of rows to two digits, as a comment says it. */
function rowsInWords(rows: number): string {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, rows))) - 1);
  const about = Math.round(rows / size) * size;
  return about === 1 ? '1 row' : `${about} rows`;
}

function counted(count: number, word: string): string {
  return count === 1 ? `one ${word} for now` : `${count} ${word}s for now`;
}

function modelName(folder: string): string {
  const name = folder.trim().replace(/[\s/\\]+/g, '-');
  return name === '' || name === '.' ? 'model' : name;
}

function skeleton(folder: string): string {
  return [
    '# Written by `tidemark init`. No log was found here: write where the predictions are logged.',
    'version: 1',
    `model: ${yamlText(modelName(folder))}`,
    'task: binary  # binary, multiclass, regression or ranking',
    'logs:',
    '  current: logs/*.parquet  # csv, tsv, json, ndjson, parquet or arrow',
    'checks:',
    '  operations:',
    '    - { metric: requests, alert: none }',
    '',
  ].join('\n');
}
