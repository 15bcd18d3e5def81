import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { format } from 'prettier';

import { configJsonSchema, editorJsonSchema } from '../src/core/language/json-schema.js';
import { METRICS } from '../src/core/metrics/registry.js';

/* Writes schemas/ from the typed config and the registry of metrics: `node --import tsx scripts/schema.ts`. */

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['tidemark.schema.json', configJsonSchema(METRICS)],
  ['tidemark.editor.schema.json', editorJsonSchema(METRICS)],
] as const) {
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  writeFileSync(`${folder}${name}`, text);
  console.log(`schemas/${name}`);
}
