import { spawn } from 'node:child_process';

import { ProcessTree } from './process-tree.js';

/** One run of a whole process. */
export interface Run {
  readonly seconds: number;
  /** Time on the processors, of all its threads; null where the platform does not tell. */
  readonly processorSeconds: number | null;
  /** Peak of the memory of the process and of all it started, in megabytes (10⁶ bytes); null where nothing tells. */
  readonly megabytes: number | null;
  readonly output: string;
}

/** A command whose time and memory are taken from start to exit. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are fine: a check that finds something ends with 1. */
  readonly accept: readonly number[];
}

/** Runs a command once. Throws when it ends with another code than those it may. */
export async function runOnce(command: Command): Promise<Run> {
  const started = performance.now();
  const child = spawn(command.file, command.args, {
    cwd: command.folder,
    env: { ...process.env, ...command.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => errors.push(data));
  const tree = child.pid === undefined ? null : new ProcessTree(child.pid);
  const watch = setInterval(() => tree?.look(), 15);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => {
    clearInterval(watch);
  });
  const seconds = (performance.now() - started) / 1000;
  if (code === null || !command.accept.includes(code)) {
    throw new Error(
      `${command.file} ${command.args.join(' ')} ended with ${code}:\n${Buffer.concat(errors).toString()}`,
    );
  }
  return {
    seconds,
    processorSeconds: tree?.processorSeconds ?? null,
    megabytes: tree?.megabytes ?? null,
    output: Buffer.concat(output).toString(),
  };
}

/** The middle of some runs, by time; memory is the largest of them. */
export function median(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new TypeError('No runs.');
  const peaks = runs.map((run) => run.megabytes).filter((peak) => peak !== null);
  return { ...middle, megabytes: peaks.length === 0 ? null : Math.max(...peaks) };
}
