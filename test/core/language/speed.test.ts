import assert from 'node:assert/strict';
import { completeAt } from '../../../src/core/language/completion.js';
import { hoverAt } from '../../../src/core/language/hover.js';
import { inlayHintsOf } from '../../../src/core/language/inlay-hints.js';
import { foldsOf, symbolsOf } from '../../../src/core/language/symbols.js';
import { lintConfig } from '../../../src/core/lint/lint-config.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { EXAMPLE_FILES, memoryHost } from '../lint/memory-host.js';
import { FACTS } from './facts-for-tests.js';

/** A config of a thousand lines that is as dense as it can be: a whole check on each. */
const LONG = `${COMPLETE}${Array.from({ length: 976 }, (_, i) => `    - { metric: missing_share, of: tenure, alert: { above: 0.${i + 1} } }`).join('\n')}\n`;

/** A thousand lines as most people write them. */
const BLOCKS = `${COMPLETE}${Array.from({ length: 244 }, (_, i) => `    - metric: missing_share\n      of: tenure\n      alert:\n        above: 0.${i + 1}`).join('\n')}\n`;

/** The median of some runs once warm, in milliseconds: one run alone tells more of the machine than of the code. */
async function median(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) await run();
  for (let i = 0; i < 7; i += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[3] ?? Infinity;
}

describe('a config of a thousand lines', function () {
  this.timeout(30_000);

  it('is linted in under 50 ms', async () => {
    for (const [name, text, most] of [
      ['in lines', BLOCKS, 50],
      // Three times the text: most of it is the YAML parser's. Twice its time on a quiet machine.
      ['in brackets', LONG, 150],
    ] as const) {
      assert.equal(text.split('\n').length - 1, 1000);
      const took = await median(() => lintConfig(text, 'tidemark.yaml', memoryHost(EXAMPLE_FILES), METRICS));
      if (process.env.TIDEMARK_TIMES) console.log(`      lint ${name} ${took.toFixed(1)} ms`);
      assert.ok(took < most, `${name}: ${took} ms`);
    }
  });

  it('is completed, hovered, outlined and hinted at once', async () => {
    for (const [name, run] of [
      ['complete', () => completeAt(LONG, LONG.length, FACTS)],
      ['hover', () => hoverAt(LONG, LONG.indexOf('metric: psi') + 9, FACTS)],
      ['symbols', () => symbolsOf(LONG)],
      ['folds', () => foldsOf(LONG)],
      ['hints', () => inlayHintsOf(LONG, FACTS)],
    ] as const) {
      const took = await median(run);
      if (process.env.TIDEMARK_TIMES) console.log(`      ${name} ${took.toFixed(1)} ms`);
      assert.ok(took < 150, `${name}: ${took} ms`);
    }
  });
});
