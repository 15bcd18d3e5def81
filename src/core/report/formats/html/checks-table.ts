import { resultLine } from '../../dashboard/result-words.js';
import { seriesIn, type Series } from '../../dashboard/series-index.js';
import { verdictWords } from '../../dashboard/series-index.js';
import { timeAxis } from '../../charts/axis.js';
import type { ResultLine } from '../../charts/ledger.js';
import type { Report, Result } from '../../report.js';
import { countWords, familiesOf, standingOf } from '../../view.js';
import { capitalise, formatCount, formatList } from '../../words.js';
import { html, type Markup } from './escape.js';
import { verdictIcon } from './icons.js';

/** Families with more passing rows than this name them in one line; what holds in quality is seldom read. */
const MOST_HOLDING = { stability: 12, performance: 12, operations: 12, quality: 4, feedback: 4 } as const;

/** Every standing result, by family, the worst first. */
export function checksTable(report: Report): Markup {
  const families = familiesOf(report);
  if (families.length === 0)
    return html`<section>
      <h2>Checks</h2>
      <p class="how">No check gave a result.</p>
    </section>`;
  const axis = timeAxis(report, false);
  const standing = new Map(
    seriesIn(report).flatMap((series): [Result, Series][] =>
      series.standing === null ? [] : [[series.standing, series]],
    ),
  );
  const chunk = axis.chunks[axis.standing]?.title;
  const line = (result: Result): ResultLine => {
    const series = standing.get(result);
    const at = axis.chunks.findIndex((one) => one.name === result.chunk);
    return resultLine(
      report,
      result,
      series === undefined || at === -1 ? '' : verdictWords(series, axis, at),
    );
  };
  return html`<section>
    <h2>Checks</h2>
    <p class="how">
      What stands: ${axis.kind === 'window' ? 'all rows' : `the ${chunk ?? ''}`}, unless a row says otherwise.
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">metric</th>
          <th scope="col">of</th>
          <th scope="col" class="right">value</th>
          <th scope="col" class="right">95 % interval</th>
          <th scope="col" class="right">rows</th>
          <th scope="col" class="right">limit</th>
          <th scope="col">verdict</th>
        </tr>
      </thead>
      <tbody>
        ${families.map((family) => familyRows(report, family, line, axis.chunks[axis.standing]?.name ?? null))}
      </tbody>
    </table>
  </section>`;
}

function familyRows(
  report: Report,
  family: ReturnType<typeof familiesOf>[number],
  line: (result: Result) => ResultLine,
  usual: string | null,
): Markup {
  const results = standingOf(report, family);
  const holding = results.filter((result) => result.standing_verdict === 'pass');
  const fold = holding.length > MOST_HOLDING[family];
  const shown = fold ? results.filter((result) => result.standing_verdict !== 'pass') : results;
  const names = [...new Set(holding.map((result) => result.metric))];
  return html`<tr class="family">
      <td colspan="7">${capitalise(family)}<span>${countWords(results)}</span></td>
    </tr>
    ${shown.map((result) => checkRow(line(result), result.chunk === usual ? '' : whenWords(report, result)))}
    ${
      fold
        ? html`<tr>
            <td colspan="7" class="muted">
              ${verdictIcon('pass')} ${holding.length} hold: ${formatList(names, 6)}
            </td>
          </tr>`
        : null
    }`;
}

function checkRow(line: ResultLine, when: string): Markup {
  const why =
    line.verdict === 'pass' || line.verdict === 'info'
      ? ''
      : line.value === ''
        ? line.explanation
        : causesOf(line.explanation);
  const explained = why !== '';
  const subject = [line.column, line.segment].filter((part) => part !== null).join(', ');
  return html`<tr class="${explained ? 'explained' : ''}">
      <td class="code">${line.metric}</td>
      <td class="subject" title="${subject}">${subject}</td>
      <td class="right strong">${line.value}</td>
      <td class="right">${line.interval}</td>
      <td class="right">${formatCount(line.rows)}</td>
      <td class="right">${line.limit}</td>
      <td>${verdictIcon(line.verdict)} ${line.words}${when === '' ? '' : `, ${when}`}</td>
    </tr>
    ${
      explained
        ? html`<tr>
            <td class="why" colspan="7">${why}</td>
          </tr>`
        : null
    }`;
}

/** What an explanation says beyond its first sentence, which the row has in numbers already. */
function causesOf(explanation: string): string {
  const end = explanation.indexOf('. ');
  return end === -1 ? '' : explanation.slice(end + 2);
}

function whenWords(report: Report, result: Result): string {
  if (result.chunk === null) return report.windows.current.chunks > 0 ? 'whole window' : '';
  return result.chunk.slice(0, 10);
}
