import assert from 'node:assert/strict';
import { hoverAt } from '../../../src/core/language/hover.js';
import type { LanguageFacts } from '../../../src/core/language/facts.js';
import { buildReport } from '../report/views/report-builder.js';
import { atMark, FACTS, NO_FACTS } from './facts-for-tests.js';

function hover(marked: string, facts: LanguageFacts = FACTS): string | null {
  const { text, offset } = atMark(marked);
  return hoverAt(text, offset, facts)?.markdown ?? null;
}

describe('hovers', () => {
  it('explain a metric, and show its last values with their course', () => {
    const told = hover('checks:\n  stability:\n    - { metric: p^si, of: features }') ?? '';
    assert.match(told, /\*\*Population stability index\*\* \(`psi`, stability\)/);
    assert.match(
      told,
      /Formula.*Range\*\* 0 to ∞, worse when higher.*warns above 0\.1, alerts above 0\.25.*Use.*Source/s,
    );
    assert.match(told, /Last check\*\* of 1 July 2001: alert \(warning above 0\.1, alert above 0\.25\)/);
    assert.match(
      told,
      /\| origin \| \*\*0\.371\*\* \| \[.*\] \| alert \| `[▁▂▃▄▅▆▇█ ]+` \| from 0\.012 in the week of 29 January to 0\.371/,
    );
    assert.match(told, /\| hour \| \*\*0\.012\*\* .* \| holds \|/);
  });

  it('say so where there is no last value', () => {
    assert.match(hover('checks:\n  stability:\n    - metric: p^si', NO_FACTS) ?? '', /Not checked yet\.$/);
    const elsewhere = hover('checks:\n  stability:\n    - metric: k^s') ?? '';
    assert.match(elsewhere, /The last check had no such check here\.$/);
    assert.equal(hover('checks:\n  stability:\n    - metric: unk^nown'), null);
  });

  it('explain keys with default and allowed values', () => {
    assert.match(
      hover('logs:\n  gr^ace: 2h') ?? '',
      /\*\*grace\*\*: How late .*A length of time.*Default: 1h\./s,
    );
    assert.match(hover('ta^sk: binary') ?? '', /One of `binary`, `multiclass`, `regression` or `ranking`\./);
    assert.equal(hover('nonsen^se: 1'), null);
  });

  it('tell of a column its kind, where it is and what the last report says', () => {
    const told = hover('logs:\n  features: [ori^gin]') ?? '';
    assert.match(told, /\*\*origin\*\*: categorical, in the current log and the reference/);
    assert.match(told, /Now: A0 0\.40\s%, .* and 25 others\\?\./);
    assert.match(told, /- `psi` 0\.371, alert `[▁▂▃▄▅▆▇█ ]+` from/);
    assert.match(hover('logs:\n  features: [ho^ur]') ?? '', /median 4, 90 % between 0 and 9/);
    assert.equal(hover('logs:\n  features: [nob^ody]'), null);
  });

  it('tell what `of` stands for, and how many rows a log has', () => {
    assert.match(
      hover('logs:\n  features: [a, b]\nchecks:\n  stability:\n    - { metric: psi, of: feat^ures }') ?? '',
      /2 columns are watched/,
    );
    assert.match(
      hover('logs:\n  current: lo^gs/*.csv') ?? '',
      /12 files with 12\u202f000 rows in the last check/,
    );
  });

  it('let no name from a log write Markdown', () => {
    const name = '](command:evil) | <img src=x> `';
    const report = buildReport({ features: [name, 'hour'] });
    const told = hover('checks:\n  stability:\n    - metric: p^si', { ...FACTS, report }) ?? '';
    assert.doesNotMatch(told, /(?<!\\)(\](?=\(command)|<img)/);
    assert.match(told, /\\\]\\\(command/);
  });
});
