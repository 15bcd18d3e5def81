import { cell, draft, raise, type Dialect } from '../reading.js';

/** OpenSLO: service level objectives. */
export const openslo: Dialect = {
  name: 'openslo',
  hints: [/openslo(\.com)?\//],
  read(source) {
    const mine = source.documents.filter((root) =>
      /^openslo(\.com)?\//.test(root.get('apiVersion').text ?? ''),
    );
    const slos = mine.filter((root) => root.get('kind').text === 'SLO');
    const first = slos[0];
    if (first === undefined) return null;
    const reading = draft('openslo', first.get('kind'), { primary: false });
    for (const slo of slos) {
      const objectives = slo.get('spec', 'objectives');
      if (objectives.isFilled)
        raise(reading, 'operations', cell('configured', 'It has objectives', objectives.keyMark));
      const policies = slo.get('spec', 'alertPolicies');
      raise(
        reading,
        'alerting',
        policies.isFilled
          ? cell('configured', 'It names alert policies', policies.keyMark)
          : cell('missing', 'It names no alert policy', policies.exists ? policies.keyMark : null),
      );
      for (const objective of objectives.items()) {
        const target = objective.get('target');
        if (target.number !== null && (target.number <= 0 || target.number >= 1)) {
          reading.remarks.push({
            code: target.number > 1 && target.number <= 100 ? 'wrong-unit' : 'threshold-out-of-range',
            message: `\`target\` is a share between 0 and 1, and ${target.number} is none. Write ${target.number > 1 && target.number <= 100 ? String(Number((target.number / 100).toFixed(6))) : 'one such as 0.99'}, or use \`targetPercent\`.`,
            at: target.mark,
          });
        }
      }
    }
    return reading;
  },
};
