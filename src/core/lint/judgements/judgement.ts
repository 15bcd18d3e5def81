import type { Reading, Remark } from '../reading.js';
import type { Source } from '../source/source.js';

/** What a judgement looks at: what the file says, and the file. */
export interface Judged {
  readonly reading: Reading;
  readonly source: Source;
}

/** Finds one kind of defect in a file of any dialect. Pure. */
export type Judgement = (judged: Judged) => readonly Remark[];
