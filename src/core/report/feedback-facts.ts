import { addDuration } from '../config/duration.js';
import type { Hook, Monitor } from '../config/monitor.js';
import { metricById } from '../metrics/registry.js';
import { standingVerdict } from './check-groups.js';
import { valueWords } from './dashboard/result-words.js';
import type { Report, ReportChunk, Result, Verdict } from './report.js';
import { chunkPhrase, chunkTitle, VERDICT_WORDS } from './view.js';
import { formatDay, formatShare, plural } from './words.js';

/** One thing that is known of a model's feedback, in words. */
export interface FeedbackFact {
  readonly kind: 'coverage' | 'delay' | 'maturity' | 'orphans' | 'conflicts' | 'hook' | 'none' | 'chunk';
  readonly label: string;
  /** `92 % in the week of 18 June`. */
  readonly words: string;
  /** What it means, in a sentence. */
  readonly sentence: string;
  /** Null where no check judges it. */
  readonly verdict: Verdict | null;
  /** The check that judges it, as the config names it; null where none does. */
  readonly check: string | null;
  readonly children: readonly FeedbackFact[];
}

/** More chunks than this are in the dashboard. */
const MOST_CHUNKS = 12;

/** What a report says of the labels: coverage, delay, maturity, orphans, conflicts; and the hooks of the config. */
export function feedbackFacts(report: Report, monitor: Monitor | null): FeedbackFact[] {
  const hooks = (monitor?.feedback.hooks ?? []).map(hookFact);
  const chunks = report.chunks.filter(({ side }) => side === 'current');
  if (chunks.every(({ labelled }) => labelled === null)) return [noLabels(), ...hooks];
  return [
    coverageFact(report, chunks),
    ...resultFacts(report, 'delay', (metric) => metric.startsWith('label_delay')),
    maturityFact(report, chunks, monitor),
    ...resultFacts(report, 'orphans', (metric) => metric === 'orphan_share'),
    ...conflictFacts(report),
    ...hooks,
  ];
}

function noLabels(): FeedbackFact {
  return {
    ...fact('none', 'No labels', 'performance cannot be measured'),
    sentence:
      'Without labels nobody knows whether the predictions were right. Name label files under feedback.labels, or the label’s column under logs.columns.label.',
  };
}

/** The share of rows with a label in the last mature chunk, and in the chunks before it. */
function coverageFact(report: Report, chunks: readonly ReportChunk[]): FeedbackFact {
  const last = chunks.findLast(({ mature, rows }) => mature && rows > 0);
  const judged = report.results.find(({ standing, metric }) => standing && metric === 'label_coverage');
  return {
    ...fact(
      'coverage',
      'Label coverage',
      last === undefined
        ? 'no chunk is mature yet'
        : `${coverageWords(last)} in ${chunkPhrase(report, last.name)}`,
    ),
    sentence: judged?.explanation ?? 'The share of rows whose label is known. No check judges it.',
    verdict: judged === undefined ? null : standingVerdict(judged),
    check: judged?.check ?? null,
    children: [...chunks]
      .reverse()
      .slice(0, MOST_CHUNKS)
      .map((chunk) => ({
        ...fact(
          'chunk',
          chunkTitle(report, chunk.name),
          `${coverageWords(chunk)}${chunk.mature ? '' : ', not mature'}`,
        ),
        sentence: `${plural(chunk.labelled ?? 0, 'label')} of ${plural(chunk.rows, 'row')}.`,
      })),
  };
}

function coverageWords({ labelled, rows }: ReportChunk): string {
  return rows === 0 ? 'no rows' : formatShare((labelled ?? 0) / rows);
}

/** When the next chunk's labels count as complete. */
function maturityFact(report: Report, chunks: readonly ReportChunk[], monitor: Monitor | null): FeedbackFact {
  const waiting = chunks.filter(({ mature }) => !mature);
  const [next] = waiting;
  if (next === undefined) {
    return {
      ...fact('maturity', 'Maturity', 'all chunks are mature'),
      sentence: 'The labels of every chunk have had their time to arrive.',
    };
  }
  const matures = monitor?.feedback.labels?.matures ?? null;
  const at = next.end === null ? null : addDuration(Date.parse(next.end), matures ?? { count: 0, unit: 'd' });
  const more = waiting.length > 1 ? `, ${waiting.length - 1} more wait` : '';
  return {
    ...fact(
      'maturity',
      'Maturity',
      at === null
        ? `${plural(waiting.length, 'chunk')} not mature`
        : `${chunkTitle(report, next.name)} on ${formatDay(new Date(at).toISOString())}${more}`,
    ),
    sentence: `${coverageWords(next)} of the rows in ${chunkPhrase(report, next.name)} have a label so far. Until it is mature its performance is not judged.`,
  };
}

function resultFacts(
  report: Report,
  kind: FeedbackFact['kind'],
  of: (metric: string) => boolean,
): FeedbackFact[] {
  return report.results
    .filter((result) => result.standing && of(result.metric))
    .map((one) => judgedFact(kind, one));
}

function judgedFact(kind: FeedbackFact['kind'], result: Result): FeedbackFact {
  const verdict = standingVerdict(result);
  const value = valueWords(result);
  return {
    ...fact(
      kind,
      metricById(result.metric)?.name ?? result.metric,
      value === '' ? VERDICT_WORDS[verdict] : value,
    ),
    sentence: result.explanation,
    verdict,
    check: result.check,
  };
}

function conflictFacts({ labels }: Report): FeedbackFact[] {
  if (labels === undefined || labels === null) return [];
  const { conflicts } = labels;
  return [
    {
      ...fact('conflicts', 'Conflicts', conflicts === 0 ? 'none' : plural(conflicts, 'id')),
      sentence:
        conflicts === 0
          ? 'No id has labels that disagree.'
          : `${plural(conflicts, 'id has', 'ids have')} labels that disagree; the latest counts.`,
      verdict: conflicts === 0 ? null : 'warn',
    },
  ];
}

function hookFact({ on, webhook, command }: Hook): FeedbackFact {
  const what = command !== null ? 'a command' : webhook !== null ? 'a webhook' : 'nothing';
  return {
    ...fact('hook', `Hook on ${on}`, what),
    sentence: `The config names ${what} for the verdict ${on}. Nobody is called yet: run tidemark check in CI, which fails on an alert.`,
  };
}

function fact(kind: FeedbackFact['kind'], label: string, words: string): FeedbackFact {
  return { kind, label, words, sentence: '', verdict: null, check: null, children: [] };
}
