import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { benchCase } from './bench-case.js';
import { CASES, quick } from './cases.js';
import { CLI } from './commands.js';
import { GateList } from './gates.js';

/*
 * `npm run bench [-- --quick | --large] [--runs N] [CASE…]`: whole processes in turn, medians, ratios against baselines of
 * the same run, and the gates as met or not. Needs a build; with `BENCH_PYTHON` it compares with polars and pandas too.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Three tenths of the rows, one run: whether all of it works, and roughly how fast. */
    quick: { type: 'boolean', default: false },
    /** Ten and a hundred million rows too. */
    large: { type: 'boolean', default: false },
    runs: { type: 'string' },
  },
});
const runs = Number(values.runs ?? (values.quick ? 1 : 5));
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number above 0.');
const unknown = positionals.find((name) => !CASES.some((one) => one.name === name));
if (unknown !== undefined) {
  throw new Error(`There is no case ${unknown}; there are ${CASES.map(({ name }) => name).join(', ')}.`);
}
if (!existsSync(CLI)) throw new Error('There is no build: run npm run build first.');

const processors = cpus();
const [load = 0] = loadavg();
console.log(
  `Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, load ${load.toFixed(1)}`,
);
if (load > processors.length / 2) {
  console.log('The machine has other work: seconds are longer than they should be, ratios less so.');
}
if (values.quick) console.log('Few rows: the gates are for more, and tell little here.');

const gates = new GateList();
const context = { runs, gates, answers: new Map(), ours: new Map() };
const wanted = CASES.filter((one) =>
  positionals.length > 0 ? positionals.includes(one.name) : values.large || !one.large,
);
for (const one of wanted) await benchCase(values.quick ? quick(one) : one, context);
gates.print();
