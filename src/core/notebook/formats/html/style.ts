import { LIGHT } from '../../../report/charts/palette.js';
import { STYLE } from '../../../report/formats/html/style.js';

/** The palette of dark pages, as VS Code's Dark Modern has it. */
const DARK: Readonly<Record<string, string>> = {
  ...LIGHT,
  bg: '#1f1f1f',
  fg: '#cccccc',
  muted: '#a6a6a6',
  rule: '#343434',
  'rule-strong': '#5c5c5c',
  ref: '#8a8a8a',
  'ref-soft': '#3c3c3c',
  cur: '#3794ff',
  'cur-soft': '#254461',
  est: '#b180d7',
  warn: '#cca700',
  alert: '#f14c4c',
  pass: '#73c991',
  unknown: '#848484',
  h0: '#2b2b2b',
  h1: '#3a3a3a',
  h2: '#5a5028',
};

const LINK = { light: '#005fb8', dark: '#4daafc' };

const tokens = (palette: Readonly<Record<string, string>>): string =>
  Object.entries(palette)
    .map(([name, value]) => `--tm-${name}:${value}`)
    .join(';');

/** The rules of the check's page with tokens in the place of its light colours. */
function themed(): string {
  const names = Object.entries(LIGHT).filter(([name]) => !['font', 'mono', 'cell-edge'].includes(name));
  let style = STYLE.replaceAll('background:#fff', 'background:var(--tm-bg)');
  for (const [name, value] of names) {
    // Several tokens may share a colour in the light: the first one named so stands for it.
    style = style.replaceAll(`${value}`, `var(--tm-${name})`);
  }
  return style;
}

/** The style of an exported report: light and dark, and light on paper. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;${tokens(LIGHT)};--tm-link:${LINK.light}}
@media (prefers-color-scheme:dark){@media screen{:root{${tokens(DARK)};--tm-link:${LINK.dark}}}}
${themed()}
a{color:var(--tm-link)}
:focus-visible{outline:2px solid var(--tm-link);outline-offset:2px}
main>section,main>.prose{margin:0}
.prose p,.prose ul,.prose ol{font-size:14px;line-height:22px;max-width:78ch}
.prose p{margin:10px 0 0}.prose ul,.prose ol{margin:8px 0 0;padding-left:24px}
.prose h1{margin-top:0}.prose pre{overflow:auto;padding:8px 12px;background:var(--tm-h0)}
.prose blockquote{margin:12px 0 0;padding:0 0 0 14px;border-left:3px solid var(--tm-rule-strong);color:var(--tm-muted)}
.prose img{max-width:100%}.picture{color:var(--tm-muted)}
.prose table{width:auto}
.cell{margin:16px 0 0}
.value{font-weight:600;font-variant-numeric:tabular-nums}
.value.long{font-weight:inherit}.prose nav ol{padding:0}
.value.failed{font-weight:400;color:var(--tm-alert);border:1px dashed var(--tm-alert);padding:0 4px}
.value .icon{margin-left:2px}
.finding{font-size:14px;line-height:22px}
.verdict .heading{margin:0;font-size:18px;line-height:26px;font-weight:650;display:flex;align-items:center;gap:8px}
.tablebox{overflow-x:auto;margin:8px 0 0}.tablebox table{margin:0}
.tabletitle{font-size:13px;font-weight:650;margin:0}
table.data{width:auto;min-width:50%}
table.data td,table.data th{padding-right:16px;overflow-wrap:normal}
table.data td{max-width:460px;overflow-wrap:anywhere}
th.right,td.right{text-align:right}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;min-height:24px}
th button:hover{color:var(--tm-fg)}
th[aria-sort=ascending] button::after{content:' ↑'}th[aria-sort=descending] button::after{content:' ↓'}
.note{color:var(--tm-muted);font-size:12.5px;line-height:18px;margin:6px 0 0}
.trend{display:block;overflow:visible}
.trend polyline{fill:none;stroke:var(--tm-cur);stroke-width:1.5}.trend circle{fill:var(--tm-cur)}
.trend.alert polyline{stroke:var(--tm-alert)}.trend.alert circle{fill:var(--tm-alert)}
figure .sub{color:var(--tm-muted);font-size:12.5px;line-height:18px;display:block;margin:0 0 6px}
.drawing{position:relative;overflow-x:auto;overflow-y:hidden}
.drawing svg{display:block;max-width:100%;height:auto;overflow:visible}
.tip{position:absolute;pointer-events:none;background:var(--tm-bg);color:var(--tm-fg);border:1px solid var(--tm-rule-strong);padding:4px 8px;font-size:12px;line-height:18px;white-space:pre;z-index:2}
.error{border-left:3px solid var(--tm-alert);padding:2px 0 4px 18px}
.error b{display:flex;align-items:center;gap:8px}
details{margin:6px 0 0;font-size:12.5px}summary{cursor:pointer;color:var(--tm-muted);min-height:24px;line-height:24px}
nav{margin:20px 0 0;font-size:13px}nav ol{list-style:none;margin:4px 0 0;padding:0;columns:2;column-gap:24px}
nav li{line-height:24px;break-inside:avoid}nav li.deep{padding-left:16px}
@media (max-width:700px){nav ol{columns:1}}
@media print{details.values,nav,.tip{display:none}details.more>*{display:block}a{color:inherit;text-decoration:none}th button::after{content:''!important}.cell{break-inside:avoid-page}h2,h3{break-after:avoid-page}}
`.trim();
