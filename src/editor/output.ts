import * as vscode from 'vscode';

/** The output channel `Tidemark`: what was done, how long it took, and what went wrong in full. */
export class Output implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Tidemark', { log: true });

  info(message: string): void {
    this.#channel.info(message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
  }

  error(message: string): void {
    this.#channel.error(message);
  }

  /** Takes what the analysis process prints. */
  child(text: string): void {
    for (const line of text.split('\n')) if (line.trim() !== '') this.#channel.debug(line);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
