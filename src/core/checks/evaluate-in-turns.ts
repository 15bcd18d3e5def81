import { CancelledError } from '../errors.js';
import { evaluate, type EvaluateInput, type Row } from './evaluate.js';

/** The loop is held for so long at a time, ms. */
const HELD = 25;

/** Rows of every check, with turns of the loop in between, so that a cancel is heard. Throws CancelledError. */
export async function evaluateInTurns(input: EvaluateInput, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  let since = performance.now();
  for (const some of evaluate(input)) {
    for (const row of some) rows.push(row);
    if (performance.now() - since < HELD) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) throw new CancelledError();
    since = performance.now();
  }
  return rows;
}
