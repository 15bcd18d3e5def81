import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';

/** Share of text rows that could not be split into the file's columns. */
export const malformedShare = absoluteMetric({
  id: 'malformed_share',
  name: 'Malformed share',
  family: 'quality',
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  judged: 'own',
  windowOnly: true,
  always: true,
  defaults: { warn: { kind: 'none' }, alert: { kind: 'value', value: 0 } },
  definition:
    'share of the rows of the text logs that cannot be split into the file’s columns; they are in no other number. Where a stray quote takes many lines, each of them counts',
  formula: 'malformed rows / (malformed + readable rows)',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'Always on: a broken writer loses rows without a word.',
  avoid: 'For cells that cannot be read in a row that can: type_mismatch_share counts them.',
  compute: (input) => {
    const files = [input.facts.currentLog, input.facts.referenceLog, input.facts.labelLog]
      .filter((log) => log !== null)
      .flatMap((log) => log.files);
    const broken = files.filter((file) => file.malformed.count > 0);
    const malformed = broken.reduce((sum, file) => sum + file.malformed.count, 0);
    const readable = files.reduce((sum, file) => sum + file.rows, 0);
    const share = shareOf(malformed, malformed + readable, 'rows');
    if (malformed === 0) return { ...share, verdict: 'pass' };
    const places = broken
      .slice(0, 3)
      .map(
        (file) =>
          `${file.path} line ${file.malformed.lines.slice(0, 3).join(', ')} (${file.malformed.reason})`,
      );
    const more = broken.length > 3 ? ` and ${broken.length - 3} more files` : '';
    return {
      ...share,
      verdict: 'alert',
      because: `${malformed} ${malformed === 1 ? 'row' : 'rows'} could not be read: ${places.join('; ')}${more}. Mend the writer, or remove the rows.`,
    };
  },
});
