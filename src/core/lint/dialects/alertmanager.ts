import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import { insecureSink } from './sinks.js';

/** Fields that people write in `email_configs` and Alertmanager does not have. */
const NO_FIELDS: Readonly<Record<string, string>> = {
  subject: 'write `headers: { Subject: … }`',
  body: 'write `text` or `html`',
};

const RETRAINS = /retrain|train|dispatches|jenkins|airflow|pipeline/i;

/** Alertmanager: who hears of an alert. */
export const alertmanager: Dialect = {
  name: 'alertmanager',
  hints: [/receivers\s*:/],
  read(source) {
    const root = source.documents.find((one) => one.get('route').isMap && one.get('receivers').isList);
    return root === undefined ? null : read(root);
  },
};

function read(root: Cursor): Draft {
  const reading = draft('alertmanager', root.get('route'), { primary: false });
  const receivers = root.get('receivers').items();
  const named = routes(root.get('route'), 0).flatMap((route) => {
    const receiver = route.get('receiver');
    return receiver.text === null ? [] : [receiver];
  });
  for (const use of named) {
    const receiver = receivers.find((one) => one.get('name').text === use.text);
    if (receiver === undefined && !use.isUnknown) {
      raise(reading, 'alerting', cell('partial', `There is no receiver \`${use.text ?? ''}\``, use.mark));
      reading.remarks.push({
        code: 'receiver-will-not-load',
        message: `The route names the receiver \`${use.text ?? ''}\`, and there is none of this name, so Alertmanager does not start. Correct the name.`,
        at: use.mark,
      });
    } else if (receiver !== undefined) reach(receiver, use, reading);
  }
  raise(reading, 'alerting', cell('missing', 'No route names a receiver'));
  const used = receivers.filter((one) => named.some((use) => use.text === one.get('name').text));
  for (const receiver of receivers) fields(receiver, reading);
  onlyRetraining(used, reading);
  return reading;
}

function routes(route: Cursor, depth: number): Cursor[] {
  if (depth > 10) return [];
  return [
    route,
    ...route
      .get('routes')
      .items()
      .flatMap((inner) => routes(inner, depth + 1)),
  ];
}

/** Configs of a receiver, whatever their kind. */
function configsOf(receiver: Cursor): { kind: string; config: Cursor }[] {
  return receiver
    .entries()
    .flatMap((entry) =>
      /_configs$/.test(entry.name) ? entry.items().map((config) => ({ kind: entry.name, config })) : [],
    );
}

function reach(receiver: Cursor, use: Cursor, reading: Draft): void {
  const name = use.text ?? '';
  if (configsOf(receiver).length > 0) {
    raise(
      reading,
      'alerting',
      cell('configured', `The receiver \`${name}\` is told`, receiver.get('name').mark),
    );
    return;
  }
  raise(
    reading,
    'alerting',
    cell('partial', `The receiver \`${name}\` has no address`, receiver.get('name').mark),
  );
  // A route to nowhere is how one silences; as the root it silences everything that no other route takes.
  const silences = /^(null|blackhole|none|devnull|dev-null|noop|ignore)/i.test(name);
  if (silences) return;
  reading.remarks.push({
    code: 'alert-reaches-nobody',
    message: `The receiver \`${name}\` has no address, so its alerts reach nobody. Add \`email_configs\`, \`slack_configs\` or another way to tell.`,
    at: receiver.get('name').mark,
  });
}

function fields(receiver: Cursor, reading: Draft): void {
  for (const { kind, config } of configsOf(receiver)) {
    if (kind === 'email_configs') {
      for (const [key, instead] of Object.entries(NO_FIELDS)) {
        const wrong = config.get(key);
        if (!wrong.exists) continue;
        raise(
          reading,
          'alerting',
          cell('partial', `The receiver will not load: \`${key}\` is no field`, wrong.keyMark),
        );
        reading.cells.alerting = cell(
          'partial',
          `The receiver will not load: \`${key}\` is no field`,
          wrong.keyMark,
        );
        reading.remarks.push({
          code: 'receiver-will-not-load',
          message: `\`${key}\` is not a field of \`email_configs\`, and Alertmanager refuses the whole file for it; ${instead}.`,
          at: wrong.keyMark,
        });
      }
    }
    for (const field of config.entries()) {
      if (/^\$\{\w+\}$/.test(field.text ?? '') || /^\$[A-Z_]+$/.test(field.text ?? '')) {
        reading.remarks.push({
          code: 'receiver-will-not-load',
          severity: 'warning',
          message: `Alertmanager does not expand \`${field.text ?? ''}\`: unless something fills it in before, \`${field.name}\` is taken as written. Fill it at deployment, or use \`${field.name}_file\`.`,
          at: field.mark,
        });
      }
    }
    if (kind === 'webhook_configs') insecureSink(config.get('url'), 'alerts', reading);
  }
}

function onlyRetraining(used: readonly Cursor[], reading: Draft): void {
  const all = used.flatMap((receiver) => configsOf(receiver));
  const retrains = all.filter(
    ({ kind, config }) => kind === 'webhook_configs' && RETRAINS.test(config.get('url').text ?? ''),
  );
  if (all.length === 0 || retrains.length !== all.length) return;
  const at = retrains[0]?.config.get('url').mark ?? reading.anchor;
  reading.remarks.push({
    code: 'retraining-only-reaction',
    message:
      'Every alert starts a retraining and tells nobody: a model that breaks for another reason is retrained on broken data. Add a receiver that a person reads.',
    at,
  });
}
