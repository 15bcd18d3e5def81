import type { Progress } from '../core/profile/engine.js';
import { formatCount } from '../core/report/words.js';
import type { Terminal } from './terminal.js';

const WORDS: Record<Progress['phase'], string> = {
  looking: 'looking at',
  reading: 'reading',
  splitting: 'reading by segment',
  judging: 'judging',
  writing: 'writing',
};

/** One line of progress on stderr, when it is a terminal; nothing otherwise. */
export function progressOn(
  terminal: Terminal,
  shown: string,
): { show(progress: Progress): void; clear(): void } {
  if (!terminal.errIsTerminal) return { show: () => undefined, clear: () => undefined };
  let last = 0;
  return {
    show(progress) {
      const now = Date.now();
      if (now - last < 80 && progress.done < progress.total) return;
      last = now;
      const rows = progress.rows > 0 ? `, ${formatCount(progress.rows)} rows` : '';
      terminal.err(
        `\r\u001b[K${shown}: ${WORDS[progress.phase]} ${progress.done} of ${progress.total} ${progress.unit}${rows}`,
      );
    },
    clear() {
      terminal.err('\r\u001b[K');
    },
  };
}
