import { groupBy } from '../../profile/group-by.js';
import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

/** Databricks asset bundles: quality monitors, alerts, and jobs that check what the monitors write. */
export const databricks: Dialect = {
  name: 'databricks',
  hints: [/quality_monitors|query_text/],
  read(source) {
    const root = source.documents[0];
    if (root === undefined) return null;
    const own = root.get('resources');
    const overrides = root
      .get('targets')
      .entries()
      .map((target) => target.get('resources'));
    const all = [own, ...overrides];
    const monitors = all.flatMap((resources) => resources.get('quality_monitors').entries());
    const alerts = all.flatMap((resources) => resources.get('alerts').entries());
    if (
      !monitors.some((monitor) => monitor.has('table_name')) &&
      !alerts.some((alert) => alert.has('query_text'))
    ) {
      return null;
    }
    return read(
      foldTargets(monitors),
      alerts,
      all.flatMap((resources) => resources.get('jobs').entries()),
    );
  },
};

/** A monitor and its overrides in targets, in the order in which they are written. */
type Monitor = readonly Cursor[];

function foldTargets(monitors: readonly Cursor[]): Monitor[] {
  return [...groupBy(monitors, ({ name }) => name).values()];
}

function read(monitors: readonly Monitor[], alerts: readonly Cursor[], jobs: readonly Cursor[]): Draft {
  const reading = draft('databricks', monitors[0]?.[0] ?? alerts[0] ?? null, {
    primary: monitors.length > 0,
  });
  reading.advice = {
    performance:
      'Name the column of the labels as `inference_log.label_col`: then the monitor computes the quality of the predictions.',
    ground_truth:
      'Join the labels into the monitored table and name their column as `inference_log.label_col`.',
    alerting:
      'Add an alert under `resources.alerts` that queries the drift table, or a job with `email_notifications`: `notifications.on_failure` tells of failed refreshes only.',
    baseline: 'Name the table of the training data as `baseline_table_name`.',
    schedule: 'Add `schedule.quartz_cron_expression` and `schedule.timezone_id`.',
  };
  if (monitors.length > 0) {
    raise(reading, 'operations', cell('missing', 'A quality monitor does not watch the endpoint'));
    raise(reading, 'alerting', cell('missing', 'No alert and no notification on drift'));
  }
  for (const monitor of monitors) readMonitor(monitor, reading);
  for (const alert of alerts) readAlert(alert, reading);
  for (const job of jobs) readJob(job, reading);
  return reading;
}

function readMonitor(monitor: Monitor, reading: Draft): void {
  const first = monitor[0];
  if (first === undefined) return;
  const pick = (...path: string[]): Cursor => {
    const found = monitor.map((part) => part.get(...path)).find(({ exists }) => exists);
    return found ?? first.get(...path);
  };
  const at = first.keyMark;
  const log = pick('inference_log');
  const kind = log.exists ? 'inference_log' : pick('time_series').exists ? 'time_series' : 'snapshot';
  raise(reading, 'data_drift', cell('default', 'The monitor computes drift metrics by itself', at));
  raise(reading, 'data_quality', cell('default', 'The monitor profiles every column by itself', at));
  if (kind === 'inference_log') {
    raise(
      reading,
      'prediction_drift',
      cell('default', 'The prediction column is profiled with the rest', at),
    );
    const label = pick('inference_log', 'label_col').exists
      ? pick('inference_log', 'label_col')
      : pick('inference_log', 'label_column');
    if (label.isFilled) {
      raise(reading, 'ground_truth', cell('configured', 'The table has the labels', label.mark));
      raise(
        reading,
        'performance',
        cell('configured', 'With labels the monitor computes quality metrics', label.mark),
      );
    }
    const problem = pick('inference_log', 'problem_type').text ?? '';
    if (/REGRESSION/i.test(problem)) reading.task = 'regression';
    else if (/CLASSIFICATION/i.test(problem)) reading.task = 'classification';
    for (const [key, ...others] of [
      ['granularities'],
      ['timestamp_col', 'timestamp_column'],
      ['prediction_col', 'prediction_column'],
      ['model_id_col', 'model_id_column'],
      ['problem_type'],
    ] as const) {
      if ([key, ...others].every((name) => !pick('inference_log', name).isFilled)) {
        reading.remarks.push({
          code: 'missing-required-key',
          message: `\`${first.name}\` has no \`${key}\` under \`inference_log\`, and Databricks refuses a monitor without it.`,
          at: log.keyMark,
        });
      }
    }
  }
  raise(
    reading,
    'prediction_drift',
    cell('missing', 'Without `inference_log` no column counts as the prediction', at),
  );
  raise(reading, 'performance', cell('missing', 'No column holds the labels', log.exists ? log.keyMark : at));
  raise(
    reading,
    'ground_truth',
    cell('missing', 'No column holds the labels', log.exists ? log.keyMark : at),
  );
  baseline(pick('baseline_table_name'), pick('table_name'), at, reading);
  schedule(pick('schedule'), reading, at);
  const failure = pick('notifications', 'on_failure', 'email_addresses');
  if (failure.isFilled) {
    raise(
      reading,
      'alerting',
      cell('partial', '`on_failure` tells of a failed refresh, not of drift', failure.keyMark),
    );
  }
}

function baseline(table: Cursor, watched: Cursor, at: Draft['anchor'], reading: Draft): void {
  if (!table.isFilled) {
    raise(
      reading,
      'baseline',
      cell('missing', 'Without `baseline_table_name` only neighbouring windows are compared', at),
    );
    return;
  }
  if (table.text !== null && table.text === watched.text) {
    raise(reading, 'baseline', cell('partial', 'The baseline is the monitored table itself', table.mark));
    reading.remarks.push({
      code: 'reference-is-current',
      message:
        '`baseline_table_name` is the monitored table itself, so drift against the baseline is always nil. Name a table with the training data.',
      at: table.mark,
    });
    return;
  }
  raise(reading, 'baseline', cell('configured', 'The monitor names its baseline', table.mark));
}

