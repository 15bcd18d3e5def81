import { random } from './random.js';

/* The rows of test/oracle/estimation.py, made by the same arithmetic. */

export const CLASSES = ['cat', 'dog', 'owl'];

/** As `binary_rows` there. */
export function binaryRows(
  n: number,
  seed: number,
  power: number,
): { score: number; said: number; label: number }[] {
  const next = random(seed);
  return Array.from({ length: n }, () => {
    const score = Math.floor(next() ** power * 1000) / 1000;
    return { score, said: Number(score >= 0.5), label: Number(next() < 0.15 + 0.6 * score) };
  });
}

/** As `class_rows` there. */
export function classColumns(
  n: number,
  seed: number,
  lean: number,
): Record<'p_cat' | 'p_dog' | 'p_owl', number[]> & Record<'said' | 'label', string[]> {
  const next = random(seed);
  const scores: [number[], number[], number[]] = [[], [], []];
  const [said, label]: [string[], string[]] = [[], []];
  for (let i = 0; i < n; i++) {
    const raw = CLASSES.map((_, c) => next() + (c === 0 ? lean : 0));
    const sum = raw.reduce((total, x) => total + x, 0);
    const p = raw.slice(0, 2).map((x) => Math.floor((x / sum) * 1e9) / 1e9);
    p.push(1 - (p[0] as number) - (p[1] as number));
    const softer = p.map((x) => 0.2 + x);
    const draw = next() * softer.reduce((total, x) => total + x, 0);
    let at = 0;
    label.push(CLASSES[softer.findIndex((x) => draw < (at += x))] ?? 'owl');
    said.push(CLASSES[p.indexOf(Math.max(...p))] as string);
    for (const [c, column] of scores.entries()) column.push(p[c] as number);
  }
  const [p_cat, p_dog, p_owl] = scores;
  return { p_cat, p_dog, p_owl, said, label };
}

/** As `regression_rows` there. */
export function regressionColumns(
  n: number,
  seed: number,
  power: number,
): Record<'x' | 'said' | 'label', number[]> & { kind: string[] } {
  const next = random(seed);
  const columns = { x: [] as number[], kind: [] as string[], said: [] as number[], label: [] as number[] };
  for (let i = 0; i < n; i++) {
    const x = next() ** power;
    const kind = next() < 0.3 ? 'b' : 'a';
    const said = 10 + 5 * x;
    columns.x.push(x);
    columns.kind.push(kind);
    columns.said.push(said);
    columns.label.push(said + (0.5 + 2 * x + (kind === 'b' ? 2 : 0)) * (next() + next() - 1));
  }
  return columns;
}
