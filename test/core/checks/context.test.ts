import assert from 'node:assert/strict';

import { withContext } from '../../../src/core/checks/context.js';
import { movedTogether, movedWords } from '../../../src/core/checks/moved-together.js';
import type { Result } from '../../../src/core/report/report.js';
import { rankCorrelation } from '../../../src/core/statistics/rank-correlation.js';
import { close } from '../../close.js';

function result(change: Partial<Omit<Result, 'subject'>> & { column?: string; segment?: string }): Result {
  const { column = null, segment = null, ...rest } = change;
  return {
    check: 'performance[0]',
    family: 'performance',
    metric: 'roc_auc',
    subject: { column, segment, version: null },
    chunk: null,
    standing: false,
    standing_verdict: null,
    value: 0.7,
    interval: null,
    confidence: 0.95,
    p_value: null,
    q_value: null,
    n_reference: null,
    n_current: 100,
    exact: true,
    threshold: { warn: null, alert: null },
    verdict: 'pass',
    definition: '',
    explanation: 'ROC AUC fell.',
    ...rest,
  };
}

/** ROC AUC by chunk, and the PSI of two columns in the same chunks. */
const AUC = [0.74, 0.73, 0.75, 0.7, 0.66, 0.69, 0.74, 0.62];
const FOLLOWS = [0.02, 0.05, 0.01, 0.2, 0.35, 0.22, 0.03, 0.31];
const STRAYS = [0.3, 0.02, 0.05, 0.04, 0.2, 0.01, 0.06, 0.03];
const chunks = AUC.flatMap((auc, i): Result[] => {
  const chunk = `2024-01-0${i + 1}T00:00:00Z`;
  const drift = (column: string, value: number): Result =>
    result({
      check: 'stability[0]',
      family: 'stability',
      metric: 'psi',
      column,
      chunk,
      value,
      verdict: value > 0.25 ? 'alert' : 'pass',
    });
  return [result({ chunk, value: auc }), drift('origin', FOLLOWS[i] ?? 0), drift('hour', STRAYS[i] ?? 0)];
});

describe('what moved with performance', () => {
  it('is ranked by its correlation, a fall of the model being up', () => {
    const moved = movedTogether(chunks);
    assert.deepEqual(
      moved.map(({ column, chunks: n }) => [column, n]),
      [
        ['origin', 8],
        ['hour', 8],
      ],
    );
    // scipy 1.17.1: spearmanr(FOLLOWS, [-x for x in AUC]).
    close(moved[0]?.correlation ?? NaN, 0.9700772721497397, 1e-12);
    close(moved[0]?.p_value ?? NaN, 6.548558831120658e-5, 1e-12);
    assert.equal(moved[0]?.largest, 0.35);
    assert.match(
      movedWords('performance[0]', moved) ?? '',
      /^Moved with it: origin \(psi up to 0\.35, rank correlation 0\.97 over 8 chunks\)\.$/,
    );
  });

  it('is no feature that never went beyond its limit, but one without a limit', () => {
    const words = (verdictOf: (result: Result) => Result['verdict']): string | null =>
      movedWords('performance[0]', movedTogether(chunks.map((one) => ({ ...one, verdict: verdictOf(one) }))));
    assert.equal(
      words(() => 'pass'),
      null,
    );
    assert.match(words(({ family }) => (family === 'stability' ? 'info' : 'pass')) ?? '', /origin/);
  });

  it('leaves out chunks that were not judged, and says nothing of few', () => {
    assert.deepEqual(movedTogether(chunks.slice(0, 15)), []);
    const unjudged = chunks.map((one) => ({ ...one, verdict: 'unknown' as const }));
    assert.deepEqual(movedTogether(unjudged), []);
  });

  it('is told of a performance that fell, and so is where it is worst', () => {
    const fallen = result({ standing: true, standing_verdict: 'alert', verdict: 'alert' });
    const where = (segment: string, value: number, interval: [number, number]): Result =>
      result({ segment, value, interval });
    const [told] = withContext(
      [fallen],
      [
        where('origin=LAX', 0.58, [0.55, 0.61]),
        where('origin=ATL', 0.68, [0.6, 0.76]),
        where('origin=ORD', 0.64, [0.6, 0.68]),
        where('origin=JFK', 0.8, [0.78, 0.82]),
      ],
      movedTogether(chunks),
    );
    assert.match(
      told?.explanation ?? '',
      /^ROC AUC fell\. Worst over the window where origin=LAX \(0\.58\s\[0\.55,\s0\.61\]\), origin=ORD \(0\.64\s\[0\.6,\s0\.68\]\)\. Moved with it: origin/,
    );
  });
});

describe('where it is worst', () => {
  it('names a segment once, however many checks look at it', () => {
    const lax = result({ segment: 'origin=LAX', value: 0.58, interval: [0.55, 0.61] });
    const [told] = withContext([result({ standing: true, standing_verdict: 'info' })], [lax, lax], []);
    assert.match(told?.explanation ?? '', /Worst over the window where origin=LAX \(\S+\s\S+\s\S+\)\.$/);
  });
});

describe('rank correlation', () => {
  it('shares ranks among equal values, as scipy does', () => {
    const pairs = [
      [1, 2],
      [2, 2],
      [2, 5],
      [4, 3],
      [9, 9],
      [9, 7],
    ] as const;
    // scipy 1.17.1: spearmanr([1, 2, 2, 4, 9, 9], [2, 2, 5, 3, 9, 7]).
    const found = rankCorrelation(pairs);
    close(found?.correlation ?? NaN, 0.8508410434878082, 1e-12);
    close(found?.pValue ?? NaN, 0.03171331782219683, 1e-12);
  });

  it('is nothing where a side does not vary', () => {
    assert.equal(
      rankCorrelation([
        [1, 1],
        [1, 2],
        [1, 3],
      ]),
      null,
    );
  });
});
