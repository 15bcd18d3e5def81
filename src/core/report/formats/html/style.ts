import { LIGHT } from '../../charts/palette.js';

const colour = (token: string): string => LIGHT[token] ?? 'inherit';

/** The page's whole style: light, 860 px, and the same on paper in grey. */
export const STYLE = `
*{box-sizing:border-box}
html{background:#fff}
body{margin:0 auto;max-width:860px;padding:56px 64px 64px;color:${colour('fg')};background:#fff;font:14px/21px ${colour('font')};-webkit-text-size-adjust:100%}
h1{margin:0;font-size:26px;line-height:34px;font-weight:650}
h2{margin:40px 0 0;font-size:16px;line-height:22px;font-weight:650}
h3{margin:24px 0 0;font-size:13px;line-height:20px;font-weight:650}
p{margin:4px 0 0;max-width:86ch}
.muted,.how{color:${colour('muted')};font-size:12.5px;line-height:18px}
.how{margin:2px 0 12px;max-width:none}
td.code,td.subject{white-space:nowrap;max-width:210px;overflow:hidden;text-overflow:ellipsis}
code,.code{font:600 12px/18px ${colour('mono')}}
b,.num,td,th{font-variant-numeric:tabular-nums}
.verdict{margin:24px 0 0;padding:2px 0 4px 18px;border-left:3px solid ${colour('rule-strong')}}
.verdict.alert{border-color:${colour('alert')}}.verdict.pass{border-color:${colour('pass')}}.verdict.error{border-color:${colour('alert')}}
.verdict h2{margin:0;font-size:18px;line-height:26px;display:flex;align-items:center;gap:8px}
.verdict p{font-size:15px;line-height:23px}
.icon{flex:none;vertical-align:-2.5px}
.icon.alert,.icon.error{color:${colour('alert')}}.icon.warn{color:${colour('warn')}}.icon.pass{color:${colour('pass')}}.icon.unknown,.icon.info{color:${colour('muted')}}
.families{margin:20px 0 0;padding:0;list-style:none;border-top:1px solid ${colour('rule')}}
.families li{display:grid;grid-template-columns:22px 110px 1fr;padding:4px 0;border-bottom:1px solid ${colour('rule')};align-items:baseline}
.families b{font-weight:600}
table{width:100%;table-layout:auto;border-collapse:collapse;margin:8px 0 0;font-size:13px}
th{font-weight:400;color:${colour('muted')};text-align:left;border-bottom:1px solid ${colour('rule-strong')};padding:4px 12px 4px 0;font-size:12px}
td{border-bottom:1px solid ${colour('rule')};padding:4px 12px 4px 0;vertical-align:top;overflow-wrap:anywhere}
.right{text-align:right;white-space:nowrap}
td.wide{white-space:normal}td.strong{font-weight:650}
tr.family td{border-bottom-color:${colour('rule-strong')};padding-top:16px;font-weight:650}
tr.family span{font-weight:400;color:${colour('muted')};margin-left:8px}
td.why{border-bottom:1px solid ${colour('rule')};padding:0 12px 6px 0;color:${colour('muted')};font-size:12.5px}
tr.explained td{border-bottom:0}
td.nowrap{white-space:nowrap}
figure{margin:12px 0 0;break-inside:avoid}
figure>svg{display:block;max-width:100%;height:auto;overflow:visible}
figcaption{font-size:13px;line-height:18px}
figcaption b{font-weight:650}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 24px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:12px;line-height:18px;color:${colour('muted')};margin:4px 0 0}
.legend i{display:inline-block;width:12px;height:10px;margin-right:6px;background:${colour('ref-soft')};border-top:1.5px solid ${colour('ref')}}
.legend i.cur{background:none;border-top:2px solid ${colour('cur')};height:4px;vertical-align:3px}
.legend i.tick{width:3px;height:12px;border:0;background:${colour('ref')};vertical-align:-1px}
.legend i.dot{width:9px;height:9px;border:0;border-radius:50%;background:${colour('cur')}}
.dumbbells{display:grid;grid-template-columns:128px 1fr 232px}
.dumbbells .names,.dumbbells .parts{padding-top:24px}
.dumbbells .names{font-size:12.5px}
.dumbbells .names div,.dumbbells .parts div{height:22px;line-height:22px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.dumbbells .parts div{display:grid;grid-template-columns:56px 56px 56px 64px;text-align:right;font-size:12px;font-variant-numeric:tabular-nums}
.dumbbells .parts .head{margin-top:-24px;height:24px;color:${colour('muted')}}
.dumbbells .rest{border-top:1px solid ${colour('rule-strong')}}
.lines{margin:8px 0 0;padding:0;list-style:none}
.lines li{display:grid;grid-template-columns:22px 1fr;padding:5px 0;border-bottom:1px solid ${colour('rule')}}
dl{display:grid;grid-template-columns:148px 1fr;gap:3px 0;margin:10px 0 0;font-size:12.5px;line-height:18px}
dt{color:${colour('muted')}}dt code{color:${colour('fg')}}
dd{margin:0;overflow-wrap:anywhere}
footer code{font-weight:400}
footer{margin-top:40px;border-top:1px solid ${colour('rule-strong')};padding-top:4px}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
@media (max-width:700px){body{padding:24px 16px 40px}.two,.dumbbells{grid-template-columns:1fr}.dumbbells .names{display:none}}
@media print{
@page{margin:16mm 14mm}
body{max-width:none;padding:0;font-size:12px;line-height:18px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2,h3{break-after:avoid}section.keep,figure,.verdict,tr,.families{break-inside:avoid}
h2{margin-top:28px}
}
`;
