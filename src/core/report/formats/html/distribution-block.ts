import type { CategoryLine, DistributionView, FeatureView } from '../../charts/ledger.js';
import { labelled, type Draw } from './drawn.js';
import { html, type Markup } from './escape.js';
import { verdictIcon } from './icons.js';

const HALF = 348;
const DUMBBELL = 372;

/** One column that shifted: what it was and what it is, drawn and in numbers. */
export async function distributionBlock(feature: FeatureView, draw: Draw): Promise<Markup> {
  const { distribution } = feature;
  if (distribution === null) return html``;
  const drawn =
    distribution.kind === 'numeric'
      ? await numeric(distribution, draw)
      : await categorical(distribution, draw);
  return html`<section class="keep">
    <h3>
      ${verdictIcon(feature.verdict)} ${feature.code ? html`<code>${feature.name}</code>` : feature.name}
      ${feature.heading}
    </h3>
    <p class="muted">${feature.sentence}</p>
    ${drawn}
  </section>`;
}

async function numeric(distribution: DistributionView, draw: Draw): Promise<Markup> {
  const shares = distribution.shares.spec;
  const { changes } = distribution;
  const narrow = async (plot: typeof distribution.shares, width: number): Promise<Markup> =>
    labelled(await draw({ ...plot.spec, width }), plot.alt);
  return html`<div class="two">
    <figure>
      ${await narrow({ ...distribution.shares, spec: { ...shares, height: 190 } }, HALF - 52)}
      <p class="legend">
        <span><i></i>${distribution.reference}</span><span><i class="cur"></i>${distribution.current}</span>
      </p>
    </figure>
    <figure>
      ${changes === null ? null : await narrow(changes, HALF - 160)}
      <p class="legend"><span>Points gained (right) or lost (left), and the bin’s part of the PSI</span></p>
    </figure>
  </div>`;
}

async function categorical(distribution: DistributionView, draw: Draw): Promise<Markup> {
  const svg = await draw({ ...distribution.shares.spec, width: DUMBBELL - 28 });
  const { rest } = distribution;
  return html`<p class="legend">
      <span><i class="tick"></i>${distribution.reference}</span
      ><span><i class="dot"></i>${distribution.current}</span>
    </p>
    <div class="dumbbells">
      <div class="names">
        ${distribution.categories.map((line) => html`<div class="code">${line.label}</div>`)}${rest === null ? null : html`<div class="rest">${rest.label}</div>`}
      </div>
      <div>${labelled(svg, distribution.shares.alt)}</div>
      <div class="parts">
        <div class="head"><span>ref.</span><span>now</span><span>points</span><span>PSI part</span></div>
        ${distribution.categories.map((line) => parts(line, ''))}${rest === null ? null : parts(rest, 'rest')}
      </div>
    </div>`;
}

function parts(line: CategoryLine, cls: string): Markup {
  return html`<div class="${cls}">
    <span>${line.reference}</span><span>${line.current}</span><b>${line.points}</b><span>${line.part}</span>
  </div>`;
}
