/** Widths of letters in ems, as the interface fonts of the common systems have them, at the wider end. */
const NARROW = /[\s.,:;'’|!()[\]{}fijlrtI/\\-]/u;
const WIDE = /[mwMW%@—…]/u;
const CAPITAL = /\p{Lu}/u;
/** Letters as wide as they are high: from the first of the East Asian blocks on. */
const FULL = /[\u2e80-\uffff]|[\u{10000}-\u{10ffff}]/u;

const BOLD = 1.07;

/** About the width of a line in px, where nothing can measure it. */
export function textWidth(text: string, fontSize: number, bold: boolean): number {
  let ems = 0;
  for (const letter of text) {
    if (FULL.test(letter)) ems += 1;
    else if (WIDE.test(letter)) ems += 0.92;
    else if (NARROW.test(letter)) ems += 0.36;
    else if (CAPITAL.test(letter)) ems += 0.72;
    else ems += 0.59;
  }
  return ems * fontSize * (bold ? BOLD : 1);
}
