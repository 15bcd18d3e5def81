import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { parse } from 'yaml';
import { z } from 'zod';
import { allowedKeys } from '../../../src/core/config/schema-keys.js';
import {
  configJsonSchema,
  editorJsonSchema,
  schemaAt,
  schemasAt,
  type JsonSchema,
} from '../../../src/core/language/json-schema.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { DESIGN_EXAMPLE } from '../config/design-example.js';

describe('the JSON Schema', () => {
  const schema = configJsonSchema(METRICS);

  for (const [name, made] of [
    ['tidemark.schema.json', schema],
    ['tidemark.editor.schema.json', editorJsonSchema(METRICS)],
  ] as const) {
    it(`${name} is up to date (run scripts/schema.ts when it is not)`, async () => {
      const text = readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8');
      assert.equal(text, await format(JSON.stringify(made), { parser: 'json', printWidth: 110 }));
    });
  }

  it('accepts what the config accepts, and refuses what it refuses', () => {
    const validator = z.fromJSONSchema(
      JSON.parse(JSON.stringify(schema)) as Parameters<typeof z.fromJSONSchema>[0],
    );
    for (const text of [COMPLETE, DESIGN_EXAMPLE]) {
      const result = validator.safeParse(parse(text));
      assert.ok(result.success, JSON.stringify(result.error?.issues, null, 1));
    }
    for (const [from, to] of [
      ['task: binary', 'task: trinary'],
      ['every: 1w', 'every: weekly'],
      ['features:', 'feature:'],
      ['metric: psi', 'metric: psy'],
      ['version: 1', 'version: 2'],
    ] as const) {
      assert.ok(!validator.safeParse(parse(COMPLETE.replace(from, to))).success, to);
    }
  });

  it('describes every key, with defaults and the metrics of each family', () => {
    const bare: string[] = [];
    const walk = (path: readonly (string | number)[]): void => {
      for (const key of allowedKeys(path)) {
        const own = schemaAt(schema, [...path, key]);
        assert.ok(own, [...path, key].join('.'));
        if (own.description === undefined) bare.push([...path, key].join('.'));
        walk([...path, key]);
        if (schemasAt(schema, [...path, key]).some(({ items }) => items !== undefined))
          walk([...path, key, 0]);
      }
    };
    walk([]);
    const told = bare.filter(
      (path) =>
        !/(edges|column|quantile|width|rows|chunks|above|below|outside|objective|window|path|sample|on|webhook|command)$/.test(
          path,
        ),
    );
    assert.deepEqual(told, []);
    assert.equal(schemaAt(schema, ['logs', 'grace'])?.default, '1h');
    const metric = schemaAt(schema, ['checks', 'stability', 0, 'metric']);
    assert.ok(metric?.enum !== undefined);
    assert.ok(metric.enum.includes('psi') && !metric.enum.includes('roc_auc'));
    assert.equal(metric.enum.length, (metric.enumDescriptions as string[]).length);
  });

  it('refuses and suggests nothing in an editor that has the language support', () => {
    const judging = [
      'type',
      'enum',
      'const',
      'required',
      'additionalProperties',
      'pattern',
      'anyOf',
      'minLength',
      'minimum',
    ];
    const walk = (one: JsonSchema): void => {
      for (const keyword of judging) assert.ok(!(keyword in one), keyword);
      assert.equal(one.doNotSuggest, true);
      for (const inner of Object.values(one.properties ?? {})) walk(inner);
      if (one.items !== undefined) walk(one.items);
    };
    walk(editorJsonSchema(METRICS));
  });
});
