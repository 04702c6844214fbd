import { expect, test } from 'vitest';
import { z } from 'zod';
import { api, type RouteName } from './api.ts';
import { errorReply, errorStatus, Refusal, type ErrorCode } from './errors.ts';
import { liveHint } from './live.ts';
import { decimal, money } from './money.ts';
import { day, month, timeZone } from './time.ts';

/** Every object inside a schema, with the way to it. */
function* objects(schema: z.ZodType, path = ''): Generator<[string, z.ZodObject]> {
  if (schema instanceof z.ZodObject) {
    yield [path, schema];
    for (const [name, field] of Object.entries(schema.shape)) {
      yield* objects(field as z.ZodType, `${path}.${name}`);
    }
  }
  const { def } = schema as unknown as { def: Record<string, unknown> };
  for (const inner of ['element', 'innerType', 'in', 'out', 'valueType']) {
    if (def[inner] instanceof z.ZodType) yield* objects(def[inner], path);
  }
  for (const option of (def.options as z.ZodType[] | undefined) ?? []) yield* objects(option, path);
}

const parts = (Object.keys(api) as RouteName[]).flatMap((name) => {
  const route = api[name] as Record<string, unknown>;
  return ['params', 'query', 'body', 'reply'].flatMap((part) =>
    route[part] ? [[`${name} ${part}`, route[part] as z.ZodType] as const] : [],
  );
});

test('no object of any request or reply takes a field that it does not name', () => {
  const found = [...parts, ['a hint', liveHint] as const, ['an error', errorReply] as const];
  let count = 0;
  for (const [name, schema] of found) {
    for (const [path, object] of objects(schema, name)) {
      count++;
      const { catchall } = object.def;
      expect(catchall instanceof z.ZodNever, `${path} is not strict`).toBe(true);
    }
  }
  expect(count).toBeGreaterThan(60);
});

test('every route that has an id in its address checks it, and only those do', () => {
  for (const name of Object.keys(api) as RouteName[]) {
    expect('params' in api[name], name).toBe(name.includes(':'));
    expect('body' in api[name] && name.startsWith('GET'), name).toBe(false);
  }
});

test('every error code has a status that says whose fault it is', () => {
  for (const [code, status] of Object.entries(errorStatus)) {
    expect(status).toBeGreaterThanOrEqual(400);
    const error = { code: code as ErrorCode, message: 'A sentence.' };
    expect(errorReply.parse({ error })).toEqual({ error });
  }
  expect(new Refusal('not_found', 'Nothing.', { field: 'id' })).toMatchObject({ field: 'id' });
});

test.each(['0', '-12.34', '999999999999999999.9999999999', '0.00000001'])(
  '%s is money',
  (amount) => {
    expect(money.safeParse({ amount, currency: 'USD' }).success).toBe(true);
  },
);

test.each([12.34, '1e5', '.5', '1.', '+1', '1,5', '', '1'.repeat(19), '0.00000000001', 'NaN'])(
  '%s is none',
  (amount) => {
    expect(money.safeParse({ amount, currency: 'USD' }).success).toBe(false);
  },
);

test.each([
  [day, ['2025-02-28', '0001-01-01', '9999-12-31'], ['2025-02-29', '0000-01-01', '25-1-1', '']],
  [month, ['2025-12', '1000-01'], ['2025-13', '0000-01', '2025-1', '2025-12-01']],
  [timeZone, ['UTC', 'America/New_York', 'Asia/Kolkata'], ['Mars/Olympus', '', 'x'.repeat(100)]],
  [decimal, ['12', '-3.50', '0.0001'], ['1e3', '1.23456', '', '1234567890123']],
])('bounds of a field, %#', (schema, good, bad) => {
  for (const text of good) expect(schema.safeParse(text).success, text).toBe(true);
  for (const text of bad) expect(schema.safeParse(text).success, text).toBe(false);
});
