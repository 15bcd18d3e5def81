/** The config language: completion, hovers, CodeLens, symbols, folding, definitions and inlay hints in the editor. */
import assert from 'node:assert/strict';
import path from 'node:path';

import * as vscode from 'vscode';

import type { TidemarkApi } from '../../src/extension.js';
import { activated, copySample, removeSample, stateOf, until } from './sample-model.js';

describe('the config language', function () {
  this.timeout(90_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  let document: vscode.TextDocument;

  const at = (text: string, into = 0): vscode.Position => {
    const offset = document.getText().indexOf(text);
    assert.ok(offset >= 0, `no “${text}”`);
    return document.positionAt(offset + into);
  };
  const insert = async (position: vscode.Position, text: string): Promise<vscode.Position> => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(config, position, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
    return document.positionAt(document.offsetAt(position) + text.length);
  };
  const restore = async (text: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(config, new vscode.Range(0, 0, document.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const labels = async (position: vscode.Position): Promise<string[]> => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      config,
      position,
    );
    return items
      .filter(({ sortText }) => /^\d\.\d\d \d{4}$/.test(sortText ?? ''))
      .map(({ label }) => (typeof label === 'string' ? label : label.label));
  };
  const hover = async (position: vscode.Position): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      config,
      position,
    );
    return hovers
      .flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value))
      .join('\n');
  };
  const lenses = async (): Promise<vscode.CodeLens[]> =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', config, 100);
  const titles = async (): Promise<string[]> => (await lenses()).map(({ command }) => command?.title ?? '');

  before(async () => {
    api = await activated();
    config = await copySample(api, 'language');
    document = await vscode.workspace.openTextDocument(config);
    await vscode.window.showTextDocument(document);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await removeSample(api, config);
  });

  it('says that nothing was checked yet, and offers to', async () => {
    const found = await titles();
    assert.equal(found[0], 'Check now');
    assert.ok(found.includes('not checked yet · Run check'), found.join('\n'));
    assert.match(await hover(at('metric: psi', 9)), /Population stability index.*Not checked yet/s);
  });

  it('completes columns from the logs themselves, in a half-typed list', async () => {
    const before = document.getText();
    await restore(before.replace(', hour, weekday]', ', ]'));
    const end = at('distance, ]', 'distance, '.length);
    // The first look at a log starts the engine: what is not there in time is there the next time.
    await until('the columns of the log', async () => (await labels(end)).includes('hour'));
    assert.deepEqual((await labels(end)).sort(), ['hour', 'weekday']);
    await restore(before);
    const role = await insert(at('latency_ms: latency_ms', 'latency_ms: '.length), ' ');
    assert.ok((await labels(role)).includes('latency_ms'));
    await restore(before);
  });

  it('completes keys, metrics and files', async () => {
    const before = document.getText();
    const metric = await insert(at('  performance:'), '    - { metric: ');
    const metrics = await labels(metric);
    assert.ok(metrics.includes('psi') && !metrics.includes('roc_auc'), metrics.join(', '));
    await restore(before);
    const key = await insert(at('every: 1w'), '\nslo: { ');
    assert.deepEqual((await labels(key)).sort(), ['objective', 'window']);
    await restore(before);
    const file = await insert(at('logs/scored-*.parquet'), ' ');
    assert.ok((await labels(file)).includes('logs/scored-*.parquet'));
    await restore(before);
  });

  it('outlines and folds the config', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      config,
    );
    const checks = symbols.find(({ name }) => name === 'checks');
    const stability = checks?.children.find(({ name }) => name === 'stability');
    assert.deepEqual(
      stability?.children.map(({ name, detail }) => `${name} ${detail}`),
      ['psi features', 'psi score', 'ks traffic, backlog, distance', 'js_distance origin, destination'],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      config,
    );
    const line = at('checks:').line;
    assert.ok(folds.some(({ start, end }) => start === line && end > line + 20));
  });

  it('leads from a column to its log, from a glob to its files, from a role to its key', async () => {
    const go = async (position: vscode.Position): Promise<vscode.LocationLink[]> =>
      vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        config,
        position,
      );
    const names = (links: vscode.LocationLink[]): string[] =>
      links.map(({ targetUri }) => path.basename(targetUri.path));
    assert.deepEqual(names(await go(at('destination, traffic', 2))), ['scored-2001-01-29.parquet']);
    assert.equal((await go(at('logs/scored-*', 2))).length, 22);
    assert.deepEqual(names(await go(at('label: delayed', 'label: d'.length))), ['labels-2001-01-29.csv.gz']);
    const [score] = await go(at('of: score', 5));
    assert.equal(score?.targetRange.start.line, at('score: p_delayed').line);
  });

  it('shows the defaults that the config takes', async () => {
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      config,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    const task = hints.find(({ position }) => position.line === at('task: binary').line);
    assert.match(String(task?.label), /^positive: /);
  });

  it('shows the verdicts of a check, with their course', async () => {
    await vscode.commands.executeCommand('tidemark.checkNow', config);
    assert.ok(stateOf(api, config).report);
    const found = await lenses();
    const shown = found.map(({ command }) => command?.title ?? '');
    assert.ok(
      shown.some((title) => /^(Update|Keep) this model · checked just now$/.test(title)),
      shown.join('\n'),
    );
    const psi = found.find(({ command }) => /psi of origin/.test(command?.title ?? ''));
    assert.match(psi?.command?.title ?? '', /^alert · psi of origin 0\.\d+/);
    assert.equal(psi?.command?.command, 'tidemark.openDashboard');
    assert.equal(psi?.range.start.line, at('metric: psi, of: features').line);
    assert.match(await hover(at('metric: psi', 9)), /\| origin \| \*\*0\.\d+\*\* \|.*`[▁▂▃▄▅▆▇█ ]+`/);
    assert.match(
      await hover(at('features: [origin', 'features: [o'.length)),
      /categorical.*missing.*\n.*Now: /s,
    );
    assert.match(
      await hover(at('features: [origin', 'features: [o'.length)),
      /command:tidemark\.openDashboard/,
    );
  });

  it('marks them as stale while the text is another than the one checked', async () => {
    const before = document.getText();
    await insert(at('every: 1w'), '# edited\n');
    const shown = await titles();
    assert.ok(
      shown.some((title) => /out of date: tidemark\.yaml has changed/.test(title)),
      shown.join('\n'),
    );
    assert.ok(shown.some((title) => /^before the change: alert · psi of origin/.test(title)));
    assert.ok(shown.includes('Run check'));
    await restore(before);
    assert.ok(!(await titles()).some((title) => title.startsWith('before the change')));
  });

  it('still works where the text is no YAML at all', async () => {
    const before = document.getText();
    const end = await insert(
      new vscode.Position(document.lineCount, 0),
      '\nsegments: [{ column: origin }, { col',
    );
    assert.ok((await labels(end)).includes('column'));
    assert.ok((await titles()).length > 5);
    await restore(before);
  });

  describe('quick fixes for several findings', () => {
    const actions = async (range: vscode.Range, kind?: string): Promise<vscode.CodeAction[]> =>
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        config,
        range,
        kind,
        50,
      );
    const ours = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(config).filter(({ source }) => source === 'tidemark');
    let before = '';

    beforeEach(() => {
      before = document.getText();
    });
    afterEach(async () => {
      await restore(before);
    });

    it('repair the whole file at once, comments kept', async () => {
      await restore(before.replace('every: 1w', 'evry: 1w # a week').replace('seed: 1', 'sed: 1'));
      await until(
        'both findings',
        () => ours().filter(({ message }) => /evry|`sed`/.test(message)).length === 2,
      );
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const [fix] = await actions(whole, 'source.fixAll');
      assert.equal(fix?.kind?.value, 'source.fixAll.tidemark');
      assert.ok(fix.edit);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      assert.match(document.getText(), /^every: 1w # a week$/m);
      assert.match(document.getText(), /^seed: 1$/m);
      await until('nothing to repair', () => !ours().some(({ message }) => /evry|`sed`/.test(message)));
    });

    it('add what is missing of a kind', async () => {
      await restore(before.replace(/ {2}operations:\n(?: {4}.*\n)+/, ''));
      const isGap = ({ code }: vscode.Diagnostic): boolean =>
        typeof code === 'object' && /missing-(latency-objective|error-rate)/.test(String(code.value));
      await until('the gaps', () => ours().filter(isGap).length === 2);
      const gap = ours().find(isGap);
      assert.ok(gap);
      const found = await actions(gap.range);
      const block = found.find(({ title }) => title === 'Add all missing metrics (2)');
      assert.ok(block?.edit, found.map(({ title }) => title).join(', '));
      assert.ok(await vscode.workspace.applyEdit(block.edit));
      assert.match(document.getText(), /operations:\n(?: {4}.*\n)* {4}- \{ metric: latency_p95_ms/);
      assert.match(document.getText(), /metric: error_rate/);
      await until('no gap', () => !ours().some(isGap));
    });

    it('offer to ignore a finding with a reason', async () => {
      const warning = ours().find(
        ({ code }) => typeof code === 'object' && code.value === 'alert-reaches-nobody',
      );
      assert.ok(
        warning,
        ours()
          .map(({ message }) => message)
          .join('\n'),
      );
      const found = await actions(warning.range);
      assert.ok(found.some(({ title }) => title === 'Ignore alert-reaches-nobody here, with a reason'));
    });
  });
});
