import * as z from 'zod';
import type { ConfigPath } from './document.js';
import { configSchema } from './schema.js';

/** Keys the schema knows for the map at `path`, in its order; empty where no map is expected. */
export function allowedKeys(path: ConfigPath): readonly string[] {
  const keys = new Set<string>();
  for (const schema of schemasAt(path)) {
    if (schema instanceof z.ZodObject) for (const key of Object.keys(schema.shape)) keys.add(key);
  }
  return [...keys];
}

/** Paths under which `key` is read (`logs.columns`, `checks.stability[]`), shortest first; '' = the top. */
export function placesOfKey(key: string): readonly string[] {
  places ??= collectPlaces();
  return places.get(key) ?? [];
}

/** Every key the schema knows anywhere. */
export function knownKeys(): Iterable<string> {
  places ??= collectPlaces();
  return places.keys();
}

let places: Map<string, string[]> | null = null;

function collectPlaces(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const walk = (schema: z.core.$ZodType, path: string): void => {
    for (const inner of unwrap(schema)) {
      if (inner instanceof z.ZodObject) {
        for (const [key, value] of Object.entries(inner.shape as Record<string, z.core.$ZodType>)) {
          const known = found.get(key) ?? [];
          if (!known.includes(path)) known.push(path);
          found.set(key, known);
          walk(value, path === '' ? key : `${path}.${key}`);
        }
      } else if (inner instanceof z.ZodArray) walk(inner.element, `${path}[]`);
    }
  };
  walk(configSchema, '');
  return found;
}

/** The schemas that a value at `path` may have: several where the schema is a union. */
function schemasAt(path: ConfigPath): z.core.$ZodType[] {
  let schemas: z.core.$ZodType[] = unwrap(configSchema);
  for (const step of path) {
    const next: z.core.$ZodType[] = [];
    for (const schema of schemas) {
      if (schema instanceof z.ZodObject && typeof step === 'string' && Object.hasOwn(schema.shape, step)) {
        const inner = (schema.shape as Record<string, z.core.$ZodType>)[step];
        if (inner !== undefined) next.push(...unwrap(inner));
      } else if (schema instanceof z.ZodArray && typeof step === 'number')
        next.push(...unwrap(schema.element));
    }
    schemas = next;
  }
  return schemas;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrap);
  return [schema];
}
