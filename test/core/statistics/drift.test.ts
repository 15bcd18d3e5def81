import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { SequenceFold } from '../../../src/core/profile/extra/sequence.js';
import { adwin } from '../../../src/core/statistics/drift/adwin.js';
import { ddm } from '../../../src/core/statistics/drift/ddm.js';
import { pageHinkley } from '../../../src/core/statistics/drift/page-hinkley.js';
import { random } from '../../random.js';

interface Stream {
  readonly name: string;
  readonly kind: 'wrong' | 'loss' | 'slow';
  readonly parts: readonly (readonly [number, number])[];
  readonly seed: number;
  readonly adwin: readonly number[];
  readonly page_hinkley: readonly number[];
  readonly ddm?: readonly number[];
}

/** Recorded by test/oracle/drift.py from river (version inside). */
const oracle = JSON.parse(readFileSync('test/oracle/drift.json', 'utf8')) as { streams: Stream[] };

/** As `stream` of drift.py makes it. */
function valuesOf({ kind, parts, seed }: Stream): number[] {
  const next = random(seed);
  let last = parts[0]?.[1] ?? 0;
  return parts.flatMap(([rows, level]) => {
    const from = last;
    last = level;
    return Array.from({ length: rows }, (_, i) => {
      if (kind === 'wrong') return next() < level ? 1 : 0;
      if (kind === 'loss') return -level * Math.log(next());
      return from + ((level - from) * i) / rows + next();
    });
  });
}

function alarms(detector: (x: number) => boolean, values: readonly number[]): number[] {
  return values.flatMap((x, i) => (detector(x) ? [i] : []));
}

describe('sequential detectors', () => {
  for (const stream of oracle.streams) {
    it(`${stream.name}: the alarms of river`, () => {
      const values = valuesOf(stream);
      assert.deepEqual(alarms(adwin(), values), stream.adwin, 'adwin');
      assert.deepEqual(alarms(pageHinkley(), values), stream.page_hinkley, 'page_hinkley');
      if (stream.ddm !== undefined) assert.deepEqual(alarms(ddm(), values), stream.ddm, 'ddm');
    });
  }

  it('alarms are noted with the chunk they fall in, counted on over the chunks', () => {
    const stream = oracle.streams.find(({ name }) => name === 'more errors');
    assert.ok(stream);
    const fold = new SequenceFold();
    for (const [i, wrong] of valuesOf(stream).entries())
      fold.add(Math.floor(i / 500), i * 1000, wrong, wrong);
    const found = [...fold.finish()].flatMap(
      ([
        cell,
        {
          alarms: { ddm: alarm },
        },
      ]) => (alarm.first === null ? [] : [[cell, alarm.first.index, alarm.first.time]]),
    );
    const index = stream.ddm?.[0] ?? NaN;
    assert.deepEqual(found, [[Math.floor(index / 500), index, index * 1000]]);
  });
});
