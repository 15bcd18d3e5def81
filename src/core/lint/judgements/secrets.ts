import type { Cursor } from '../source/cursor.js';
import { scalarsOf } from '../source/source.js';
import type { Remark } from '../reading.js';
import type { Judged } from './judgement.js';

const KEY =
  /(^|[_-])(password|passwd|secret|token|api_?key|access_?key|secret_?key|private_?key|account_?key|auth_?token|integration_key|routing_key|service_key)$/i;
const WEBHOOK =
  /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{8,}|discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}|\.webhook\.office\.com\/webhookb2\/\S{20,}/;
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:([^\s/@]+)@/i;
const KNOWN =
  /\b(AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30,}|xox[abps]-[\w-]{10,}|sk-[A-Za-z0-9]{32,}|AIza[\w-]{30,})\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const NO_SECRET =
  /^(\$|<|\{\{|!|env:|vault:|arn:|secretref|secrets?[./]|file:|ref\+|\*+$|x+$|null$|none$|true$|false$)|your[-_ ]|change[-_]?me|placeholder|example|xxx|todo|_(key|token|secret|password|env)$|\.\.\.$/i;

const NAMES = /^(labels|annotations|match(_re|Labels)?|matchers|permissions)$/;

/** A password, token or key in clear text. Its text is never shown. */
export const secrets = ({ source }: Pick<Judged, 'source'>): Remark[] =>
  scalarsOf(source).flatMap(({ path, at }) => {
    const what = secretIn(path, at);
    if (what === null) return [];
    return [
      {
        code: 'secret-in-clear-text',
        message: `${what} stands here in clear text, for everybody who can read the repository. Take it back where it was issued, and name a variable or a secret store in its place.`,
        at: at.mark,
      },
    ];
  });

function secretIn(path: readonly string[], at: Cursor): string | null {
  const name = path.at(-1) ?? '';
  const text = at.text ?? '';
  if (text === '' || at.isUnknown) return null;
  if (KNOWN.test(text)) return 'A key';
  if (/(^|;)\s*(AccountKey|SharedAccessKey|Password|Pwd)=[^;\s$<{]{6,}/i.test(text))
    return 'A connection with its key';
  if (WEBHOOK.test(text)) return 'A webhook with its key';
  const inUrl = URL_WITH_PASSWORD.exec(text)?.[1];
  if (inUrl !== undefined && !NO_SECRET.test(inUrl)) return 'An address with its password';
  if (!KEY.test(name) || NO_SECRET.test(text) || typeof text !== 'string') return null;
  // A limit such as `max_token: 512` and a name such as `token: label` are no secrets.
  if (/^\d{1,6}$/.test(text) && !/passw/i.test(name)) return null;
  // Names by which others find a thing, and what a workflow may do: `routing_key: my-team`, `id-token: write`.
  if (NAMES.test(path.at(-2) ?? '') && !/^(?=.*\d)(?=.*[a-z])\S{16,}$/i.test(text)) return null;
  if (/\s/.test(text) || text.length < 4 || /^\/|^\.{1,2}\//.test(text)) return null;
  return `The value of \`${name}\``;
}
