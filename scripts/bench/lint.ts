import { parseDocument } from 'yaml';

import { lintConfig } from '../../src/core/lint/lint-config.js';
import { COMPLETE } from '../../src/core/lint/rules/example.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import { EXAMPLE_FILES, memoryHost } from '../../test/core/lint/memory-host.js';

/*
 * `npm run bench:lint`: what a keystroke in a config of a thousand lines costs, against parsing its YAML and nothing
 * else in the same run; the gate is 50 ms.
 */
const GATE_MS = 50;
const RUNS = 15;

/** The complete config with as many of these checks as fill a thousand lines; comments fill the rest. */
function filled(check: (i: number) => string): string {
  const size = check(1).split('\n').length;
  const left = 1000 - (COMPLETE.split('\n').length - 1);
  const checks = Array.from({ length: Math.floor(left / size) }, (_, i) => check(i + 1));
  return `${COMPLETE}${[...checks, ...Array.from({ length: left % size }, () => '# the end')].join('\n')}\n`;
}

const BLOCKS = filled(
  (i) => `    - metric: missing_share\n      of: tenure\n      alert:\n        above: 0.${i}`,
);
const TEXTS: readonly (readonly [string, string])[] = [
  ['in lines', BLOCKS],
  [
    'in lines, with twenty mistakes',
    BLOCKS.split('\n')
      .map((line, i) => (i > 920 && i <= 1000 ? line.replace('missing_share', 'mising_share') : line))
      .join('\n'),
  ],
  // Three times the text: a whole check on each line.
  ['in brackets', filled((i) => `    - { metric: missing_share, of: tenure, alert: { above: 0.${i} } }`)],
];

/** Median time of some runs once warm, ms. */
async function timeOf(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 2 * RUNS; i++) {
    const started = performance.now();
    await run();
    if (i >= RUNS) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}

console.log('| a config of 1 000 lines | lint | its YAML alone | ratio | gate |\n|---|---|---|---|---|');
for (const [name, text] of TEXTS) {
  const parse = await timeOf(() => parseDocument(text));
  const lint = await timeOf(() => lintConfig(text, 'tidemark.yaml', memoryHost(EXAMPLE_FILES), METRICS));
  const met = lint < GATE_MS ? 'met' : 'not met';
  console.log(
    `| ${name} | ${lint.toFixed(1)} ms | ${parse.toFixed(1)} ms | ${(lint / parse).toFixed(1)} | ${GATE_MS} ms: ${met} |`,
  );
}
