import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

function read(name: string): unknown {
  return parse(readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8'));
}

describe('the pre-commit hooks', () => {
  const hooks = read('.pre-commit-hooks.yaml') as { id: string; entry: string; files: string }[];

  it('run the published command on configs, and on nothing else', () => {
    for (const { entry, files } of hooks) {
      assert.match(entry, /^npx --yes tidemark lint( --fix)?$/);
      const pattern = new RegExp(files);
      for (const path of ['tidemark.yaml', 'a/tidemark.yml', 'models/churn.tidemark.yaml'])
        assert.ok(pattern.test(path), path);
      for (const path of ['nottidemark.yaml', 'tidemark.yaml.bak', 'tidemark.json'])
        assert.ok(!pattern.test(path), path);
    }
  });
});

describe('the GitHub Action', () => {
  const action = read('action.yml') as {
    inputs: Record<string, { description: string; default: string }>;
    runs: { using: string; steps: { run: string; env: Record<string, string> }[] };
  };

  it('takes inputs by the environment only, so that none of them is run', () => {
    assert.equal(action.runs.using, 'composite');
    for (const { run, env } of action.runs.steps) {
      assert.ok(!run.includes('${{'));
      for (const value of Object.values(env))
        assert.ok(Object.hasOwn(action.inputs, value.replace(/^\$\{\{ inputs\.| \}\}$/g, '')));
    }
  });
});
