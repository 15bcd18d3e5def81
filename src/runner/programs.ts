import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';

/** Words that a shell knows by itself. */
const BUILT_IN = new Set(
  'cd echo test exit export source eval exec true false if for while case set unset printf read trap wait command type start call'.split(
    ' ',
  ),
);

/** Programs whose first argument is a file to run. */
const INTERPRETERS = /^(python[\d.]*|bash|sh|zsh|node|ruby|perl|Rscript|julia)$/;

/**
 * The program (or the script it is to run) that a command names and this machine does not have; null where
 * it is there, or where only a shell could tell.
 */
export async function absentProgram(
  command: string,
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  const words = command.trim().split(/\s+/);
  // `NAME=value program` sets a variable first.
  const first = words.findIndex((word) => !/^\w+=\S*$/.test(word));
  const [program = '', script = ''] = words.slice(Math.max(0, first));
  if (!isPlain(program) || BUILT_IN.has(program)) return null;
  if (!(await isThere(program, folder, environment))) return program;
  const runs = INTERPRETERS.test(program) && /\.(py|sh|js|mjs|cjs|rb|pl|R|jl)$/.test(script);
  return runs && isPlain(script) && !(await isFile(resolve(folder, script))) ? script : null;
}

/** Whether a file can be written there: it, or the nearest folder above it, lets us. */
export async function canWrite(path: string): Promise<boolean> {
  const own = await stat(path).catch(() => null);
  if (own !== null) return own.isFile() && (await mayWrite(path));
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const there = await stat(folder).catch(() => null);
    if (there !== null) return there.isDirectory() && (await mayWrite(folder));
    if (dirname(folder) === folder) return false;
  }
}

function isPlain(word: string): boolean {
  return /^[\w./+:@\\-]+$/.test(word);
}

async function isThere(
  program: string,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  if (/[\\/]/.test(program)) return isFile(resolve(folder, program));
  const places = (environment.PATH ?? environment.Path ?? '')
    .split(delimiter)
    .filter((place) => place !== '');
  const endings = (environment.PATHEXT ?? '').split(';');
  for (const place of places) {
    for (const ending of ['', ...endings]) if (await isFile(join(place, program + ending))) return true;
  }
  return places.length === 0;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
