import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import { insecureSink } from './sinks.js';

/** Seldon Core: deployments of version 1, models and pipelines of version 2. */
export const seldon: Dialect = {
  name: 'seldon',
  hints: [/(machinelearning|mlops)\.seldon\.io/],
  read(source) {
    const mine = source.documents.filter((root) =>
      /^(machinelearning|mlops)\.seldon\.io\//.test(root.get('apiVersion').text ?? ''),
    );
    const first = mine[0];
    if (first === undefined) return null;
    const reading = draft('seldon', first.get('kind'), { primary: false });
    for (const root of mine) {
      const kind = root.get('kind').text ?? '';
      if (kind === 'SeldonDeployment') deployment(root, reading);
      else if (kind === 'Model') model(root, reading);
      else if (kind === 'Pipeline') pipeline(root, reading);
    }
    return reading;
  },
};

function deployment(root: Cursor, reading: Draft): void {
  for (const predictor of root.get('spec', 'predictors').items()) {
    const logger = predictor.get('graph', 'logger');
    if (!logger.exists) {
      raise(
        reading,
        'payload_logging',
        cell('missing', 'The graph has no logger', predictor.get('graph').keyMark),
      );
      continue;
    }
    raise(reading, 'payload_logging', cell('configured', 'The graph logs its requests', logger.keyMark));
    if (logger.get('mode').text === 'request') {
      reading.remarks.push({
        code: 'incomplete-payload-log',
        message:
          '`mode: request` leaves the answers out, so no prediction can be compared or joined with a label. Write `mode: all`.',
        at: logger.get('mode').mark,
      });
    }
    insecureSink(logger.get('url'), 'requests of the model', reading);
  }
}

function model(root: Cursor, reading: Draft): void {
  const spec = root.get('spec');
  const needs = spec.get('requirements');
  const name = `${root.get('metadata', 'name').text ?? ''} ${spec.get('storageUri').text ?? ''}`;
  if (!needs.texts.some((one) => /alibi-detect/.test(one))) return;
  if (/drift/i.test(name))
    raise(reading, 'data_drift', cell('configured', 'A drift detector is served', needs.mark));
  else
    raise(
      reading,
      'data_quality',
      cell('partial', 'An outlier detector sees odd rows, not broken columns', needs.mark),
    );
  raise(reading, 'baseline', cell('default', 'The detector carries its reference data', needs.mark));
}

function pipeline(root: Cursor, reading: Draft): void {
  for (const step of root.get('spec', 'steps').items()) {
    const name = step.get('name').text ?? '';
    if (!/drift/i.test(name)) continue;
    raise(
      reading,
      'data_drift',
      cell('configured', `The step \`${name}\` detects drift`, step.get('name').mark),
    );
    const rows = step.get('batch', 'size');
    if (rows.number !== null && rows.number < 50) {
      reading.remarks.push({
        code: 'too-few-rows',
        message: `${rows.number} rows a batch are too few for a drift test: it fires and rests by chance. Take 200 or more.`,
        at: rows.mark,
      });
    }
  }
  raise(
    reading,
    'payload_logging',
    cell('default', 'A pipeline keeps its requests in Kafka', root.get('kind').mark),
  );
}
