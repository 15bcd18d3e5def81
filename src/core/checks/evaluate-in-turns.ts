import { Breath } from '../profile/breath.js';
import { evaluate, type EvaluateInput, type Row } from './evaluate.js';

/** Rows of every check, with turns of the loop in between, so that a cancel is heard. Throws CancelledError. */
export async function evaluateInTurns(input: EvaluateInput, signal: AbortSignal): Promise<Row[]> {
  const breath = new Breath(signal);
  const rows: Row[] = [];
  for (const some of evaluate(input)) {
    for (const row of some) rows.push(row);
    await breath.take();
  }
  return rows;
}
