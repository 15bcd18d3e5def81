import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const QUIET = /Store|UpdateDataDocs|update_data_docs|StoreMetrics/;
const TELLS = /Slack|Email|PagerDuty|OpsGenie|Teams|SNS|Notification|slack|email/;

/** Great Expectations: suites of expectations, and checkpoints that run them. */
export const greatExpectations: Dialect = {
  name: 'great-expectations',
  hints: [/expect_|expectation_suite|validations"?\s*:/],
  read(source) {
    for (const root of source.documents) {
      const expectations = root.get('expectations').items();
      if (expectations.some((one) => typeOf(one).startsWith('expect_'))) return suite(root, expectations);
      const actions = root.first('action_list', 'actions');
      if (root.get('validations').exists && actions.isList) return checkpoint(root, actions);
    }
    return null;
  },
};

function typeOf(expectation: Cursor): string {
  return expectation.first('expectation_type', 'type').text ?? '';
}

function suite(root: Cursor, expectations: readonly Cursor[]): Draft {
  const reading = draft('great-expectations', root.get('expectations'), { primary: false });
  for (const one of expectations) {
    const type = typeOf(one);
    const drift = /kl_divergence|chisquare|ks_test|bootstrapped/.test(type);
    const at = one.first('expectation_type', 'type').mark;
    raise(reading, drift ? 'data_drift' : 'data_quality', cell('configured', `\`${type}\` checks it`, at));
  }
  raise(reading, 'data_drift', cell('missing', 'No expectation compares distributions'));
  return reading;
}

function checkpoint(root: Cursor, actions: Cursor): Draft {
  const reading = draft('great-expectations', root.get('validations'), { primary: false });
  const kinds = actions.items().map((action) => ({
    action,
    kind: `${action.get('action', 'class_name').text ?? ''} ${action.get('type').text ?? ''} ${action.get('name').text ?? ''}`,
  }));
  const told = kinds.find(({ kind }) => TELLS.test(kind) && !QUIET.test(kind));
  const at = actions.keyMark;
  if (told !== undefined)
    raise(reading, 'alerting', cell('configured', 'An action sends the result', told.action.keyMark));
  else if (actions.isFilled)
    raise(reading, 'alerting', cell('missing', 'Its actions only store results', at));
  else raise(reading, 'alerting', cell('missing', 'It has no action', at));
  if (root.get('validations').isFilled)
    raise(
      reading,
      'data_quality',
      cell('configured', 'It validates a suite', root.get('validations').keyMark),
    );
  return reading;
}
