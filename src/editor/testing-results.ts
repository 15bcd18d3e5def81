import * as vscode from 'vscode';

import { standingVerdict } from '../core/report/check-groups.js';
import { intervalWords, limitsWords, valueWords } from '../core/report/dashboard/result-words.js';
import type { Result, Verdict } from '../core/report/report.js';
import { VERDICT_WORDS } from '../core/report/view.js';
import type { TestRow } from './testing-tree.js';

/** What one verdict is as a test's outcome: as `tidemark check` ends, a warning does not fail. */
const OUTCOMES: Readonly<Record<Verdict, 'passed' | 'failed' | 'errored' | 'skipped'>> = {
  error: 'errored',
  alert: 'failed',
  warn: 'passed',
  pass: 'passed',
  // Nothing was judged: that is no pass.
  unknown: 'skipped',
  info: 'skipped',
};

/** Writes what a report says of a test into a run. A test without results was not part of the check. */
export function recordTest(
  run: vscode.TestRun,
  item: vscode.TestItem,
  { results, line, column }: TestRow,
): void {
  const [worst] = results;
  if (worst === undefined) {
    run.skipped(item);
    return;
  }
  const outcome = OUTCOMES[standingVerdict(worst)];
  const at = new vscode.Position(line - 1, column - 1);
  const location = item.uri === undefined ? undefined : new vscode.Location(item.uri, at);
  if (outcome === 'failed' || outcome === 'errored') {
    const same = results.filter((result) => OUTCOMES[standingVerdict(result)] === outcome);
    run[outcome](
      item,
      same.map((result) => messageOf(result, location)),
    );
  } else {
    run[outcome](item);
  }
  const lines = results.map(
    (result) => `${VERDICT_WORDS[standingVerdict(result)]}: ${result.explanation}\r\n`,
  );
  // All at once: each call is a message to the window, and a check has as many results as there are columns.
  run.appendOutput(lines.join(''), undefined, item);
}

/** The explanation, at the check's line, with the limit as expected and the value as actual. */
function messageOf(result: Result, location: vscode.Location | undefined): vscode.TestMessage {
  const message = new vscode.TestMessage(result.explanation);
  if (location !== undefined) message.location = location;
  const value = valueWords(result);
  const limits = limitsWords(result);
  if (value !== '' && limits !== '') {
    const interval = intervalWords(result);
    message.expectedOutput = limits;
    message.actualOutput = interval === '' ? value : `${value} ${interval}`;
  }
  return message;
}
