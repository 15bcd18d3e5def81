import assert from 'node:assert/strict';

import {
  parseViewQuery,
  parseViewSettings,
  viewQuery,
  type ViewLink,
} from '../../../src/core/link/view-link.js';

const LINK: ViewLink = {
  folder: 'my flights',
  config: 'models/delay & co/tidemark.yaml',
  model: 'flight-delay',
  column: 'a=b&c#d </script> ü',
  chunk: '2001-06-18T00:00:00Z',
  zoom: ['2001-05-07T00:00:00Z', '2001-06-18T00:00:00Z'],
  segment: 'plan=a&b </script> \u202E',
};

describe('links to a view', () => {
  it('come back as they were made', () => {
    assert.deepEqual(parseViewQuery(viewQuery(LINK)), LINK);
    const bare = { ...LINK, column: null, chunk: null, zoom: null, segment: null };
    assert.deepEqual(parseViewQuery(viewQuery(bare)), bare);
  });

  it('name no file outside their folder', () => {
    for (const config of [
      '../tidemark.yaml',
      'a/../../tidemark.yaml',
      '/etc/tidemark.yaml',
      'C:/tidemark.yaml',
      'a\\..\\..\\tidemark.yaml',
      'a//tidemark.yaml',
      './tidemark.yaml',
      '%2e%2e/tidemark.yaml',
      'file:///etc/tidemark.yaml',
      'a/\u0000/tidemark.yaml',
      '',
    ]) {
      assert.equal(parseViewQuery(viewQuery({ ...LINK, config })), null, config);
    }
    // Encoded twice it is a path with a percent sign, and none that we take.
    assert.equal(parseViewQuery('folder=a&model=m&config=%252e%252e%252ftidemark.yaml'), null);
  });

  it('are nothing where a part is missing, doubled or endless', () => {
    assert.equal(parseViewQuery(''), null);
    assert.equal(parseViewQuery('folder=a&config=tidemark.yaml'), null);
    assert.equal(parseViewQuery('folder=a&model=m&config=tidemark.yaml&config=other.yaml'), null);
    assert.equal(parseViewQuery(viewQuery({ ...LINK, model: 'x'.repeat(2000) })), null);
    const half = parseViewQuery('folder=a&model=m&config=tidemark.yaml&from=b&chunk=%0a');
    assert.deepEqual([half?.zoom, half?.chunk], [null, null]);
  });

  it('take settings from a page only as what they are', () => {
    const { column, chunk, zoom, segment } = LINK;
    const settings = { column, chunk, zoom, segment };
    assert.deepEqual(parseViewSettings({ ...settings, more: 1 }), settings);
    for (const bad of [
      null,
      1,
      {},
      { column, chunk, zoom: ['a'], segment },
      { column, chunk, zoom },
      { column: 1, chunk, zoom, segment },
      { column, chunk, zoom, segment: 'x'.repeat(2000) },
      { column, chunk, zoom: [1, 2], segment },
    ])
      assert.equal(parseViewSettings(bad), null);
  });
});
