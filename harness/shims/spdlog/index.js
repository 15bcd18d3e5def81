'use strict';

/*
 * The part of @vscode/spdlog that VS Code calls. Without it the server runs, but output channels stay empty,
 * because a channel is a view on the log file that spdlog writes. Lines are appended synchronously: a log line
 * written before a crash is then on disk, and the volume in tests is small.
 */

const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

let globalLevel = 2;

exports.version = 0;

exports.setLevel = function setLevel(level) {
  globalLevel = level;
};

exports.setFlushOn = function setFlushOn() {
  // Every line is flushed already.
};

class Logger {
  constructor(type, name, file) {
    this.name = name;
    this.file = file;
    this.level = globalLevel;
    this.raw = false;
    this.dropped = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }

  #write(level, message) {
    if (this.dropped || level < this.level) {
      return;
    }
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.raw ? message : `${stamp} [${LEVELS[level]}] ${message}\n`;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // The data folder may be gone already at shutdown; a lost log line must not take the server down.
    }
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    // One pattern is enough here.
  }
  /** Raw lines from now on: this is how VS Code writes output channels. */
  clearFormatters() {
    this.raw = true;
  }
  flush() {
    // Nothing is buffered.
  }
  drop() {
    this.dropped = true;
  }
}

exports.Logger = Logger;

async function create(name, file) {
  return new Logger('rotating', name, file);
}

exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
