import type { Reading, ReadingValue } from '../../src/core/report/charts/ledger.js';
import { h } from '../shared/dom.js';
import { verdictIcon } from '../shared/icons.js';

/** What the reading column says of a chunk: values with their swatches, verdict, rows. */
export function readingLines(reading: Reading | undefined): Node[] {
  if (reading === undefined) return [];
  const lines: Node[] = reading.values.map(valueLine);
  if (reading.words !== '') {
    lines.push(
      h(
        'div',
        { class: `verdict-line${reading.verdict === null ? ' muted' : ''}` },
        reading.verdict === null ? null : verdictIcon(reading.verdict, 14),
        h('span', {}, reading.words),
      ),
    );
  }
  if (reading.note !== '') lines.push(h('div', { class: 'muted small more' }, reading.note));
  return lines;
}

function valueLine({ swatch, name, value, detail }: ReadingValue): HTMLElement {
  return h(
    'div',
    { class: `value-line${swatch === null ? ' plain' : ''}` },
    swatch === null ? null : h('i', { class: `swatch ${swatch}` }),
    name === '' ? null : h('span', { class: 'value-name' }, name),
    h('b', { class: 'num' }, value),
    detail === '' ? null : h('span', { class: 'muted num detail' }, detail),
  );
}
