import { cell, draft, raise, type Dialect } from '../reading.js';

/** MLflow recipes: what a model must reach before it is registered. */
export const mlflow: Dialect = {
  name: 'mlflow',
  hints: [/recipe["']?:/],
  read(source) {
    const root = source.documents.find((one) =>
      /^(regression|classification)\/v/.test(one.get('recipe').text ?? ''),
    );
    if (root === undefined) return null;
    const reading = draft('mlflow', root.get('recipe'), { primary: false });
    const task = root.get('recipe').text?.split('/')[0];
    reading.task = task === 'regression' || task === 'classification' ? task : null;
    const criteria = root.get('steps', 'evaluate', 'validation_criteria');
    const target = root.get('target_col');
    for (const item of ['data_drift', 'prediction_drift', 'data_quality'] as const) {
      raise(reading, item, cell('missing', 'A recipe looks at the training data only'));
    }
    if (criteria.isFilled) {
      raise(reading, 'performance', cell('partial', 'It is checked before release only', criteria.keyMark));
      reading.remarks.push({
        code: 'offline-performance-only',
        message:
          'The criteria are checked once, before the model is registered; nothing measures it in production. Add a monitor of the production log.',
        at: criteria.keyMark,
      });
    } else
      raise(
        reading,
        'performance',
        cell('missing', 'No validation criterion is written', root.get('steps', 'evaluate').keyMark),
      );
    raise(
      reading,
      'ground_truth',
      target.isFilled
        ? cell('partial', 'The target is in the training data only', target.mark)
        : cell('missing', 'No target column is named', target.exists ? target.mark : null),
    );
    for (const criterion of criteria.items()) {
      const name = criterion.get('metric').text;
      const value = criterion.get('threshold');
      if (name === null) continue;
      const custom = root
        .get('custom_metrics')
        .items()
        .some((metric) => metric.get('name').text === name);
      if (custom) continue;
      reading.metrics.push({ name, at: criterion.get('metric').mark });
      if (value.number !== null)
        reading.limits.push({ metric: name, value: value.number, fires: null, at: value.mark });
    }
    for (const key of ['target_col', 'primary_metric']) {
      const value = root.get(key);
      if (value.exists && !value.isFilled)
        reading.remarks.push({
          code: 'missing-required-key',
          message: `\`${key}\` is empty, and the recipe does not run without it.`,
          at: value.keyMark,
        });
    }
    return reading;
  },
};
