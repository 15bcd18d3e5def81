import type { FeatureView } from '../../src/core/report/charts/ledger.js';
import type { FromDashboard, ToDashboard } from './protocol.js';

/** The pages of columns: asked for when somebody goes to one, and kept as long as the view they belong to. */
export class FeaturePages {
  #checkedAt = '';
  /** Null = asked for, or the report has none. */
  readonly #known = new Map<string, FeatureView | null>();

  constructor(private readonly send: (message: FromDashboard) => void) {}

  /** Another view: its columns have other pages. */
  reset(checkedAt: string): void {
    if (checkedAt === this.#checkedAt) return;
    this.#checkedAt = checkedAt;
    this.#known.clear();
  }

  /** A column's page; null while it is on its way. */
  get(column: string): FeatureView | null {
    const known = this.#known.get(column);
    if (known !== undefined) return known;
    this.#known.set(column, null);
    this.send({ type: 'feature', column });
    return null;
  }

  /** Takes an answer; tells whether it is of the view that is shown. */
  take({ column, checkedAt, feature }: Extract<ToDashboard, { type: 'feature' }>): boolean {
    if (checkedAt !== this.#checkedAt || feature === null) return false;
    this.#known.set(column, feature);
    return true;
  }
}
