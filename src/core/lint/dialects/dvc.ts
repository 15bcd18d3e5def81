import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const DRIFT = /drift|evidently|monitor/i;
const BASELINE = /[\w./-]*(reference|baseline)[\w./-]*\.(csv|parquet|json|feather|pkl)/i;

/** DVC pipelines: metrics before release, and stages that look for drift. */
export const dvc: Dialect = {
  name: 'dvc',
  hints: [/^stages:/m, /\b(cmd|do):/, /metrics:|plots:/],
  read(source) {
    const root = source.documents.find(
      (one) =>
        one.get('stages').isMap &&
        one
          .get('stages')
          .entries()
          .some((stage) => stage.has('cmd') || stage.has('do')),
    );
    if (root === undefined) return null;
    const stages = root.get('stages').entries();
    const metrics = stages.find((stage) => stage.get('metrics').isFilled || stage.get('plots').isFilled);
    const top = root.first('metrics', 'plots');
    if (metrics === undefined && !top.isFilled) return null;
    const reading = draft('dvc', root.get('stages'), { primary: false });
    const at = metrics?.first('metrics', 'plots').keyMark ?? top.keyMark;
    raise(reading, 'performance', cell('partial', 'It is measured before release only', at));
    reading.remarks.push({
      code: 'offline-performance-only',
      message:
        'The metrics are written when the pipeline runs, before release; nothing measures the model in production. Add a monitor of the production log.',
      at,
      severity: 'info',
    });
    for (const stage of stages) if (DRIFT.test(stage.name)) drift(stage, reading);
    raise(reading, 'data_drift', cell('missing', 'No stage looks for drift'));
    return reading;
  },
};

function drift(stage: Cursor, reading: Draft): void {
  const command = stage.get('cmd').texts.join('\n');
  raise(
    reading,
    'data_drift',
    cell('opaque', `The stage \`${stage.name}\` leaves it to a script`, stage.keyMark),
  );
  const baseline = BASELINE.exec(command)?.[0];
  const tracked = [...stage.get('deps').items(), ...stage.get('params').items()].map(
    (dep) => dep.text ?? dep.entries()[0]?.name ?? '',
  );
  if (baseline === undefined) return;
  const known = tracked.some((dep) => baseline === dep || baseline.startsWith(`${dep.replace(/\/$/, '')}/`));
  raise(
    reading,
    'baseline',
    known
      ? cell('configured', 'The baseline is a dependency', stage.get('deps').keyMark)
      : cell('partial', `\`${baseline}\` is no dependency of the stage`, stage.get('cmd').keyMark),
  );
  if (!known) {
    reading.remarks.push({
      code: 'untracked-baseline',
      message: `\`${stage.name}\` reads the baseline \`${baseline}\`, which is none of its \`deps\`: when it changes, the stage does not run again and the old result stands. Add it to \`deps\`.`,
      at: stage.get('cmd').keyMark,
    });
  }
}
