import assert from 'node:assert/strict';

import { AskedParts } from '../../../../webview/dashboard/asked-parts.js';

describe('asked parts', () => {
  function parts(): { asked: string[]; parts: AskedParts<string> } {
    const asked: string[] = [];
    return { asked, parts: new AskedParts((name) => asked.push(name)) };
  }

  it('are asked for once a view, and shown until the next view has its own', () => {
    const { asked, parts: columns } = parts();
    columns.reset('first');
    assert.equal(columns.get('age'), null);
    assert.ok(columns.take('age', 'first', 'age 1'));
    assert.equal(columns.get('age'), 'age 1');
    columns.reset('second');
    assert.equal(columns.get('age'), 'age 1');
    assert.ok(!columns.take('age', 'first', 'age 1, late'));
    assert.ok(columns.take('age', 'second', 'age 2'));
    assert.equal(columns.get('age'), 'age 2');
    assert.deepEqual(asked, ['age', 'age']);
  });

  it('still stand in where no answer came in a whole view', () => {
    const { parts: columns } = parts();
    columns.reset('first');
    columns.get('age');
    columns.take('age', 'first', 'age 1');
    columns.reset('second');
    columns.get('age');
    columns.reset('third');
    assert.equal(columns.get('age'), 'age 1');
  });

  it('never stand in for what nobody looked at in the view before, or what it no longer had', () => {
    const { parts: columns } = parts();
    columns.reset('first');
    for (const name of ['age', 'plan']) {
      columns.get(name);
      columns.take(name, 'first', `${name} 1`);
    }
    columns.reset('second');
    columns.get('plan');
    assert.ok(columns.take('plan', 'second', null));
    assert.equal(columns.get('plan'), null);
    columns.reset('third');
    assert.equal(columns.get('age'), null);
    assert.equal(columns.get('plan'), null);
  });
});
