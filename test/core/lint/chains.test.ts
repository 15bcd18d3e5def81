import assert from 'node:assert/strict';
import { KnownFiles, lintFiles } from '../../../src/core/lint/lint-workspace.js';
import { ALERTMANAGER, RULES_FILE } from '../../../src/core/lint/rules/dialects/examples.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';
import { memoryWorkspace } from './memory-host.js';

const server = (rules: string): string => `rule_files: [${rules}]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["alerts:9093"] }] }] }
scrape_configs: [{ job_name: churn, static_configs: [{ targets: ["churn:8000"] }] }]
`;

/** Findings of the rule file in a workspace of these files. */
async function ofRules(files: Readonly<Record<string, string>>, known?: KnownFiles): Promise<string[]> {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text, named: false }));
  const report = await lintFiles(sources, memoryWorkspace(files), TEST_METRICS, known);
  return report.files.find(({ path }) => path === 'churn.yml')?.findings.map(({ message }) => message) ?? [];
}

describe('chains of files', () => {
  const files = { 'churn.yml': RULES_FILE, 'alertmanager.yml': ALERTMANAGER };

  it('end where no server loads the rules, even where other alerts arrive', async () => {
    const broken = await ofRules({ ...files, 'prometheus.yml': server('other.yml') });
    assert.match(broken.join('\n'), /No `rule_files` of prometheus\.yml loads this file/);
    const whole = await ofRules({ ...files, 'prometheus.yml': server('"*.yml"') });
    assert.doesNotMatch(whole.join('\n'), /rule_files/);
    assert.doesNotMatch((await ofRules(files)).join('\n'), /rule_files/);
  });

  it('are followed anew when a neighbour changed, without parsing the rest again', async () => {
    const known = new KnownFiles();
    await ofRules({ ...files, 'prometheus.yml': server('other.yml') }, known);
    const before = known.foreign.get('churn.yml')?.file;
    const after = await ofRules({ ...files, 'prometheus.yml': server('churn.yml') }, known);
    assert.doesNotMatch(after.join('\n'), /rule_files/);
    assert.ok(before !== undefined && known.foreign.get('churn.yml')?.file === before);
    await ofRules({ 'churn.yml': RULES_FILE }, known);
    assert.deepEqual([...known.foreign.keys()], ['churn.yml']);
  });
});
