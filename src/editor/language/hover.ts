import * as vscode from 'vscode';

import { COMMANDS } from '../commands.js';
import type { Monitors } from '../monitors.js';
import { commandLink } from '../register.js';
import { ageWords } from '../result-words.js';
import type { FactsSource } from './facts.js';

/** Explains metrics, keys and columns, with the values of the last report. */
export class Hovers implements vscode.HoverProvider {
  constructor(
    private readonly facts: FactsSource,
    private readonly monitors: Monitors,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const facts = await this.facts.of(document);
    if (token.isCancellationRequested) return null;
    const { hoverAt } = await import('../../core/language/hover.js');
    const found = hoverAt(document.getText(), document.offsetAt(position), facts);
    if (found === null) return null;
    const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    const text = new vscode.MarkdownString(found.markdown);
    return new vscode.Hover(
      facts.report === null ? text : [text, this.#links(document.uri, facts.report.generated_at)],
      range,
    );
  }

  /** Apart from the rest, so that a name out of a log can never run a command. */
  #links(config: vscode.Uri, checked: string): vscode.MarkdownString {
    const changed = this.monitors.get(config)?.changed ?? [];
    const stale = changed.length === 0 ? '' : ', and files changed since';
    const links = [
      commandLink('Open dashboard', COMMANDS.openDashboard, config),
      commandLink('Check now', COMMANDS.checkNow, config),
    ];
    const text = new vscode.MarkdownString(`Checked ${ageWords(checked)}${stale}. ${links.join(' · ')}`);
    text.isTrusted = { enabledCommands: [COMMANDS.openDashboard, COMMANDS.checkNow] };
    return text;
  }
}
