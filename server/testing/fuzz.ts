import type { z } from 'zod';
import type { Random } from '#server/sandbox/world/random.ts';

// Requests that nobody sends in good faith, grown from the schemas of the contract.

const half = String.fromCodePoint(0x1f642)[0] ?? '';

const dates = ['0000-01-01', '9999-12-31', '2025-02-30', '2025-01-01~x'];
const numbers = [0, -1, 1e308, -0, '-1', '1e5', 'NaN', '99999999999999999999.9'];
const texts = ['', ' ', 'nul\u0000', `half ${half}`, '\u202e', '%_\\', '{{7*7}}', '\r\nA: b'];
const attacks = ["'; drop table members; --", '<script>alert(1)</script>', '../../etc'];
const names = ['constructor', '__proto__', '00000000-0000-4000-8000-000000000000'];
const shapes = [null, true, [], {}, { __proto__: { admin: true } }, { length: 1e9 }, [[[[]]]]];

/** Values that have broken programs before. */
const hostile: unknown[] = [dates, numbers, texts, attacks, names, shapes].flat(1);

export function nonsense(random: Random): unknown {
  if (random.chance(0.04)) return 'x'.repeat(random.int(1, 30_000));
  if (random.chance(0.04)) return Array.from({ length: random.int(1, 300) }, () => 'y');
  return random.pick(hostile);
}

/** Mostly what a schema asks for, with something wrong in it now and then. */
export function grow(schema: z.ZodType, random: Random, ids: string[]): unknown {
  if (random.chance(0.12)) return nonsense(random);
  const def = schema.def as unknown as Def;
  const inner = (one: z.ZodType) => grow(one, random, ids);
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape ?? {}).filter(() => random.chance(0.9));
      const object = Object.fromEntries(fields.map(([name, field]) => [name, inner(field)]));
      return random.chance(0.05) ? { ...object, [String(nonsense(random))]: 1 } : object;
    }
    case 'array':
      return Array.from({ length: random.int(0, 4) }, () => inner(def.element!));
    case 'union':
      return inner(random.pick(def.options!));
    case 'enum':
      return random.pick(Object.values(def.entries ?? {}));
    case 'literal':
      return def.values?.[0];
    case 'optional':
    case 'nullable':
    case 'default':
      return random.chance(0.2) ? null : inner(def.innerType!);
    case 'pipe':
      return inner(def.in!);
    case 'boolean':
      return random.chance(0.5);
    case 'number':
    case 'int':
      return random.int(-5, 400);
    case 'record':
      return { kind: 'x', value: nonsense(random) };
    default:
      return random.chance(0.5) ? random.pick(ids) : random.pick(WORDS);
  }
}

const WORDS = [
  '2026-05-01',
  '2026-05',
  'member',
  'FOOD_AND_DRINK',
  '12.50',
  'Some words',
  'USD',
  'OR(bread -category:food',
  'amount:>12 is:deleted',
  'merchant:braed account:x',
  'q=bread',
];

interface Def {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  options?: z.ZodType[];
  entries?: Record<string, unknown>;
  values?: unknown[];
  innerType?: z.ZodType;
  in?: z.ZodType;
}
