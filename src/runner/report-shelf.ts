import { open } from 'node:fs/promises';

import { linesOf, ReportReader } from '../core/report/report-lines.js';
import type { Report } from '../core/report/report.js';
import { keepFile } from './keep-file.js';

/** Names a report that the editor has, so that it need not cross again. */
export interface ReportPlace {
  /** Path of the config that it is of. */
  readonly config: string;
  /** When it was made, ISO. */
  readonly checkedAt: string;
  /** File that it is kept in, or where none is, the report itself. */
  readonly kept: string | Report;
}

/** The reports that the editor may ask about: the last one made here, and those that are kept in files. */
export class ReportShelf {
  #last: { readonly config: string; readonly report: Report } | null = null;
  /** Files that are being written, by path: none is read before it is whole. */
  readonly #writing = new Map<string, Promise<void>>();

  /** `log` is told where a report could not be kept. */
  constructor(private readonly log: (text: string) => void) {}

  /** Takes a report that was made, and keeps it in a file where one is named. */
  put(config: string, report: Report, file: string | undefined): void {
    this.#last = { config, report };
    if (file !== undefined) this.keep(file, linesOf(report));
  }

  /** Writes lines to a file beside other work: not to be remembered is no reason to fail, or to wait. */
  keep(file: string, lines: Iterable<string>): void {
    const written = (this.#writing.get(file) ?? Promise.resolve())
      .then(() => keepFile(file, lines))
      .catch((error: unknown) => this.log(`${file} was not kept: ${String(error)}\n`))
      .then(() => {
        if (this.#writing.get(file) === written) this.#writing.delete(file);
      });
    this.#writing.set(file, written);
  }

  /** The report that is named. Rejects where it is kept nowhere any more. */
  async get({ config, checkedAt, kept }: ReportPlace): Promise<Report> {
    const last = this.#last;
    if (last?.config === config && last.report.generated_at === checkedAt) return last.report;
    if (typeof kept !== 'string') return kept;
    await this.#writing.get(kept);
    const report = await readReport(kept);
    if (report.generated_at !== checkedAt) throw new Error('Another report was written meanwhile.');
    return report;
  }
}

async function readReport(path: string): Promise<Report> {
  const reader = new ReportReader();
  const file = await open(path);
  try {
    for await (const line of file.readLines()) reader.take(line);
  } finally {
    await file.close();
  }
  return reader.whole();
}
