import { nearest } from '../config/words.js';
import type { FrontMatter } from './front-matter.js';

export type ParameterValue = string | number | boolean;

/** Parameters that every report has, whether set or not. */
const BUILT_IN = ['window', 'segment', 'version', 'model', 'title'] as const;

/** `$name`, `${name}`; `$$` is a dollar sign. */
const REFERENCE = /\$(?:\$|\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g;

/** The values of a report's parameters, with what they refer to put in. */
export interface Parameters {
  readonly values: ReadonlyMap<string, ParameterValue | null>;
  readonly problems: readonly { readonly path: readonly string[]; readonly message: string }[];
}

/** Whether a parameter's name is taken by the report itself. */
export function isReservedName(name: string): boolean {
  return BUILT_IN.some((built) => built === name);
}

/** Follows references between parameters. Those of a circle, and those to nothing, are null and have a problem. */
export function readParameters(front: FrontMatter): Parameters {
  const written = new Map<string, ParameterValue | null>([
    ...BUILT_IN.map((name) => [name, front[name]] as const),
    ...front.parameters,
  ]);
  const values = new Map<string, ParameterValue | null>();
  const problems: { path: readonly string[]; message: string }[] = [];
  const follow = (name: string, trail: readonly string[]): ParameterValue | null => {
    const known = values.get(name);
    if (known !== undefined) return known;
    const own = written.get(name) ?? null;
    if (typeof own !== 'string') {
      values.set(name, own);
      return own;
    }
    const path = isReservedName(name) ? [name] : ['parameters', name];
    let broken: string | null = null;
    const put = fill(own, (other) => {
      const circle = [...trail, name];
      if (circle.includes(other)) {
        const round = [...circle.slice(circle.indexOf(other)), other].map((one) => `$${one}`).join(' → ');
        broken ??= `These parameters go in a circle: ${round}. Give one of them a value of its own.`;
        return null;
      }
      if (!written.has(other)) {
        broken ??= unknownParameter(other, [...written.keys()]);
        return null;
      }
      return follow(other, circle);
    });
    if (broken !== null && !problems.some((one) => one.path.join() === path.join())) {
      problems.push({ path, message: broken });
    }
    const value = broken === null ? put : null;
    values.set(name, value);
    return value;
  };
  for (const name of written.keys()) follow(name, []);
  return { values, problems };
}

/** Says that there is no such parameter, and which one may be meant. */
export function unknownParameter(name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  return `There is no parameter \`$${name}\`${close === null ? '. Set it under `parameters` in the front matter' : `; did you mean \`$${close}\``}.`;
}

/** Names that a text refers to, in order, once each. */
export function referencesOf(text: string): string[] {
  const names = [...text.matchAll(REFERENCE)].flatMap((match) => match[1] ?? match[2] ?? []);
  return [...new Set(names)];
}

/**
 * Puts values in the place of references. A text that is one reference takes the value as it is; null where `valueOf`
 * gave null for one of them.
 */
export function fill(text: string, valueOf: (name: string) => ParameterValue | null): ParameterValue | null {
  const whole = /^\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))$/.exec(text);
  if (whole !== null) return valueOf(whole[1] ?? whole[2] ?? '');
  let lost = false;
  const put = text.replace(REFERENCE, (match, braced: string | undefined, plain: string | undefined) => {
    if (match === '$$') return '$';
    const value = valueOf(braced ?? plain ?? '');
    if (value === null) lost = true;
    return String(value ?? '');
  });
  return lost ? null : put;
}
