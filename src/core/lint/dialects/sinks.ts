import type { Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const SAMPLE = /message-dumper|hello-display|event-display|webhook\.site|requestbin|httpbin/;
const IN_CLUSTER =
  /^http:\/\/([a-z0-9_-]+(\.[a-z0-9-]+)?|[^/]*\.svc(\.cluster\.local)?|localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?(\/|$)/i;

/** Plain http, or a sample that only prints: said with its host left out, since addresses can hold keys. */
export function insecureSink(url: Cursor, what: string, reading: Draft): void {
  const text = url.text ?? '';
  if (url.isUnknown && !text.startsWith('http://')) return;
  if (SAMPLE.test(text)) {
    reading.remarks.push({
      code: 'insecure-receiver',
      severity: 'info',
      message: `The ${what} go to a sample that only prints them. Name a receiver that keeps them.`,
      at: url.mark,
    });
  } else if (text.startsWith('http://')) {
    const inside = IN_CLUSTER.test(text);
    reading.remarks.push({
      code: 'insecure-receiver',
      severity: inside ? 'info' : 'warning',
      message: inside
        ? `The ${what} travel in plain http; inside a cluster that may be meant.`
        : `The ${what} travel in plain http, so everybody on the way reads them. Write https.`,
      at: url.mark,
    });
  }
}
