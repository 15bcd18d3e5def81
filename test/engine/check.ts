import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { parseConfig } from '../../src/core/config/parse.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import type { RunContext } from '../../src/core/profile/engine.js';
import type { RunOptions } from '../../src/core/profile/make-plan.js';
import type { Report, Result } from '../../src/core/report/report.js';
import { checkConfig } from '../../src/runner/check-config.js';

/** A run with nothing asked for. */
export const PLAIN: RunOptions = { since: null, until: null, asOf: null, exact: false, live: false };

/** Checks a config through the real engine; `edit` may change its text first, the file stays as it is. */
export async function check(
  path: string,
  edit: (text: string) => string = (text) => text,
  options: Partial<RunOptions> = {},
  run: Partial<RunContext> = {},
): Promise<Report> {
  const text = edit(await readFile(path, 'utf8'));
  return checkConfig(
    { path, text, document: parseConfig(text, METRICS) },
    path,
    { ...PLAIN, ...options },
    { signal: new AbortController().signal, onProgress: () => undefined, ...run },
    null,
  );
}

/** The standing result of a metric on a column (null: on all rows); fails where there is none. */
export function standing(report: Report, metric: string, column: string | null = null): Result {
  const found = report.results.find(
    (result) => result.standing && result.metric === metric && result.subject.column === column,
  );
  assert.ok(found, `${metric} ${column}`);
  return found;
}
