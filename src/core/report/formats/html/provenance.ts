import { metricById } from '../../../metrics/registry.js';
import type { Report } from '../../report.js';
import { formatCount, plural } from '../../words.js';
import { html, type Markup } from './escape.js';
import { verdictIcon } from './icons.js';

/** Longer lists of files are one line each role. */
const MOST_FILES = 6;
/** Digits of a hash that people compare. */
const DIGITS = 16;

/** What was odd but did not stop the run. */
export function problemList(report: Report): Markup {
  if (report.problems.length === 0) return html``;
  return html`<section>
    <h2>What was odd</h2>
    <ul class="lines">
      ${report.problems.map((problem) => {
        const place =
          problem.path === null
            ? null
            : html`<code>${problem.path}${problem.line === null ? '' : `:${problem.line}`}</code> `;
        const verdict =
          problem.severity === 'error' ? 'error' : problem.severity === 'warning' ? 'warn' : 'info';
        return html`<li>
          ${verdictIcon(verdict)}<span
            >${problem.severity === 'info' ? 'note' : problem.severity}: ${place}${problem.message}</span
          >
        </li>`;
      })}
    </ul>
  </section>`;
}

/** The definition of every metric in the report, once. */
export function definitions(report: Report): Markup {
  const found = new Map(report.results.map((result) => [result.metric, result.definition]));
  if (found.size === 0) return html``;
  return html`<section>
    <h2>Definitions</h2>
    <dl>
      ${[...found].map(
        ([metric, definition]) =>
          html`<dt><code>${metric}</code></dt>
            <dd>${metricById(metric)?.name ?? metric}: ${definition}</dd>`,
      )}
    </dl>
  </section>`;
}

/** The end of a check's page. */
export function provenance(report: Report): Markup {
  return html`<footer>${provenanceList(report)}</footer>`;
}

/** What went in, and what would have to be the same to give the same page. */
export function provenanceList(report: Report): Markup {
  const { provenance: from, windows } = report;
  const period = (window: { start: string | null; end: string | null; rows: number }): string =>
    `${window.start === null || window.end === null ? '' : `${window.start} to ${window.end}, `}${formatCount(window.rows)} rows`;
  return html`<dl>
    <dt>Config</dt>
    <dd><code>${from.config}</code>, sha256 <code>${from.config_sha256.slice(0, DIGITS)}</code></dd>
    <dt>Current</dt>
    <dd>${period(windows.current)}${report.as_of === null ? '' : `, as of ${report.as_of}`}</dd>
    <dt>Reference</dt>
    <dd>${windows.reference === null ? 'none' : period(windows.reference)}</dd>
    ${(['reference', 'current', 'labels'] as const).map((role) => inputs(report, role))}
    <dt>Engine</dt>
    <dd>
      ${from.engine},
      ${from.exact ? 'exact' : 'sketches (quantiles and distances within the bounds of the definitions)'};
      Tidemark ${report.tidemark}
    </dd>
    <dt>Reads the same</dt>
    <dd>
      the same inputs and config give the same page, but for its date; no network, no scripts needed to read
      it
    </dd>
  </dl>`;
}

function inputs(report: Report, role: Report['provenance']['inputs'][number]['role']): Markup {
  const files = report.provenance.inputs.filter((input) => input.role === role);
  if (files.length === 0) return html``;
  const title = { reference: 'Reference files', current: 'Current files', labels: 'Label files' }[role];
  const shown = files.length > MOST_FILES ? [files.slice(0, 2), files.slice(-1)].flat() : files;
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return html`<dt>${title}</dt>
    <dd>
      ${shown.map((file, i) => html`${i === 2 && shown.length < files.length ? html`… ${plural(files.length - shown.length, 'file')} between …<br />` : null}<code>${file.path}</code>, ${formatCount(file.rows)} rows, <code>${file.fingerprint.slice(0, DIGITS)}</code><br />`)}${files.length > 1 ? `${plural(files.length, 'file')}, ${formatCount(rows)} rows` : ''}
    </dd>`;
}
