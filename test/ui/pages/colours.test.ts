/** The tokens as VS Code's own themes make them: contrast, and what colour-blind readers can tell apart. */
import assert from 'node:assert/strict';

import { VERDICT_SHAPES } from '../../../src/core/report/charts/verdict-shapes.js';
import { contrast, distance, parseColour, seen, SIGHTS, type Rgb } from './colour-science';
import { Pages } from './dashboard-page';
import { THEMES, type Theme } from './webview-page';

const TOKENS = [
  'bg', 'fg', 'muted', 'link', 'rule', 'ref', 'ref-soft', 'cur', 'cur-soft', 'est', 'warn', 'alert', 'pass',
  'unknown', 'h0', 'h1', 'h2',
] as const; // prettier-ignore
type Token = (typeof TOKENS)[number];

/** Text and what it stands on. */
const TEXT: readonly (readonly [Token, Token])[] = [
  ['fg', 'bg'],
  ['muted', 'bg'],
  ['link', 'bg'],
  // The label of a limit, and the value in a cell that alerts.
  ['alert', 'bg'],
  ['bg', 'alert'],
  ['fg', 'h0'],
  ['fg', 'h1'],
  ['fg', 'h2'],
];
/** Marks that say something, on the page. */
const MARKS: readonly Token[] = ['cur', 'est', 'ref', 'warn', 'alert', 'pass', 'muted'];
/** What stands side by side and is told apart by colour, among other things. An estimate is dashed besides. */
const PAIRS: readonly (readonly [Token, Token])[] = [
  ['cur', 'ref'],
  ['cur', 'alert'],
  ['cur', 'bg'],
  ['est', 'bg'],
  ['alert', 'h2'],
  ['alert', 'h0'],
  ['alert', 'h1'],
  ['alert', 'bg'],
  ['warn', 'bg'],
];
/** Well above what is just seen. */
const APART = 15;

describe('the colours of the dashboard', function () {
  this.timeout(60_000);
  const pages = new Pages();
  const palettes = new Map<Theme, Readonly<Record<Token, Rgb>>>();

  before(async () => {
    const dashboard = await pages.open({});
    for (const theme of THEMES) {
      await dashboard.setTheme(theme);
      const computed = await dashboard.page.evaluate(
        (tokens) => {
          const probe = document.createElement('span');
          document.body.append(probe);
          return tokens.map((token) => {
            probe.style.color = `var(--tm-${token})`;
            return getComputedStyle(probe).color;
          });
        },
        [...TOKENS],
      );
      palettes.set(
        theme,
        Object.fromEntries(
          TOKENS.map((token, i) => [token, parseColour(computed[i] ?? '')]),
        ) as unknown as Readonly<Record<Token, Rgb>>,
      );
    }
    await dashboard.close();
  });
  after(() => pages.close());

  it('are never all that tells verdicts apart', () => {
    const shapes = Object.values(VERDICT_SHAPES).map(({ circle, d }) => `${circle} ${d}`);
    assert.equal(new Set(shapes).size, shapes.length);
  });

  for (const theme of THEMES) {
    const colour = (token: Token): Rgb => palettes.get(theme)?.[token] ?? [0, 0, 0];

    it(`give text 4.5:1 in ${theme}`, () => {
      for (const [text, ground] of TEXT) {
        const ratio = contrast(colour(text), colour(ground));
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    });

    it(`give marks 3:1 in ${theme}`, () => {
      for (const mark of MARKS) {
        const ratio = contrast(colour(mark), colour('bg'));
        assert.ok(ratio >= 3, `${mark}: ${ratio.toFixed(2)}`);
      }
    });

    for (const sight of SIGHTS) {
      it(`are apart in ${theme}, seen with ${sight === 'none' ? 'full colour' : sight}`, () => {
        for (const [one, other] of PAIRS) {
          const apart = distance(seen(colour(one), sight), seen(colour(other), sight));
          assert.ok(apart >= APART, `${one} and ${other}: ${apart.toFixed(1)}`);
        }
      });
    }
  }
});
