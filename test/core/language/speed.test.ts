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

/** The complete config with as many of these checks as fill a thousand lines; comments fill the rest. */
function filled(check: (i: number) => string): string {
  const size = check(1).split('\n').length;
  const left = 1000 - (COMPLETE.split('\n').length - 1);
  const checks = Array.from({ length: Math.floor(left / size) }, (_, i) => check(i + 1));
  return `${COMPLETE}${[...checks, ...Array.from({ length: left % size }, () => '# the end')].join('\n')}\n`;
}

/** A config that is as dense as it can be: a whole check on each line. */
const LONG = filled((i) => `    - { metric: missing_share, of: tenure, alert: { above: 0.${i} } }`);

/** A thousand lines as most people write them. */
const BLOCKS = filled(
  (i) => `    - metric: missing_share\n      of: tenure\n      alert:\n        above: 0.${i}`,
);

/** The fastest of some runs once warm, in milliseconds: the others tell more of the machine than of the code. */
async function fastest(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) await run();
  for (let i = 0; i < 9; i += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

/** A thousand lines with a mistake on each of the last twenty. */
const BROKEN = BLOCKS.split('\n')
  .map((line, i) => (i > 920 && i <= 1000 ? line.replace('missing_share', 'mising_share') : line))
  .join('\n');

describe('a config of a thousand lines', function () {
  this.timeout(30_000);

  it('is linted in under 50 ms', async () => {
    for (const [name, text, most] of [
      ['in lines', BLOCKS, 50],
      ['with twenty mistakes', BROKEN, 100],
      // Three times the text: most of it is the YAML parser's. Twice its time on a quiet machine.
      ['in brackets', LONG, 150],
    ] as const) {
      assert.equal(text.split('\n').length - 1, 1000);
      const took = await fastest(() => lintConfig(text, 'tidemark.yaml', memoryHost(EXAMPLE_FILES), METRICS));
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
      const took = await fastest(run);
      if (process.env.TIDEMARK_TIMES) console.log(`      ${name} ${took.toFixed(1)} ms`);
      assert.ok(took < 150, `${name}: ${took} ms`);
    }
  });
});
