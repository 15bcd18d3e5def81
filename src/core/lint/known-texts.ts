import type { ConfigProblem } from '../config/document.js';
import { readConfig, type ConfigReading } from '../config/parse.js';
import type { MetricDescription } from '../metrics/metric.js';
import { nextTurn } from '../next-turn.js';
import { applyEdits } from './apply-edits.js';
import type { TextEdit } from './finding.js';

/** What is kept: some texts for each of the models that somebody works on. */
const MOST_TEXTS = 16;

/** A tree takes some hundred times the memory of its text. */
const MOST_CHARACTERS = 300_000;

/** A config as it was read, and what became of it with edits that were tried. Parsing is most of what lint takes. */
export class KnownText {
  readonly reading: ConfigReading;
  readonly #errorsBefore: number;
  readonly #safe = new Map<string, boolean>();

  constructor(
    readonly text: string,
    private readonly metrics: readonly MetricDescription[],
  ) {
    this.reading = readConfig(text, metrics);
    this.#errorsBefore = errorCount(this.reading.document.problems);
  }

  /** Whether the text has no more errors with the edits than without. */
  async isSafe(edits: readonly TextEdit[]): Promise<boolean> {
    const key = JSON.stringify(edits);
    const known = this.#safe.get(key);
    if (known !== undefined) return known;
    await nextTurn();
    const { problems } = readConfig(applyEdits(this.text, edits), this.metrics).document;
    const isSafe = errorCount(problems) <= this.#errorsBefore;
    this.#safe.set(key, isSafe);
    return isSafe;
  }
}

/** Configs as they were read: many surfaces ask for the same text, again and again, and it is not parsed again. */
export class KnownTexts {
  /** The one that was asked for last stands last. */
  readonly #known = new Map<string, KnownText>();
  #characters = 0;

  constructor(private readonly metrics: readonly MetricDescription[]) {}

  read(text: string): KnownText {
    const known = this.#known.get(text);
    if (known === undefined) this.#characters += text.length;
    const read = known ?? new KnownText(text, this.metrics);
    this.#known.delete(text);
    this.#known.set(text, read);
    for (const oldest of this.#known.keys()) {
      const isMany = this.#known.size > MOST_TEXTS || this.#characters > MOST_CHARACTERS;
      if (!isMany || oldest === text) break;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
    return read;
  }
}

function errorCount(problems: readonly ConfigProblem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}
