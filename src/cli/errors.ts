import { CancelledError, ConfigError, DataError, type Place } from '../core/errors.js';
import type { Terminal } from './terminal.js';

/**
 * Prints an error as `path:line:column: what happened` and gives its exit code. `config`, where there are several, is
 * named before what is not said of itself.
 */
export function report(error: unknown, terminal: Terminal, config: string | null = null): number {
  if (error instanceof CancelledError) {
    terminal.err('Cancelled.\n');
    return 130;
  }
  if (error instanceof ConfigError || error instanceof DataError) {
    const of = config === null || error.place?.path === config ? '' : `${config}: `;
    terminal.err(`tidemark: ${of}${placeText(error.place, error.message)}${error.message}\n`);
    return error instanceof ConfigError ? 2 : 3;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`tidemark: this is a defect in Tidemark, not in your logs:\n${message}\n`);
  return 3;
}

function placeText(place: Place | null, message: string): string {
  if (place === null) return '';
  const line = place.line === undefined ? '' : `:${place.line}`;
  const column = place.column === undefined ? '' : `:${place.column}`;
  // Messages about a file often begin with its name.
  return line === '' && message.startsWith(place.path) ? '' : `${place.path}${line}${column}: `;
}
