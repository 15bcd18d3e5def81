import type { Finding, LintFile, LintReport } from '../finding.js';

/**
 * Lint results as JUnit XML: a suite for each file, a case for each finding. Errors are failures, as they are
 * for the exit code; warnings and infos pass and are told in the case's output.
 */
export function formatJunit(report: LintReport): string {
  const suites = report.files.map(suite);
  const tests = report.files.reduce((sum, { findings }) => sum + Math.max(1, findings.length), 0);
  const failures = report.files.reduce((sum, file) => sum + errorsOf(file), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tidemark lint" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: LintFile): string {
  const { path, findings } = file;
  const cases =
    findings.length === 0
      ? [`    <testcase name="nothing to report" classname="${attribute(path)}"/>`]
      : findings.map((finding) => testcase(path, finding));
  const counts = `tests="${cases.length}" failures="${errorsOf(file)}" errors="0" skipped="0"`;
  return [`  <testsuite name="${attribute(path)}" ${counts}>`, ...cases, '  </testsuite>'].join('\n');
}

function testcase(path: string, { code, severity, message, start }: Finding): string {
  const place = `${path}:${start.line}:${start.column}`;
  const head = `    <testcase name="${attribute(`${code} ${start.line}:${start.column}`)}" classname="${attribute(path)}" file="${attribute(path)}" line="${start.line}">`;
  const body =
    severity === 'error'
      ? `      <failure type="${attribute(code)}" message="${attribute(message)}">${content(`${place} ${message}`)}</failure>`
      : `      <system-out>${content(`${place} ${severity} ${message}`)}</system-out>`;
  return [head, body, '    </testcase>'].join('\n');
}

function errorsOf({ findings }: LintFile): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}

/** Text in XML 1.0: markup escaped, characters that XML cannot hold replaced. */
function content(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\uFFFD')
      .replaceAll('\r', '&#13;')
      // eslint-disable-next-line no-control-regex -- control characters are what XML refuses.
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\uFFFD')
  );
}
