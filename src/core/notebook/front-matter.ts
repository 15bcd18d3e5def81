import { isReservedName, readParameters, type ParameterValue } from './parameters.js';
import type { ValueProblem } from './problems.js';
import { YamlReader } from './reader.js';
import { parseSpan, SPAN_WORDS } from './span.js';

/** Keys of the front matter. */
export const FRONT_KEYS = ['title', 'config', 'model', 'window', 'segment', 'version', 'parameters'] as const;

/** What a report says about itself before its first line. */
export interface FrontMatter {
  readonly title: string | null;
  /** Path of the config, relative to the report. */
  readonly config: string;
  /** The model that the config is expected to describe; null = whichever. */
  readonly model: string | null;
  /** What cells look at that do not say it themselves. */
  readonly window: string | null;
  readonly segment: string | null;
  readonly version: string | null;
  /** The report's own parameters, in order, references to others not yet followed. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
}

/** A report without front matter is one on the config beside it. */
export const NO_FRONT_MATTER: FrontMatter = {
  title: null,
  config: 'tidemark.yaml',
  model: null,
  window: null,
  segment: null,
  version: null,
  parameters: new Map(),
};

/** Reads front matter (without its `---` lines). What cannot be read has its default, and a problem at its place. */
export function readFrontMatter(text: string): { front: FrontMatter; problems: readonly ValueProblem[] } {
  const reader = new YamlReader(text, 'the front matter');
  if (!reader.readable) return { front: NO_FRONT_MATTER, problems: reader.problems };
  reader.refuseUnknown(FRONT_KEYS);
  const written = reader.raw('parameters');
  const parameters = new Map<string, ParameterValue>();
  if (written !== undefined && written !== null) {
    if (typeof written !== 'object' || Array.isArray(written)) {
      reader.wrong(['parameters'], '`parameters` is a map of names to values such as `{ airport: LAX }`.');
    } else {
      for (const [name, value] of Object.entries(written)) {
        const path = ['parameters', name];
        if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
          reader.wrong(
            path,
            `\`${name}\` is no name for a parameter: letters, digits and _ only, no digit first.`,
          );
        } else if (isReservedName(name)) {
          reader.wrong(
            path,
            `\`$${name}\` is given by the report itself. Choose another name, or set \`${name}\` beside \`parameters\`.`,
          );
        } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
          parameters.set(name, value);
        } else reader.wrong(path, `The value of \`${name}\` is a text, a number, true or false.`);
      }
    }
  }
  const front: FrontMatter = {
    title: reader.text('title'),
    config: reader.text('config') ?? NO_FRONT_MATTER.config,
    model: reader.text('model'),
    window: reader.text('window'),
    segment: reader.text('segment'),
    version: reader.text('version'),
    parameters,
  };
  const { values, problems } = readParameters(front);
  for (const { path, message } of problems) reader.wrong(path, message, 'wrong-parameter');
  const window = values.get('window') ?? null;
  if (window !== null && parseSpan(String(window)) === null) {
    reader.wrong(['window'], `\`${String(window)}\` is no window. Write ${SPAN_WORDS}.`);
  }
  return { front, problems: reader.problems };
}
