import assert from 'node:assert/strict';

import { ESLint } from 'eslint';

/** What a trespasser would write, where, and the rule that must stop it. */
const TRESPASSES: readonly [file: string, code: string, rule: string][] = [
  ['src/core/run-check.ts', `import * as vscode from 'vscode';\nvoid vscode;\n`, 'no-restricted-imports'],
  [
    'src/core/run-check.ts',
    `import { readFile } from 'node:fs/promises';\nvoid readFile;\n`,
    'no-restricted-imports',
  ],
  [
    'src/core/run-check.ts',
    `import { LocalEngine } from '../engines/local/engine.js';\nvoid LocalEngine;\n`,
    'import-x/no-restricted-paths',
  ],
  [
    'src/engines/local/engine.ts',
    `import { judge } from '../../core/checks/judge.js';\nvoid judge;\n`,
    'import-x/no-restricted-paths',
  ],
  [
    'src/engines/arquero/engine.ts',
    `import { LocalEngine } from '../local/engine.js';\nvoid LocalEngine;\n`,
    'import-x/no-restricted-paths',
  ],
  [
    'src/engines/shared/scan.ts',
    `import { SQL } from '../local/sql-language.js';\nvoid SQL;\n`,
    'import-x/no-restricted-paths',
  ],
  [
    'src/editor/commands.ts',
    `import { LocalEngine } from '../engines/local/engine.js';\nvoid LocalEngine;\n`,
    'import-x/no-restricted-paths',
  ],
  ['src/runner/child.ts', `import * as vscode from 'vscode';\nvoid vscode;\n`, 'no-restricted-imports'],
  ['webview/dashboard/main.ts', `import { table } from 'arquero';\nvoid table;\n`, 'no-restricted-imports'],
  [
    'webview/dashboard/main.ts',
    `import { runCheck } from '../../src/core/run-check.js';\nvoid runCheck;\n`,
    'import-x/no-restricted-paths',
  ],
  [
    'webview/dashboard/main.ts',
    `import { Button } from '@vscode/webview-ui-toolkit';\nvoid Button;\n`,
    'no-restricted-imports',
  ],
  ['src/core/run-check.ts', `export * from './errors.js';\n`, 'no-restricted-syntax'],
  ['src/core/run-check.ts', `export default 1;\n`, 'import-x/no-default-export'],
];

describe('the walls of the house', function () {
  this.timeout(60_000);
  const eslint = new ESLint();

  for (const [file, code, rule] of TRESPASSES) {
    it(`${rule}: ${code.split('\n')[0]} in ${file}`, async () => {
      const [result] = await eslint.lintText(code, { filePath: file });
      assert.ok(
        result?.messages.some((message) => message.ruleId === rule),
        JSON.stringify(result?.messages),
      );
    });
  }
});
