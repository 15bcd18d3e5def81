import type { Finding, Severity } from './finding.js';
import { pageOf } from './pages.js';
import type { Remark } from './reading.js';

/** One step down: what was guessed at is advice. */
const MILDER: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'info' };

/** A remark as every surface gets it. */
export function findingOf(remark: Remark, guessed: boolean): Finding {
  const page = pageOf(remark.code);
  const usual = remark.severity ?? page?.severity ?? 'warning';
  // A secret is one wherever it stands.
  const severity =
    guessed && remark.code !== 'secret-in-clear-text' && remark.code !== 'yaml-syntax'
      ? MILDER[usual]
      : usual;
  return {
    code: remark.code,
    severity,
    message: remark.message,
    start: remark.at.start,
    end: remark.at.end,
    help: page?.why ?? '',
    fixes: remark.fixes ?? [],
  };
}
