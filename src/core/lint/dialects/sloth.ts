import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

/** Sloth: service levels from which it writes Prometheus rules. */
export const sloth: Dialect = {
  name: 'sloth',
  hints: [/prometheus\/v1|PrometheusServiceLevel/],
  read(source) {
    const mine = source.documents.filter(
      (root) =>
        (root.get('version').text === 'prometheus/v1' && root.has('slos')) ||
        root.get('kind').text === 'PrometheusServiceLevel',
    );
    const first = mine[0];
    if (first === undefined) return null;
    const body = (root: Cursor): Cursor => (root.has('slos') ? root : root.get('spec'));
    const reading = draft('sloth', body(first).get('slos'), { primary: false });
    for (const root of mine) readService(body(root), reading);
    return reading;
  },
};

function readService(body: Cursor, reading: Draft): void {
  const slos = body.get('slos').items();
  for (const slo of slos) {
    const name = slo.get('name').text ?? '';
    const at = slo.get('name').exists ? slo.get('name').mark : slo.keyMark;
    raise(reading, 'operations', cell('configured', `The objective \`${name}\` watches the service`, at));
    const alerting = slo.get('alerting');
    const off = ['page_alert', 'pageAlert', 'ticket_alert', 'ticketAlert'].filter(
      (kind) => alerting.get(kind, 'disable').flag === true,
    );
    if (off.length >= 2) {
      raise(
        reading,
        'alerting',
        cell('missing', `Both alerts of \`${name}\` are switched off`, alerting.keyMark),
      );
      reading.remarks.push({
        code: 'monitoring-disabled',
        message: `Both alerts of \`${name}\` are switched off, so a spent error budget is seen by nobody. Enable \`page_alert\` or \`ticket_alert\`, or say here why not.`,
        at: alerting.keyMark,
      });
    } else
      raise(
        reading,
        'alerting',
        cell('configured', `\`${name}\` pages or opens a ticket`, alerting.exists ? alerting.keyMark : at),
      );
    const objective = slo.get('objective');
    if (objective.number !== null && objective.number > 0 && objective.number <= 1) {
      reading.remarks.push({
        code: 'wrong-unit',
        message: `Sloth counts objectives in percent, so ${objective.number} is under one percent. Write ${Number((objective.number * 100).toFixed(6))}.`,
        at: objective.mark,
      });
    } else if (objective.number !== null && (objective.number <= 0 || objective.number > 100)) {
      reading.remarks.push({
        code: 'threshold-out-of-range',
        message: `An objective is a percentage, and ${objective.number} is none.`,
        at: objective.mark,
      });
    }
  }
  const owner = ['owner', 'team'].some((key) => body.get('labels', key).isFilled);
  if (!owner && slos.length > 0) {
    reading.remarks.push({
      code: 'missing-owner',
      message: 'Nobody is named who answers for these objectives. Add `owner` under `labels`.',
      at: body.get('labels').exists ? body.get('labels').keyMark : body.get('slos').keyMark,
    });
  }
}
