import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOTS } from './roots.ts';
import type { Schema } from './schemas.ts';

const FILE = join(import.meta.dirname, '../../../../shared/plaid/openapi-2020-09-14.yml');

/** Words of JSON Schema that are kept; the rest of an OpenAPI schema describes. */
const KEPT = [
  'additionalProperties',
  'allOf',
  'anyOf',
  'enum',
  'format',
  'items',
  'maximum',
  'maxItems',
  'maxLength',
  'minimum',
  'minItems',
  'minLength',
  'oneOf',
  'pattern',
  'required',
  'type',
];
const FORMATS = ['date', 'date-time', 'uri'];

/**
 * Plaid's OpenAPI description as JSON Schemas, as far as it is reached from our replies and
 * webhooks; null where the description is not at hand.
 */
export function openApiSchemas(): Record<string, Schema> | null {
  if (!existsSync(FILE)) return null;
  const { components } = parse(readFileSync(FILE, 'utf8')) as {
    components: { schemas: Record<string, Schema> };
  };
  const schemas: Record<string, Schema> = {};
  const waiting = ROOTS.filter((name) => name in components.schemas);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in schemas) continue;
    schemas[name] = convert(components.schemas[name]!, waiting);
  }
  return schemas;
}

/** `nullable` becomes a choice, references become definitions and what is referred to is noted. */
function convert(source: Schema, found: string[]): Schema {
  if (typeof source['$ref'] === 'string') {
    const name = source['$ref'].split('/').at(-1)!;
    found.push(name);
    return { $ref: `#/definitions/${name}` };
  }
  const result: Schema = {};
  for (const word of KEPT)
    if (word in source) result[word] = convertWord(word, source[word], found);
  const format = result['format'];
  if (format !== undefined && !FORMATS.includes(format as string)) delete result['format'];
  const properties = source['properties'] as Record<string, Schema> | undefined;
  if (properties) {
    result['type'] ??= 'object';
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, convert(schema, found)]),
    );
  }
  if (source['nullable'] !== true) return result;
  return { anyOf: [result, { type: 'null' }] };
}

function convertWord(word: string, value: unknown, found: string[]): unknown {
  if (Array.isArray(value) && ['allOf', 'anyOf', 'oneOf'].includes(word)) {
    return value.map((one) => convert(one as Schema, found));
  }
  if (word === 'items') return convert(value as Schema, found);
  if (word === 'additionalProperties' && typeof value === 'object') {
    return convert(value as Schema, found);
  }
  return value;
}
