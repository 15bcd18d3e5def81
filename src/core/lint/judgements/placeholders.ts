import { scalarsOf, type Source } from '../source/source.js';
import type { Remark } from '../reading.js';
import type { Judged } from './judgement.js';

const PLACEHOLDER =
  /^(TODO|FIXME|TBD|XXX+|change[-_]?me|fill[-_ ]?me)\b|^<[a-zA-Z][\w \-/.]*>$|^\[[A-Z][A-Z_ -]+\]$|^(fake|dummy)_\w+|(^|[/:@._-])your[-_ ](\w+)|^feature_?[1-9]$|@example\.com$|^https?:\/\/(www\.)?example\.com\b/i;

/** After so many the rest go without saying. */
const MOST = 5;

/** What a template left for its user to fill in. */
export const placeholders = ({ source }: Pick<Judged, 'source'>): Remark[] => {
  const values = scalarsOf(source).flatMap(({ at }) => {
    const text = at.text ?? '';
    if (at.isUnknown || !PLACEHOLDER.test(text)) return [];
    const shown = text.length > 40 ? `${text.slice(0, 37)}…` : text;
    return [
      {
        code: 'template-placeholder',
        message: `\`${shown}\` is what the template left here. Write your own value.`,
        at: at.mark,
      },
    ];
  });
  return [...values, ...marked(source)].slice(0, MOST);
};

/** MLflow marks in comments what must be filled in, above a value that is empty. */
function marked({ lines }: Source): Remark[] {
  return lines.flatMap((line, index) => {
    const at = /#\s*(FIXME::REQUIRED)\b/.exec(line);
    if (at === null) return [];
    const next = lines.slice(index + 1).find((text) => !/^\s*#/.test(text)) ?? '';
    if (!/:\s*(""|''|\[\]|~)?\s*(#.*)?$/.test(next)) return [];
    const column = at.index + 1;
    return [
      {
        code: 'template-placeholder',
        message:
          '`FIXME::REQUIRED` is what the template left here, and the value below is still empty. Write your own.',
        at: { start: { line: index + 1, column }, end: { line: index + 1, column: column + at[0].length } },
      },
    ];
  });
}
