import type { Cursor } from '../source/cursor.js';

/** A step of a workflow, with its job. */
export interface Step {
  readonly step: Cursor;
  readonly job: Cursor;
}

const SENDER = /slack|mail|teams|discord|telegram|pagerduty|opsgenie|create-(an-)?issue|notify|sns-publish/i;
const SENDING =
  /hooks\.slack|webhook|gh issue create|issues\.create|sendmail|\bmail\s+-s|api\.telegram|sns publish|createComment/i;

/** Whether the step tells somebody: `echo` tells nobody. */
export function sends(step: Cursor): boolean {
  const uses = step.get('uses').text ?? '';
  const script = step.get('with', 'script').text ?? '';
  const run = (step.get('run').text ?? '').replace(/^\s*echo\b.*$/gm, '');
  return (
    SENDER.test(uses) ||
    SENDING.test(script) ||
    (/curl|gh |mail|aws |wget|requests\.post/i.test(run) && SENDING.test(run))
  );
}

/** Whether the step's errors are passed over. */
export function swallowed({ step, job }: Step): boolean {
  if (step.get('continue-on-error').flag === true || job.get('continue-on-error').flag === true) return true;
  return /\|\|\s*(true|:)\s*$/m.test(step.get('run').text ?? '');
}

export function mayFail(step: Step): boolean {
  return !swallowed(step);
}

/**
 * Whether drift can ever make this step run. A step behind `failure()` waits for a job that fails; where the
 * steps that look for drift cannot fail, it runs for every other failure and never for drift. A step's
 * `conclusion` is a success after `continue-on-error`; its `outcome` is not.
 */
export function isReachable(sender: Step, watching: readonly Step[]): boolean {
  const condition = sender.step.get('if').text ?? sender.job.get('if').text ?? '';
  const onFailure = /failure\(\)|job\.status\s*==\s*'failure'/.test(condition);
  const onConclusion = /\.conclusion\s*==\s*'failure'/.test(condition);
  if (!onFailure && !onConclusion) return true;
  if (/\.outcome\s*==|\.outputs\./.test(condition)) {
    return true;
  }
  if (watching.length === 0) return true;
  return watching.some((one) => mayFail(one));
}
