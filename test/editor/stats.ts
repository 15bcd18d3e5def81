/** What a test run counted, and the rules by which it is judged. Shared by the extension host and the runners. */
import fs from 'node:fs';
import path from 'node:path';

/** The environment variable that names the file into which a run writes its counts. */
export const statsFileVariable = 'TIDEMARK_STATS_FILE';

/** The counts of a mocha run. */
export interface TestStats {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/** A judged run. It is green only when something passed and nothing failed. */
export interface Outcome extends TestStats {
  /** Why the run failed, when it was not for a failing test; it is counted as one failure. */
  readonly problem?: string;
}

/** Writes the counts, in one go: a reader finds all of them or no file. */
export function writeStats(file: string, stats: TestStats): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.part`, JSON.stringify(stats));
  fs.renameSync(`${file}.part`, file);
}

/**
 * Judges a run by its file. The exit code alone proves nothing: when the extension host dies, VS Code reports 0.
 * @param ended undefined when the process ended well, else how it ended
 */
export function judge(file: string, ended: string | undefined): Outcome {
  const stats = readStats(file);
  if (stats === undefined) {
    const how = ended === undefined ? 'though the editor reported success' : `and ${ended}`;
    return red({ passes: 0, failures: 0, pending: 0 }, `The tests did not run to their end, ${how}.`);
  }
  if (stats.failures > 0) {
    return stats;
  }
  if (stats.passes === 0) {
    return red(stats, 'No test was executed.');
  }
  return ended === undefined ? stats : red(stats, `The tests passed, but ${ended}.`);
}

/** Whether a run counts as passed. */
export function isGreen(outcome: Outcome): boolean {
  return outcome.passes > 0 && outcome.failures === 0;
}

/** Adds up several runs; the first problem stays. */
export function sum(outcomes: readonly Outcome[]): Outcome {
  const problem = outcomes.map((outcome) => outcome.problem).find((text) => text !== undefined);
  return {
    passes: outcomes.reduce((total, outcome) => total + outcome.passes, 0),
    failures: outcomes.reduce((total, outcome) => total + outcome.failures, 0),
    pending: outcomes.reduce((total, outcome) => total + outcome.pending, 0),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Prints the last line of a run, writes its file when the environment asks for one, and returns the exit code. */
export function conclude(outcome: Outcome): number {
  if (outcome.problem !== undefined) {
    console.error(outcome.problem);
  }
  const file = process.env[statsFileVariable];
  if (file) {
    writeStats(file, outcome);
  }
  const skipped = outcome.pending > 0 ? `, ${outcome.pending} skipped` : '';
  console.log(`${outcome.passes} passed, ${outcome.failures} failed${skipped}`);
  return isGreen(outcome) ? 0 : 1;
}

function red(stats: TestStats, problem: string): Outcome {
  return { ...stats, failures: stats.failures + 1, problem };
}

function readStats(file: string): TestStats | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const stats = JSON.parse(text) as Partial<TestStats>;
  return { passes: stats.passes ?? 0, failures: stats.failures ?? 0, pending: stats.pending ?? 0 };
}
