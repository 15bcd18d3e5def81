import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of a whole process. */
export interface Run {
  readonly seconds: number;
  /** Largest resident set in megabytes; null where the platform does not tell. */
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
  let megabytes: number | null = null;
  const watch = setInterval(() => {
    megabytes = highWater(child.pid) ?? megabytes;
  }, 15);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  if (code === null || !command.accept.includes(code)) {
    throw new Error(
      `${command.file} ${command.args.join(' ')} ended with ${code}:\n${Buffer.concat(errors).toString()}`,
    );
  }
  return { seconds, megabytes, output: Buffer.concat(output).toString() };
}

/** The peak of a process's memory so far, as Linux keeps it. */
function highWater(pid: number | undefined): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    return null;
  }
}

/** The middle of some runs, by time; memory is the largest of them. */
export function median(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new TypeError('No runs.');
  const peaks = runs.map((run) => run.megabytes).filter((peak) => peak !== null);
  return { ...middle, megabytes: peaks.length === 0 ? null : Math.max(...peaks) };
}
