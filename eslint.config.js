import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The walls of the house: who may not import whom, and the sentence a trespasser reads. */
const walls = [
  {
    target: './src/core',
    from: ['./src/engines', './src/editor', './src/cli', './src/runner', './webview'],
    message: 'The core knows no engine, no host and no view: pass in what it needs.',
  },
  {
    target: './src/engines',
    from: ['./src/core', './src/editor', './src/cli', './src/runner', './webview'],
    except: ['./profile', './config', './errors.ts'],
    message:
      'An engine turns logs into profiles: it may import core/profile, core/config and core/errors only.',
  },
  {
    target: './src/engines/shared',
    from: ['./src/engines/local', './src/engines/arquero'],
    message: 'What engines share knows none of them: pass in what it needs.',
  },
  {
    target: './src/engines/arquero',
    from: ['./src/engines/local'],
    message: 'The built-in engine stands where DuckDB cannot load: it imports nothing of the local engine.',
  },
  {
    target: './src/runner',
    from: ['./src/editor', './src/cli', './webview'],
    message: 'The runner composes core and engine; it knows no host.',
  },
  {
    target: './src/cli',
    from: ['./src/editor', './webview'],
    message: 'The command line composes core and runner; it knows no editor.',
  },
  {
    target: './src/editor',
    from: ['./src/engines', './src/cli'],
    message: 'The editor never runs an engine in its own process: ask the runner.',
  },
  {
    target: './webview',
    from: ['./src'],
    except: [
      './core/report/charts',
      './core/link',
      './core/report/view.ts',
      './core/report/view',
      './core/notebook/outputs/output.ts',
      './core/notebook/outputs/trend.ts',
      './core/notebook/formats/plain.ts',
      './core/notebook/formats/inline-rule.ts',
    ],
    message: 'A webview draws: it imports protocol and chart types only.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'sample/**', '**/node_modules/', '.vscode-test/', '.cache/', 'harness/shims/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  prettier,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: walls }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'No barrels: import from the file that holds the thing.',
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // AssemblyScript has whole numbers of 64 bits.
    files: ['kernels/**'],
    rules: { 'no-loss-of-precision': 'off' },
  },
  {
    files: ['src/core/**', 'src/engines/**', 'src/runner/**', 'src/cli/**', 'webview/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'Only src/editor and src/extension.ts speak to VS Code.' }] },
      ],
    },
  },
  {
    files: ['src/core/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'Only src/editor and src/extension.ts speak to VS Code.' }],
          patterns: [
            {
              group: ['node:fs', 'node:fs/*', 'node:child_process', 'node:worker_threads', '@duckdb/*'],
              message: 'The core touches no file and no process: the host passes in what it needs.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['webview/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'vscode', message: 'Only src/editor and src/extension.ts speak to VS Code.' },
            { name: 'arquero', message: 'Arquero compiles expressions with Function(): the CSP forbids it.' },
          ],
        },
      ],
    },
  },
  {
    files: ['webview/**'],
    ignores: ['webview/shared/controls.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'vscode', message: 'Only src/editor and src/extension.ts speak to VS Code.' },
            { name: 'arquero', message: 'Arquero compiles expressions with Function(): the CSP forbids it.' },
            { name: '@vscode/webview-ui-toolkit', message: 'Use webview/shared/controls.ts.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.config.js', '**/*.config.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['scripts/**', 'harness/**', 'src/cli/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', 'eslint.config.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
