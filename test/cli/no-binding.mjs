// Preloaded into a process (node --import): DuckDB's native part cannot load there, as on a platform it was not built for.
import Module from 'node:module';

const load = Module._load;
Module._load = (request, ...rest) => {
  if (request.startsWith('@duckdb/node-bindings')) {
    throw new Error(`Error loading duckdb native binding: unsupported arch 'sparc' for platform 'linux'`);
  }
  return load(request, ...rest);
};
