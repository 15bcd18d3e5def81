import type { Gate } from './cases.js';

/** The bounds that were looked at, and how it went. */
export class GateList {
  readonly #lines: string[] = [];
  #met = 0;
  #goals = 0;

  /** Prints a figure with its bounds; nothing where there is no bound, or no figure. */
  judge(
    name: string,
    what: string,
    value: number | null,
    gate: Gate | undefined,
    side: 'below' | 'above',
  ): void {
    if (gate === undefined || value === null) return;
    const holds = (bound: number): boolean => (side === 'below' ? value <= bound : value >= bound);
    const [least, goal] = gate;
    const words = holds(goal) ? 'goal met' : holds(least) ? 'gate met' : 'NOT MET';
    if (holds(least)) this.#met++;
    if (holds(goal)) this.#goals++;
    const sign = side === 'below' ? '≤' : '≥';
    const figure = value >= 100 ? value.toFixed(0) : value.toFixed(2);
    const line = `${words.padEnd(9)} ${figure} ${what} (gate ${sign} ${least}, goal ${sign} ${goal})`;
    console.log(`  ${line}`);
    this.#lines.push(`${name.padEnd(14)} ${line}`);
  }

  print(): void {
    console.log(`\nGates: ${this.#met} of ${this.#lines.length} met, ${this.#goals} of the goals`);
    for (const line of this.#lines) console.log(`  ${line}`);
  }
}
