import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import { insecureSink } from './sinks.js';

/** KServe: inference services that log their requests, and alibi-detect servers that read them. */
export const kserve: Dialect = {
  name: 'kserve',
  hints: [/serving\.kserve\.io|alibi-detect-server/],
  read(source) {
    const services = source.documents.filter(
      (root) =>
        (root.get('apiVersion').text ?? '').startsWith('serving.kserve.io/') &&
        root.get('kind').text === 'InferenceService',
    );
    const detectors = source.documents.flatMap((root) =>
      containers(root).filter((container) => /alibi-detect-server/.test(container.get('image').text ?? '')),
    );
    const anchor = services[0]?.get('kind') ?? detectors[0]?.get('image');
    if (anchor === undefined) return null;
    const reading = draft('kserve', anchor, { primary: false });
    for (const service of services) logger(service, reading);
    for (const container of detectors) detector(container, reading);
    return reading;
  },
};

function logger(service: Cursor, reading: Draft): void {
  const spec = service.get('spec');
  const found = ['predictor', 'transformer', 'explainer']
    .map((part) => spec.get(part, 'logger'))
    .find(({ exists }) => exists);
  if (found === undefined) {
    raise(
      reading,
      'payload_logging',
      cell('missing', 'The inference service has no logger', spec.get('predictor').keyMark),
    );
    return;
  }
  const mode = found.get('mode').text ?? 'all';
  raise(
    reading,
    'payload_logging',
    cell(
      'configured',
      `The logger sends ${mode === 'all' ? 'requests and answers' : `${mode}s`}`,
      found.keyMark,
    ),
  );
  if (mode === 'request') {
    reading.remarks.push({
      code: 'incomplete-payload-log',
      message:
        '`mode: request` leaves the answers out, so no prediction can be compared or joined with a label. Write `mode: all`.',
      at: found.get('mode').mark,
      fixes: [{ title: 'Write `all`', edits: [{ ...found.get('mode').mark, text: 'all' }] }],
    });
  }
  insecureSink(found.get('url'), 'requests of the model', reading);
}

/** Containers of a Knative service, a deployment or a Seldon deployment. */
function containers(root: Cursor): Cursor[] {
  return [root.get('spec', 'template', 'spec', 'containers'), root.get('spec', 'containers')].flatMap(
    (list) => list.items(),
  );
}

function detector(container: Cursor, reading: Draft): void {
  const all = [...container.get('command').items(), ...container.get('args').items()];
  const texts = all.map(({ text }) => text ?? '');
  const after = (name: string): Cursor | null => {
    const index = texts.indexOf(name);
    return index < 0 ? null : (all[index + 1] ?? null);
  };
  const kind = texts.findLast((text) => /Detector$|MetricsServer$/.test(text)) ?? '';
  const at = all[texts.indexOf(kind)]?.mark ?? container.get('image').mark;
  const reply = after('--reply_url');
  const sample = reply !== null && /message-dumper|hello-display|event-display/.test(reply.text ?? '');
  if (kind === 'DriftDetector') {
    raise(reading, 'data_drift', cell('configured', 'A drift detector reads the requests', at));
    raise(reading, 'baseline', cell('default', 'The detector carries its reference data', at));
  } else if (kind === 'MetricsServer' || after('--protocol')?.text === 'seldonfeedback.http') {
    raise(reading, 'performance', cell('configured', 'A metrics server compares answers with feedback', at));
    raise(reading, 'ground_truth', cell('configured', 'Feedback is sent to the metrics server', at));
  } else {
    raise(
      reading,
      'data_quality',
      cell('partial', 'An outlier detector sees odd rows, not broken columns', at),
    );
    raise(reading, 'baseline', cell('default', 'The detector carries its reference data', at));
  }
  raise(reading, 'data_drift', cell('missing', 'No drift detector reads the requests'));
  if (reply === null) raise(reading, 'alerting', cell('missing', 'The detector has no `--reply_url`'));
  else if (sample) {
    raise(reading, 'alerting', cell('partial', 'The detector answers to a sample that prints', reply.mark));
  } else raise(reading, 'alerting', cell('configured', 'The detector sends what it finds', reply.mark));
  if (reply !== null) insecureSink(reply, 'alerts of the detector', reading);
}
