import { cell, type Cell, type Draft } from '../reading.js';
import { pathOf, type Entry } from './home-grown-entries.js';

const CHANNEL = /(^|_)(slack|e?mail|pagerduty|teams|webhook|sns|opsgenie|telegram|discord|sms)(_|$)/i;
const ADDRESS =
  /(webhook(_url)?|url|recipients?|to|to_emails?|emails?|addresses|channel|integration_key|routing_key|topic(_arn)?|chat_id)$/i;
const ONLY_LOGS = /^(log|logs|logging|console|stdout|file|print)$/i;
const ALERTS = /^(alert|alerts|alerting|notif\w*)/i;

/** Who hears of an alert, as far as key words tell. */
export function channels(entries: readonly Entry[], reading: Draft): Cell {
  const inAlerts = entries.filter(({ path }) => path.some((key) => ALERTS.test(key) || CHANNEL.test(key)));
  const addressed = inAlerts.filter(
    (entry) => ADDRESS.test(entry.at.name) && !entry.at.isMap && aboutChannel(entry),
  );
  const reached = addressed.find((entry) => !entry.disabled && entry.at.isFilled && !isPlaceholder(entry));
  if (reached !== undefined)
    return cell('configured', `\`${pathOf(reached)}\` names who is told`, reached.at.keyMark);
  const listed = inAlerts.find(
    ({ at }) =>
      /^(channels?|methods?|notification_channels?|destinations?)$/i.test(at.name) &&
      !at.isMap &&
      at.texts.length > 0,
  );
  const alerts = entries.find(({ path, at }) => ALERTS.test(at.name) && path.length <= 3);
  const off = alerts?.disabled === true;
  const place = addressed[0] ?? listed ?? alerts;
  if (place === undefined) return cell('missing', 'No key of the file speaks of alerts');
  const at = place.at.keyMark;
  if (listed !== undefined && listed.at.texts.every((name) => ONLY_LOGS.test(name))) {
    return broken(reading, `\`${pathOf(listed)}\` only writes to a log`, listed.at.mark);
  }
  if (off) return broken(reading, `\`${pathOf(alerts)}\` is switched off`, alerts.at.keyMark);
  if (addressed.length > 0) {
    const because = addressed.every(({ disabled }) => disabled)
      ? 'every channel is switched off'
      : 'no channel has an address';
    return broken(reading, `Channels are listed, but ${because}`, at);
  }
  if (listed !== undefined)
    return cell('partial', `\`${pathOf(listed)}\` names a channel, and no address stands in the file`, at);
  return cell('missing', 'Alerts are spoken of, but no channel is named', at);
}

function broken(reading: Draft, because: string, at: Draft['anchor']): Cell {
  reading.remarks.push({
    code: 'alert-reaches-nobody',
    message: `${because}, so an alert reaches nobody. Name a channel that a person reads.`,
    at,
  });
  return cell('partial', because, at);
}

function aboutChannel({ path }: Entry): boolean {
  return path.some((key) => CHANNEL.test(key)) || path.some((key) => ALERTS.test(key));
}

function isPlaceholder({ at }: Entry): boolean {
  return at.texts.every((text) => /your[-_ ]|xxx|<.*>|\.\.\.$|changeme|example\.(com|org)|todo/i.test(text));
}
