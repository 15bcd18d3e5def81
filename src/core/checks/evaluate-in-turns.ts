import type { CheckSpec } from '../config/monitor.js';
import { metricOf } from '../metrics/registry.js';
import { Breath } from '../profile/breath.js';
import { evaluate, evaluateCheck, type EvaluateInput, type KnownRows, type Row } from './evaluate.js';

/** Rows of every check, with turns of the loop in between, so that a cancel is heard. Throws CancelledError. */
export function evaluateInTurns(input: EvaluateInput, known: KnownRows, signal: AbortSignal): Promise<Row[]> {
  return inTurns(evaluate(input, known), new Breath(signal));
}

/** Rows of the checks that look at no column, the same way: while columns are still being read. Throws CancelledError. */
export async function evaluateRowsInTurns(input: EvaluateInput, signal: AbortSignal): Promise<KnownRows> {
  const breath = new Breath(signal);
  const known = new Map<CheckSpec, Row[]>();
  for (const check of checksOfRows(input))
    known.set(check, await inTurns(evaluateCheck(check, input), breath));
  return known;
}

async function inTurns(steps: Iterable<readonly Row[]>, breath: Breath): Promise<Row[]> {
  const rows: Row[] = [];
  for (const some of steps) {
    for (const row of some) rows.push(row);
    await breath.take();
  }
  return rows;
}

/** The checks of the service and of the labels, which look at no column: what comes of them is known once the rows are read. */
function checksOfRows({ monitor }: EvaluateInput): CheckSpec[] {
  return monitor.checks.filter((check) => {
    const metric = metricOf(check);
    const isOfRows = check.family === 'operations' || check.family === 'performance';
    return isOfRows && metric?.subject === 'slice' && check.segment === null;
  });
}
