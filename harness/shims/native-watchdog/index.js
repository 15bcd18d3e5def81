'use strict';

/** Leave when the parent process is gone: the native module does the same from a thread of its own. */
exports.start = function start(parentPid) {
  const timer = setInterval(() => {
    try {
      process.kill(Number(parentPid), 0);
    } catch {
      process.exit(87);
    }
  }, 3000);
  timer.unref();
};

/** Leave at once. */
exports.exit = function exit(code) {
  process.exit(code);
};
