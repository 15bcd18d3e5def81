/** The page of a table of rows by itself in a browser. */
import type { RowsPage as ReadRows } from '../../../src/core/profile/rows.js';
import type { RowsQuestion } from '../../../src/core/rows/question.js';
import { shownPage } from '../../../src/editor/rows/rows-messages.js';
import { sealed } from '../../../webview/shared/sealed.js';
import { parseFromRows, PROTOCOL, type FromRows, type ToRows } from '../../../webview/rows/protocol.js';
import type { Page } from '../../../harness/browser.mjs';
import { buildReport } from '../../core/report/views/report-builder';
import { Browser, WebviewPage, type WebviewOptions } from './webview-page';

/** A browser for tables, opened with the first of them. */
export class RowsPages {
  readonly #browser = new Browser();

  async open(options: RowsOptions = {}): Promise<RowsPage> {
    return RowsPage.open(await this.#browser.newPage(options), options);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

export interface RowsOptions extends WebviewOptions {
  /** Said when the page has asked for its first rows. */
  readonly messages?: readonly ToRows[];
}

/** One table with its host. */
export class RowsPage extends WebviewPage<FromRows> {
  private constructor(page: Page, { messages = [] }: RowsOptions) {
    super(page, {
      name: 'rows',
      title: 'Rows: origin, unseen',
      subject: { config: 'file:///flights/tidemark.yaml', question: QUESTION },
      opening: 'page',
      first: messages.map((message) => sealed(message, PROTOCOL)),
      parse: parseFromRows,
    });
  }

  static async open(page: Page, options: RowsOptions): Promise<RowsPage> {
    const own = new RowsPage(page, options);
    await own.load(options);
    return own;
  }

  /** Waits until it says what it shows. */
  async drawn(): Promise<void> {
    await this.page.locator('h1').first().waitFor();
  }

  /** Sends messages as the panel does. */
  async say(...messages: readonly ToRows[]): Promise<void> {
    await this.sayRaw(...messages.map((message) => sealed(message, PROTOCOL)));
  }
}

export const QUESTION: RowsQuestion = {
  side: 'current',
  chunk: '2001-03-12T00:00:00Z',
  column: 'origin',
  bin: { kind: 'unseen' },
};

/** Rows as an engine reads them. */
export function readRows(total: number, columns = ['origin', 'hour', 'scheduled_at']): ReadRows {
  return {
    columns: columns.map((name, i) => ({
      name,
      type: ['VARCHAR', 'BIGINT', 'TIMESTAMP'][i % 3] ?? 'VARCHAR',
    })),
    columnsInAll: columns.length,
    total,
    rows: Array.from({ length: Math.min(200, total) }, (_, row) => ({
      file: 'logs/scored-2001-06-18.parquet',
      row: 3 * row + 1,
      cells: columns.map((_name, i) =>
        i === 0 ? 'ONT' : row % 7 === i ? null : row % 11 === i ? '' : `${row % 24}`,
      ),
    })),
  };
}

/** A page as the panel sends it. */
export function pageMessage(read: ReadRows, question = QUESTION): ToRows {
  return { type: 'page', page: shownPage(buildReport(), question, read, { offset: 0, limit: 200 }) };
}
