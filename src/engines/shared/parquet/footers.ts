import { readFooter, type ParquetFooter } from './footer.js';

/** Footers that are remembered; that of a wide file is large. */
const MOST = 32;

/** The footers of files, each read once while it is in use. */
export class Footers {
  readonly #known = new Map<string, ParquetFooter>();

  /** Throws UnreadableParquet; the system's own error where there is no such file. */
  of(path: string): ParquetFooter {
    const footer = this.#known.get(path) ?? readFooter(path);
    this.#known.delete(path);
    this.#known.set(path, footer);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return footer;
  }

  /** What is there now is another file. */
  forget(path: string): void {
    this.#known.delete(path);
  }
}
