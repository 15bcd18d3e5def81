import type { LintProgress } from '../../runner/lint-folder.js';
import type { Terminal } from '../terminal.js';

/** The terminal is not written to more often. */
const PAUSE_MS = 80;

/** One line on stderr while a folder is searched, where stderr is a terminal; nothing otherwise. */
export function progressLine(terminal: Terminal): { show(progress: LintProgress): void; clear(): void } {
  if (!terminal.errIsTerminal) return { show: () => undefined, clear: () => undefined };
  let last = 0;
  return {
    show({ done, total }) {
      const now = Date.now();
      if (now - last < PAUSE_MS) return;
      last = now;
      terminal.err(`\r\u001b[Klooking at ${done} of ${total} files`);
    },
    clear() {
      terminal.err('\r\u001b[K');
    },
  };
}
