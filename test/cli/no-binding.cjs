// Preloaded into a process (node --require): DuckDB's native part cannot load there, as on a platform it was not built for.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request.startsWith('@duckdb/node-bindings')) {
    throw new Error(`Error loading duckdb native binding: unsupported arch 'sparc' for platform 'linux'`);
  }
  return load.call(this, request, ...rest);
};
