import { writeFile } from 'node:fs/promises';
import process from 'node:process';

import { format } from 'prettier';

import { COVERAGE_DESIGNS, coverageOf } from '../../test/simulation/coverage.js';
import { alarmsOf, COLUMN_KINDS, type Alarms } from '../../test/simulation/false-alarms.js';

/* The large run of the simulations: writes docs/simulation.md. `node --import tsx scripts/simulate/main.ts [draws]`. */
const draws = Number(process.argv[2] ?? 1000);
const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const lines = [
  '# Simulations',
  '',
  'Written by `scripts/simulate`. Everything is seeded, so that the same numbers come again.',
  '',
  '## How often 95 % intervals hold the truth',
  '',
  `${draws} draws of each design (of estimates a quarter). The truth is the value of the population; of estimates what the metric turns out to be on the same rows. Promised are 93 to 97 % (\`ece\` and estimates: 90 to 98 %). One design falls short: \`average_precision\` of overconfident scores, whose interval (Boyd 2013) is a little too short there.`,
  '',
  '| design | metric | held |',
  '|---|---|---|',
];
for (const design of COVERAGE_DESIGNS) {
  const few = design.metrics[0]?.startsWith('estimated') ?? false;
  const slow = design.name.startsWith('errors that grow');
  for (const { metric, held, draws: made } of coverageOf(
    design,
    Math.ceil(draws / (slow ? 20 : few ? 4 : 1)),
  )) {
    lines.push(`| ${design.name} | \`${metric}\` | ${percent(held, made)} |`);
  }
  console.error(design.name);
}

/** What is behind the numbers for few rows. */
const REMARK =
  'Five in a hundred is what the checks promise (`alerts.false_discovery_rate`). On few rows the laws behind the p-values do not keep it: of a column that is mostly zero, thirty rows that hardly vary by chance look certain to Welch’s test. So where a side is small and a law speaks of a shift, the rows of both sides are drawn anew, up to 5 000 times, and the shift must be rare among these draws too. The p-value stays as it is defined; the q-value, on which an alert depends, takes the larger of the two.';

const ROWS = [30, 300, 3000, 30_000];

function table(title: string, words: string, runs: readonly Alarms[]): void {
  lines.push(
    '',
    `## ${title}`,
    '',
    words,
    '',
    `| columns | metric | ${ROWS.map((rows) => `${rows} rows`).join(' | ')} |`,
    `|---|---|${ROWS.map(() => '---').join('|')}|`,
  );
  for (const kind of COLUMN_KINDS) {
    for (const metric of kind.metrics) {
      const cells = ROWS.map((rows) => {
        const run = runs.find((one) => one.kind === kind.name && one.metric === metric && one.rows === rows);
        return run === undefined ? '–' : percent(run.alerts, run.chunks);
      });
      lines.push(`| ${kind.name} | \`${metric}\` | ${cells.join(' | ')} |`);
    }
  }
}

const runs = (features: number, shift: number, of: (rows: number) => number): Alarms[] =>
  ROWS.flatMap((rows) =>
    COLUMN_KINDS.flatMap((kind) => {
      console.error(`${rows} rows, ${kind.name}`);
      return alarmsOf(kind, { rows, reference: 10_000, features, chunks: of(rows), shift });
    }),
  );
table(
  'False alarms',
  'Share of chunks in which a check with default limits over 50 columns without any shift raises an alert for any of them (reference of 10 000 rows).',
  runs(50, 0, (rows) => Math.ceil(draws / (rows > 10_000 ? 50 : 10))),
);
lines.push('', REMARK);
table(
  'Power',
  'Share of chunks in which one column that shifted by 0.3 raises an alert: 0.3 standard deviations (normal), 0.3 (Cauchy), 0.3 of the rows leave the mass on zero, 0.3 of the rows take the rarest category.',
  runs(1, 0.3, () => Math.ceil(draws / 10)),
);
await writeFile('docs/simulation.md', await format(`${lines.join('\n')}\n`, { parser: 'markdown' }));
