import { limitShort } from '../../checks/explain.js';
import { limitNumber } from '../../checks/limits.js';
import { metricById } from '../../metrics/registry.js';
import { limitOf } from '../dashboard/result-words.js';
import type { Report, Result } from '../report.js';
import { countWords, decisionWords, familiesOf, standingOf, subjectOf, VERDICT_WORDS } from '../view.js';
import { capitalise, formatBesideLimit, formatCount, formatInterval } from '../words.js';

/** The report as Markdown, for a pull request's comment or a wiki: the order of the text format. */
export function formatMarkdown(report: Report): string {
  const { provenance, windows } = report;
  const lines = [
    `# ${decisionWords(report)}: ${escape(report.model)}`,
    '',
    escape(report.summary.decision.because),
    '',
  ];
  for (const family of familiesOf(report)) {
    const results = standingOf(report, family);
    lines.push(`## ${capitalise(family)}`, '', `${countWords(results)}.`, '');
    lines.push(
      '| verdict | metric | of | value | 95 % interval | limit | rows | chunk |',
      '|---|---|---|---:|---|---|---:|---|',
    );
    lines.push(...results.map(row), '');
    const explained = results.filter(
      (result) => result.standing_verdict !== 'pass' && result.standing_verdict !== 'info',
    );
    if (explained.length > 0) lines.push(...explained.map((result) => `- ${escape(result.explanation)}`), '');
  }
  if (report.problems.length > 0) {
    lines.push('## What was odd', '');
    for (const problem of report.problems) {
      const place =
        problem.path === null ? '' : `\`${problem.path}${problem.line === null ? '' : `:${problem.line}`}\` `;
      lines.push(`- ${problem.severity}: ${place}${escape(problem.message)}`);
    }
    lines.push('');
  }
  const definitions = new Map(report.results.map((result) => [result.metric, result.definition]));
  lines.push(
    '## Definitions',
    '',
    ...[...definitions].map(([metric, definition]) => `- \`${metric}\`: ${escape(definition)}`),
    '',
  );
  lines.push(
    '## Provenance',
    '',
    `- config \`${provenance.config}\`, sha256 \`${provenance.config_sha256.slice(0, 16)}\``,
    `- current ${windows.current.start ?? '?'} to ${windows.current.end ?? '?'}, ${formatCount(windows.current.rows)} rows; reference ${windows.reference === null ? 'none' : `${windows.reference.start ?? '?'} to ${windows.reference.end ?? '?'}, ${formatCount(windows.reference.rows)} rows`}`,
    ...provenance.inputs.map(
      (input) =>
        `- ${input.role} \`${input.path}\`, ${formatCount(input.rows)} rows, \`${input.fingerprint.slice(0, 16)}\``,
    ),
    `- engine ${provenance.engine}, ${provenance.exact ? 'exact' : 'sketches'}; Tidemark ${report.tidemark}; as of ${report.as_of ?? 'unknown'}`,
    '',
  );
  return lines.join('\n');
}

function row(result: Result): string {
  const unit = metricById(result.metric)?.unit ?? 'none';
  const subject = subjectOf(result);
  const limit = limitOf(result);
  const value =
    result.value === null
      ? ''
      : formatBesideLimit(result.value, limit === null ? null : limitNumber(limit, result.value), unit);
  const cells = [
    VERDICT_WORDS[result.standing_verdict ?? result.verdict],
    `\`${result.metric}\``,
    subject === null ? '' : `\`${subject}\``,
    value,
    result.interval === null ? '' : formatInterval(result.interval, unit),
    limit === null ? '' : limitShort(limit, { unit }),
    formatCount(result.n_current),
    result.chunk ?? 'window',
  ];
  return `| ${cells.map(escape).join(' | ')} |`;
}

/** Keeps what comes from logs and configs from being read as markup. */
function escape(text: string): string {
  return text
    .replace(/[|<>*_[\]\\]/g, (character) => (character === '_' ? '_' : `\\${character}`))
    .replaceAll('\n', ' ');
}
