import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { parseYaml } from '../../../src/core/config/parse-yaml.js';

/** All that a parsed text says of `node` and the nodes below: kind, value, source, place, comments. */
function picture(node: unknown): unknown {
  if (isPair(node)) return { key: picture(node.key), value: picture(node.value) };
  if (isAlias(node)) return { alias: node.source, range: node.range };
  if (isMap(node) || isSeq(node)) {
    const { flow, range, comment, commentBefore, spaceBefore, anchor, tag } = node;
    const kind = isMap(node) ? 'map' : 'list';
    const items = node.items.map(picture);
    return { kind, flow, range, comment, commentBefore, spaceBefore, anchor, tag, items };
  }
  if (isScalar(node)) {
    const { value, source, type, range, comment, commentBefore, spaceBefore, format, anchor, tag } = node;
    const { minFractionDigits } = node;
    const written = Object.is(value, -0) ? '-0' : typeof value === 'symbol' ? 'merge' : value;
    return {
      value: written,
      source,
      type,
      range,
      comment,
      commentBefore,
      spaceBefore,
      format,
      minFractionDigits,
      anchor,
      tag,
    };
  }
  return node;
}

/** The values as JSON, or the words with which they cannot be had. */
function plain(document: Document): string {
  try {
    return JSON.stringify(document.toJS()) ?? '';
  } catch (error) {
    return String(error);
  }
}

function assertAsTheLibrary(text: string): void {
  const lineCounter = new LineCounter();
  const expected = parseDocument(text, {
    merge: true,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    lineCounter,
  });
  const { document, lines } = parseYaml(text);
  const all = [document.errors, document.warnings].map((list) =>
    list.map(({ code, message, pos }) => ({ code, message, pos })),
  );
  const allExpected = [expected.errors, expected.warnings].map((list) =>
    list.map(({ code, message, pos }) => ({ code, message, pos })),
  );
  assert.deepEqual(all, allExpected, text);
  assert.deepEqual(picture(document.contents), picture(expected.contents), text);
  assert.deepEqual(
    [document.comment, document.commentBefore],
    [expected.comment, expected.commentBefore],
    text,
  );
  assert.deepEqual(lines.lineStarts, lineCounter.lineStarts, text);
  if (expected.errors.length === 0) assert.deepEqual(plain(document), plain(expected), text);
}

describe('parseYaml gives the nodes that the library gives', () => {
  const texts: readonly (readonly [string, string])[] = [
    [
      'a check on each line',
      'checks:\n  - { metric: psi, of: [a, b], alert: { above: 0.20 } } # why\n  - { x: 1 }\n',
    ],
    [
      'values of every type',
      'a: [1, -0, 0x1F, 0o17, 1e3, .5, 1., -.inf, .nan, null, ~, true, Null, yes, 007, 0.10]',
    ],
    [
      'texts that look like numbers',
      'a: [1.2.3, 2024-01-01, 30m, -a, 1_000, 10:30, 2001-06-18T00:00:00Z, 5 m, -]\n',
    ],
    ['quotes', `a: { b: "x: {y}, # z", c: 'it', d: "esc\\n", e: 'it''s' }\nb: ["", '']\n`],
    ['nothing between brackets', 'a: {}\nb: []\nc: [ ]\nd: {   }   \n'],
    ['a block of text', 'note: |\n  - { a: 1 }\n  b: [1]\nc: { d: 2 }\n'],
    ['text over several lines', 'note: words\n  - { a: 1 }\nc: { d: 2 }\n'],
    ['brackets over several lines', 'a: {\n  b: { c: 1 },\n  d: { e: 1 }\n}\n'],
    ['anchors, aliases, merge keys', 'a: &x { b: 1 }\nc: { <<: *x, d: 2 }\ne: *x\nf: { g: [*x] }\n'],
    ['keys twice', 'a: { b: 1, b: 2 }\na: [1]\n'],
    ['no value, no comma, no end', 'a: { b, c: }\nb: { c: 1 d: 2 }\nc: [1,, 2]\nd: [1, 2,]\ne: { f: 1\n'],
    ['Windows line ends', 'a: { b: 1 }\r\nc:\r\n  - [1, 2] # d\r\n'],
    ['a comment above, an empty line above', '# top\n\na:\n  # one\n  - { b: 1 }\n\n  - { c: 2 }\n# end\n'],
    ['only brackets', '{ a: 1 }\n'],
    ['a second document', 'a: { b: 1 }\n---\nc: { d: 1 }\n'],
    ['a word with a hash, without a space before it', 'a: { b: c#d }#e\nf: [g]#h\n'],
    ['lists in lists', '- - { a: 1 }\n  - [b, [c, { d: [] }]]\n-   - [e]\n'],
  ];
  for (const [name, text] of texts) {
    it(name, () => {
      assertAsTheLibrary(text);
    });
  }

  it('of any text put together from pieces of configs', () => {
    const pieces = [
      '{ a: 1 }',
      '[b, 0.50]',
      '{a: {b: "c"}, d: [ 1 ,2 ] }',
      '{ x: 1',
      'a: ',
      'key: ',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      '\r\n',
      ' # word',
      '#',
      ': ',
      ', ',
      '|\n',
      '>',
      '"',
      "'",
      '&n ',
      '*n',
      '!t ',
      '<<: ',
      '? ',
      '---',
      '\t',
      ' ',
      '-1.5e3',
      'null',
      'word word',
      '\u2028',
      'é',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, assertAsTheLibrary), { numRuns: 5000 });
    // Texts that are mostly right meet the fast way more often.
    const value = fc.constantFrom(
      ...pieces.slice(0, 3),
      '[1] # c',
      '[ - ]',
      '{ a: x y , b: z }',
      'plain',
      '|\n      - { t: 1 }',
    );
    const lines = fc.array(fc.tuple(fc.constantFrom('  - ', '  - k: ', '  - - '), value), {
      minLength: 1,
      maxLength: 8,
    });
    const good = lines.map((all) => `checks:\n${all.map(([head, rest]) => head + rest).join('\n')}\n`);
    fc.assert(fc.property(good, assertAsTheLibrary), { numRuns: 2000 });
  });
});
