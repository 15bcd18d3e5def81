import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import type { Source } from '../source/source.js';
import { isReachable, mayFail, sends, swallowed, type Step } from './github-steps.js';

/** A tool's name as a path, a package or a service that is started is no run of it. */
const MONITORS =
  /drift|monitor(ing)?|(?<![\w/.-])(?:evidently(?!\s+(?:ui|demo_project)\b)|nannyml)(?![\w/.-])/i;
const INSTALLS = /^.*\b(?:pip3?|uv|poetry|conda|pipx)\b.*\b(?:install|add|sync)\b.*$/gm;
const ABOUT_MODELS =
  /\b(models?|ml|mlops|predictions?|inference|dataset|features?|evidently|nannyml|mlflow|retrain\w*|psi|sklearn)\b/i;
const INFRASTRUCTURE =
  /terraform|tofu\b|terragrunt|pulumi|cloudformation|driftctl|cdk diff|ansible|helm diff|argocd|kubectl diff/i;
const SCRIPT = /(?:python3?|bash|sh)\s+(?:-u\s+)?([\w./-]+\.(?:py|sh))/;
const SAMPLE_DATA = /\b[\w./-]*(?:sample|dummy|synthetic|toy)[\w-]*\.(?:csv|parquet|json)\b/i;
const CALLED = ['workflow_call', 'workflow_run', 'repository_dispatch'];

