import { setImmediate } from 'node:timers/promises';

import { ReportReader } from '../core/report/report-lines.js';
import type { Report } from '../core/report/report.js';

/** A report that comes in lines: each is read in a turn of the loop of its own. */
export class IncomingReport {
  readonly #reader = new ReportReader();
  #reading: Promise<void> = Promise.resolve();

  take(line: string): void {
    this.#reading = this.#reading.then(() => setImmediate()).then(() => this.#reader.take(line));
    // Whoever wants the whole hears of a failure.
    this.#reading.catch(() => undefined);
  }

  /** The report, once every line was read. Rejects with SyntaxError where one is none of a report. */
  async whole(): Promise<Report> {
    await this.#reading;
    return this.#reader.whole();
  }
}