function schedule(at: Cursor, reading: Draft, anchor: Draft['anchor']): void {
  const cron = at.get('quartz_cron_expression');
  if (!cron.isFilled) {
    raise(reading, 'schedule', cell('missing', 'The monitor refreshes only when somebody asks', anchor));
    return;
  }
  if (at.get('pause_status').text === 'PAUSED') {
    raise(reading, 'schedule', cell('partial', 'The schedule is paused', at.get('pause_status').mark));
    reading.remarks.push({
      code: 'monitoring-disabled',
      message:
        'The schedule is paused, so the monitor never refreshes. Write `UNPAUSED`, or say here why it rests.',
      at: at.get('pause_status').mark,
    });
    return;
  }
  const fields = cron.text?.trim().split(/\s+/).length ?? 0;
  if (!cron.isUnknown && (fields < 6 || fields > 7)) {
    raise(reading, 'schedule', cell('partial', `The Quartz expression has ${fields} fields`, cron.mark));
    reading.remarks.push({
      code: 'missing-schedule',
      message: `\`${cron.text ?? ''}\` has ${fields} fields; a Quartz expression has six or seven, seconds first, such as \`0 0 8 * * ?\`.`,
      at: cron.mark,
    });
    return;
  }
  raise(reading, 'schedule', cell('configured', 'The monitor refreshes on a schedule', cron.mark));
}

function readAlert(alert: Cursor, reading: Draft): void {
  const text = `${alert.get('query_text').text ?? ''} ${alert.get('display_name').text ?? ''} ${alert.name}`;
  const told =
    alert.get('evaluation', 'notification', 'subscriptions').isFilled || alert.get('subscriptions').isFilled;
  const at = alert.keyMark;
  if (told) raise(reading, 'alerting', cell('configured', `The alert \`${alert.name}\` has subscribers`, at));
  else {
    raise(reading, 'alerting', cell('partial', `The alert \`${alert.name}\` has no subscriber`, at));
    reading.remarks.push({
      code: 'alert-reaches-nobody',
      message: `The alert \`${alert.name}\` has no subscriber, so it reaches nobody. Add an address under \`evaluation.notification.subscriptions\`.`,
      at,
    });
  }
  if (/drift/i.test(text))
    raise(reading, 'data_drift', cell('configured', `The alert \`${alert.name}\` watches it`, at));
}

/** A task that compares a monitored metric with a limit, and what happens then. */
function readJob(job: Cursor, reading: Draft): void {
  const told = ['on_failure', 'on_success', 'on_duration_warning_threshold_exceeded'].some(
    (on) => job.get('email_notifications', on).isFilled || job.get('webhook_notifications', on).isFilled,
  );
  let watches = false;
  for (const task of job.get('tasks').items()) {
    const parameters = ['notebook_task', 'spark_python_task', 'python_wheel_task']
      .map((kind) => task.get(kind))
      .find(({ exists }) => exists);
    const base = parameters?.first('base_parameters', 'named_parameters');
    if (base === undefined) continue;
    const metric = base.get('metric_to_monitor');
    const limit = base.get('metric_violation_threshold');
    if (metric.isFilled) {
      watches = true;
      if (!metric.isUnknown && metric.text !== null) {
        reading.metrics.push({ name: metric.text, at: metric.mark });
        if (limit.number !== null) stockThreshold(metric.text, limit, reading);
      }
      if (reading.cells.ground_truth?.state === 'configured')
        raise(
          reading,
          'performance',
          cell(
            'configured',
            `\`${task.get('task_key').text ?? ''}\` checks \`${metric.text ?? ''}\``,
            metric.mark,
          ),
        );
    }
    const drift = base.entries().find(({ name }) => /drift.*(metric|threshold)|^drift_/.test(name));
    if (drift !== undefined) {
      watches = true;
      raise(
        reading,
        'data_drift',
        cell('configured', `\`${task.get('task_key').text ?? ''}\` checks drift`, drift.keyMark),
      );
    }
    for (const entry of base.entries()) {
      if (/drift.*threshold/.test(entry.name) && entry.number !== null)
        reading.limits.push({
          metric: base.get('drift_metric').text ?? 'drift',
          value: entry.number,
          fires: 'above',
          at: entry.mark,
        });
    }
  }
  if (!watches) return;
  const retrains = job
    .get('tasks')
    .items()
    .some((task) => task.has('run_job_task'));
  if (told)
    raise(
      reading,
      'alerting',
      cell('configured', `The job \`${job.name}\` sends notifications`, job.keyMark),
    );
  else if (retrains) {
    reading.remarks.push({
      code: 'retraining-only-reaction',
      message: `When \`${job.name}\` finds a violation it retrains, and tells nobody: a model that breaks for another reason is retrained on broken data. Add \`email_notifications\` to the job.`,
      at: job.keyMark,
    });
  }
}

/** The stock SQL of mlops-stacks tests `metric > threshold`: right for errors, wrong for scores. */
function stockThreshold(metric: string, limit: Cursor, reading: Draft): void {
  if (!/^(accuracy|f1|precision|recall|roc_auc|auc|r2)/i.test(metric)) return;
  reading.remarks.push({
    code: 'wrong-direction',
    severity: 'warning',
    message: `\`${metric}\` is better when it is higher, and the stock query of mlops-stacks calls \`metric > threshold\` a violation. Check the direction in your query, or monitor an error such as \`log_loss\`.`,
    at: limit.mark,
  });
}