/** GitHub Actions: workflows that look for drift or watch a model. */
export const githubActions: Dialect = {
  name: 'github-actions',
  hints: [/^["']?jobs["']?\s*:/m, MONITORS, ABOUT_MODELS],
  read(source) {
    const root = source.documents.find((one) => one.get('jobs').isMap && one.get('on').exists);
    if (root === undefined) return null;
    const steps = stepsOf(root);
    const named = MONITORS.test(root.get('name').text ?? '') || steps.some(({ step }) => runs(step));
    if (!named || !ABOUT_MODELS.test(source.text)) return null;
    const infrastructure =
      INFRASTRUCTURE.test(source.text) &&
      !/evidently|nannyml|data.?drift|model.?(drift|monitor)/i.test(source.text);
    return infrastructure ? null : read(source, root, steps);
  },
};

function stepsOf(root: Cursor): Step[] {
  return root
    .get('jobs')
    .entries()
    .flatMap((job) =>
      job
        .get('steps')
        .items()
        .map((step) => ({ step, job })),
    );
}

/** What a step runs, without what it installs. */
function commandsOf(step: Cursor): string {
  return (step.get('run').text ?? '').replace(INSTALLS, '');
}

function runs(step: Cursor): boolean {
  return (
    step.get('run').exists &&
    MONITORS.test(`${commandsOf(step)} ${step.get('name').text ?? ''}`) &&
    !sends(step)
  );
}

function read(source: Source, root: Cursor, steps: readonly Step[]): Draft {
  const reading = draft('github-actions', root.get('jobs'), { primary: false });
  const watching = steps.filter(({ step }) => runs(step));
  for (const one of watching) watch(one, source, reading);
  schedule(source, root, reading);
  alerting(steps, watching, reading);
  swallow(steps, watching, reading);
  const jobs = new Set(watching.map(({ job }) => job.name));
  for (const { step, job } of steps) onStep(step, jobs.has(job.name), reading);
  return reading;
}

function watch({ step }: Step, source: Source, reading: Draft): void {
  const run = step.get('run');
  const text = `${run.text ?? ''} ${step.get('name').text ?? ''}`;
  const at = step.get('name').exists ? step.get('name').mark : run.keyMark;
  const opaque = cell('opaque', 'A step leaves it to a script', at);
  if (/drift|evidently|nannyml/i.test(text)) raise(reading, 'data_drift', opaque);
  if (/accuracy|performance|metrics|\bf1\b|\bauc\b/i.test(text)) raise(reading, 'performance', opaque);
  if (/quality|great_expectations|\bgx\b|soda|validate.?data/i.test(text))
    raise(reading, 'data_quality', opaque);
  const script = SCRIPT.exec(run.text ?? '')?.[1];
  reading.remarks.push({
    code: 'delegated-monitoring',
    message: `What is watched is up to ${script === undefined ? 'a command' : `\`${script}\``}, so it is not judged here.`,
    at,
  });
  const folder =
    step.get('working-directory').exists ||
    /^\s*cd\s/m.test(run.text ?? '') ||
    /working-directory/.test(source.text);
  if (script !== undefined && !folder && !isMade(script, source.text)) {
    const root = /^(.*?)\.github\//.exec(source.path)?.[1];
    if (root !== undefined)
      reading.paths.push({
        path: `${root}${script}`,
        at: run.keyMark,
        means: 'the step fails before it looks at anything',
      });
  }
  sameData(run, reading);
}

/** Whether an earlier step writes or fetches the script: then it is no file of the repository. */
function isMade(script: string, text: string): boolean {
  const name = script.replace(/^.*\//, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (
    new RegExp(`(>\\s*|\\btee\\s+|\\b-[oO]\\s+|\\bcp\\s.*)["']?[\\w./-]*${name}\\b`).test(text) ||
    /\bgit clone\b|^\s*repository:\s/m.test(text)
  );
}

function sameData(run: Cursor, reading: Draft): void {
  const text = run.text ?? '';
  const value = (name: string): string | undefined =>
    new RegExp(`--${name}(?:[-_](?:path|data|file))?[ =]["']?([\\w./-]+)`).exec(text)?.[1];
  const reference = value('reference') ?? value('baseline');
  if (reference === undefined) return;
  if (reference === value('current') || reference === value('production')) {
    reading.cells.baseline = cell('partial', 'Reference and current are the same file', run.keyMark);
    reading.remarks.push({
      code: 'reference-is-current',
      message: `Reference and current are the same file, \`${reference}\`, so drift is impossible. Point current at production data.`,
      at: run.keyMark,
    });
  } else raise(reading, 'baseline', cell('configured', 'The command names its reference', run.keyMark));
}

function schedule(source: Source, root: Cursor, reading: Draft): void {
  const on = root.get('on');
  const triggers = on.isMap ? on.entries().map(({ name }) => name) : on.texts;
  const cron = on.get('schedule').items()[0]?.get('cron');
  if (cron?.isFilled === true) {
    const fields = cron.text?.trim().split(/\s+/).length ?? 0;
    if (fields === 5 || cron.isUnknown) {
      reading.cells.schedule = cell('configured', 'The workflow runs on a schedule', cron.mark);
      return;
    }
    reading.cells.schedule = cell('partial', `The cron expression has ${fields} fields`, cron.mark);
    reading.remarks.push({
      code: 'missing-schedule',
      message: `\`${cron.text ?? ''}\` has ${fields} fields; GitHub takes five: minute, hour, day, month, weekday.`,
      at: cron.mark,
    });
    return;
  }
  const line = source.lines.findIndex((text) => /^\s*#\s*-?\s*(schedule\s*:|cron\s*:)/.test(text));
  if (line >= 0) {
    const at = {
      start: { line: line + 1, column: 1 },
      end: { line: line + 1, column: (source.lines[line]?.length ?? 0) + 1 },
    };
    reading.cells.schedule = cell('partial', 'The schedule is commented out', at);
    reading.remarks.push({
      code: 'monitoring-disabled',
      message:
        'The schedule is commented out, so the monitor runs only when somebody asks. Restore it, or say here why it rests.',
      at,
    });
    return;
  }
  if (triggers.some((name) => CALLED.includes(name))) return;
  reading.cells.schedule = cell('missing', 'Nothing runs the workflow regularly', on.keyMark);
  reading.remarks.push({
    code: 'workflow-without-production',
    message:
      'The workflow has no schedule, so it looks at production only when somebody pushes or asks. Add `schedule` with a `cron` under `on`.',
    at: on.keyMark,
  });
}

function alerting(steps: readonly Step[], watching: readonly Step[], reading: Draft): void {
  const senders = steps.filter(({ step }) => sends(step));
  for (const sender of senders) {
    const at = sender.step.get('if').exists
      ? sender.step.get('if').mark
      : sender.step.first('name', 'uses').mark;
    const name = sender.step.get('name').text ?? sender.step.get('uses').text ?? 'this step';
    if (isReachable(sender, watching)) {
      raise(reading, 'alerting', cell('configured', `The step \`${name}\` tells somebody`, at));
      continue;
    }
    raise(reading, 'alerting', cell('partial', `The step \`${name}\` can never run because of drift`, at));
    reading.remarks.push({
      code: 'notification-cannot-run',
      message: `\`${name}\` waits for a failure, and the step that looks for drift cannot fail (its errors are passed over), so it never tells of drift. Give that step an \`id\` and write \`if: steps.<id>.outcome == 'failure'\`.`,
      at,
    });
  }
  raise(reading, 'alerting', cell('missing', 'No step tells anybody'));
  const retrain = steps.find(({ step }) =>
    /retrain|gh workflow run/i.test(`${step.get('run').text ?? ''} ${step.get('name').text ?? ''}`),
  );
  if (senders.length === 0 && retrain !== undefined && watching.length > 0) {
    reading.remarks.push({
      code: 'retraining-only-reaction',
      message:
        'On drift the workflow retrains and tells nobody: a model that breaks for another reason is retrained on broken data. Add a step that tells a person.',
      at: retrain.step.first('name', 'run').mark,
    });
  }
}

function swallow(steps: readonly Step[], watching: readonly Step[], reading: Draft): void {
  for (const one of watching) {
    const { step } = one;
    const run = step.get('run');
    const id = step.get('id').text;
    const used =
      id !== null &&
      steps.some((other) =>
        new RegExp(`steps\\.${id}\\.(outcome|outputs)`).test(
          `${other.step.get('if').text ?? ''} ${other.step.get('run').text ?? ''} ${other.step
            .get('with')
            .entries()
            .map(({ text }) => text)
            .join(' ')}`,
        ),
      );
    const report = /\bevidently\s+report\b/.test(run.text ?? '') && !/--test-summary/.test(run.text ?? '');
    if (report) {
      reading.remarks.push({
        code: 'drift-cannot-fail',
        message:
          '`evidently report` ends well whatever it finds. Add `--test-summary`, so that failed tests fail the job.',
        at: run.keyMark,
      });
    } else if (swallowed(one) && !used) {
      const at = step.get('continue-on-error').exists ? step.get('continue-on-error').keyMark : run.keyMark;
      reading.remarks.push({
        code: 'drift-cannot-fail',
        message:
          'Errors of the step that looks for drift are passed over and nothing reads its outcome, so drift leaves no trace. Let it fail, or give it an `id` and use `steps.<id>.outcome`.',
        at,
      });
    }
  }
  lostReport(steps, watching, reading);
}

/** A report that is uploaded only after success is lost when drift fails the job. */
function lostReport(steps: readonly Step[], watching: readonly Step[], reading: Draft): void {
  const failing = watching.find(
    (one) => mayFail(one) && /exit 1|--fail|--test-summary|pytest/.test(one.step.get('run').text ?? ''),
  );
  if (failing === undefined) return;
  const after = steps.slice(steps.indexOf(failing) + 1).filter(({ job }) => job.name === failing.job.name);
  const upload = after.find(({ step }) => /upload-artifact/.test(step.get('uses').text ?? ''));
  if (upload === undefined || /always\(\)|failure\(\)|cancelled\(\)/.test(upload.step.get('if').text ?? ''))
    return;
  reading.remarks.push({
    code: 'drift-cannot-fail',
    message:
      'The report is uploaded only when nothing failed, so it is lost just when there is drift. Add `if: always()` to the upload.',
    at: upload.step.first('name', 'uses').mark,
  });
}

function onStep(step: Cursor, inWatchingJob: boolean, reading: Draft): void {
  const run = step.get('run');
  const text = run.text ?? '';
  if (/echo[^\n]*\$\{\{\s*secrets\.[^\n]*>\s*[\w./~-]+/.test(text) && !/GITHUB_(ENV|OUTPUT)/.test(text)) {
    reading.remarks.push({
      code: 'readable-payload',
      message:
        'A secret is written to a file of the runner, where later steps and uploads can take it along. Pass it as an environment variable.',
      at: run.keyMark,
    });
  }
  if (inWatchingJob && SAMPLE_DATA.test(text)) {
    reading.remarks.push({
      code: 'workflow-without-production',
      message: `The job looks at \`${SAMPLE_DATA.exec(text)?.[0] ?? ''}\`, which is a sample, so production may drift unseen. Point it at the production log.`,
      at: run.keyMark,
    });
  }
}
