/**
 * Preloaded into the VS Code server (node --import). The server leads a process group of its own, so it would outlive a
 * harness that was killed hard. It therefore looks whether its parent is still the one that started it, and if not,
 * takes its whole group and its data folder with it.
 */
import fs from 'node:fs';
import { setInterval } from 'node:timers';

const parent = process.ppid;

// Processes that the server forks may inherit flag and environment but are not to act on them.
if (process.env['TIDEMARK_HARNESS_PID'] === String(parent)) {
  const dataDir = process.env['TIDEMARK_HARNESS_DATA'];
  delete process.env['TIDEMARK_HARNESS_PID'];
  delete process.env['TIDEMARK_HARNESS_DATA'];
  const timer = setInterval(() => {
    if (process.ppid === parent) {
      return;
    }
    try {
      if (dataDir) {
        fs.rmSync(dataDir, { recursive: true, force: true });
      }
    } finally {
      process.kill(-process.pid, 'SIGKILL');
    }
  }, 500);
  timer.unref();
}
