/** Small monitors, one for each state that a dashboard can be in, checked by the command line as built. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import type { Report } from '../../../src/core/report/report.js';
import { makeScratch } from '../../editor/scratch';
import { repoRoot } from '../sample';

interface Monitor {
  readonly config: string;
  readonly files: Readonly<Record<string, string>>;
}

const DAYS = 28;
const day = (i: number): string => `2024-0${i < 31 ? 1 : 2}-${String((i % 31) + 1).padStart(2, '0')}`;
/** The same numbers in every run. */
const noise = (i: number, k: number): number => ((i * 7919 + k * 104_729) % 1000) / 1000;

/** Rows of some days: an id, a time, a score, two features. */
function log(from: number, days: number, each: number, timed = true): string {
  const lines = [`id,${timed ? 't,' : ''}score,x,place`];
  for (let d = from; d < from + days; d++) {
    for (let i = 0; i < each; i++) {
      const n = d * each + i;
      lines.push(
        `${n},${timed ? `${day(d)}T${String(i % 24).padStart(2, '0')}:00:00Z,` : ''}${noise(n, 1)},${noise(n, 2)},${['a', 'b', 'c'][n % 3] ?? ''}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Labels of some days, known on a day each. */
function labels(from: number, days: number, each: number): string {
  const lines = ['id,label,known'];
  for (let d = from; d < from + days; d++) {
    for (let i = 0; i < each; i++) {
      const n = d * each + i;
      lines.push(`${n},${noise(n, 1) + noise(n, 3) > 1 ? 1 : 0},${day(d + 1)}T00:00:00Z`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const head = (columns: string): string => `version: 1
model: small
task: binary
positive: 1
logs:
  current: logs/current.csv
  reference: logs/reference.csv
  columns: { ${columns} }
  features: [x, place]
`;
const drift = `checks:
  stability:
    - { metric: psi, of: features }
`;
const reference = log(0, DAYS, 40);

/** The monitors by state. */
export const MONITORS = {
  'one chunk': {
    config: `${head('id: id, timestamp: t, score: score')}every: 1w\n${drift}`,
    files: { 'logs/reference.csv': reference, 'logs/current.csv': log(28, 7, 40) },
  },
  'no timestamps': {
    config: `${head('id: id, score: score')}${drift}`,
    files: { 'logs/reference.csv': log(0, DAYS, 40, false), 'logs/current.csv': log(28, 20, 40, false) },
  },
  'no labels ever': {
    config: `${head('id: id, timestamp: t, score: score')}every: 1d\n${drift}`,
    files: { 'logs/reference.csv': reference, 'logs/current.csv': log(28, 20, 40) },
  },
  partial: {
    config: `${head('id: id, timestamp: t, score: score')}every: 1d
feedback:
  labels: { path: labels.csv, id: id, label: label, received: known, matures: 5d }
${drift}  performance:
    - { metric: roc_auc, alert: { below: 0.5 } }
`,
    files: {
      'logs/reference.csv': reference,
      'logs/current.csv': log(28, 20, 40),
      'labels.csv': labels(28, 15, 40),
    },
  },
  'no rows': {
    config: `${head('id: id, timestamp: t, score: score')}every: 1d\n${drift}`,
    files: { 'logs/reference.csv': reference, 'logs/current.csv': log(28, 0, 0) },
  },
  'missing column': {
    config: `${head('id: id, timestamp: t, score: score').replace('[x, place]', '[x, plaec]')}every: 1d\n${drift}`,
    files: { 'logs/reference.csv': reference, 'logs/current.csv': log(28, 20, 40) },
  },
} as const satisfies Readonly<Record<string, Monitor>>;

export type SmallMonitor = keyof typeof MONITORS;

/** Checks a monitor: its report. Throws what the command printed where there is none. */
export function reportOf(name: SmallMonitor): Report {
  const folder = makeScratch('monitor');
  const { config, files } = MONITORS[name];
  fs.writeFileSync(path.join(folder, 'tidemark.yaml'), config);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(repoRoot, 'dist', 'cli.js'), 'check', '.', '--format', 'json', '--no-cache'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (stdout.trim() === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}
