import { expect, test } from 'vitest';
import type { OpenApi, Operation, Schema } from '#web/state/openapi.ts';
import { accessWords, curlOf, exampleOf, limitWords, typeWords } from './api-docs-words.ts';

const money: Schema = {
  type: 'object',
  properties: { amount: { type: 'string' }, currency: { type: 'string' } },
  required: ['amount', 'currency'],
};
const toMoney: Schema = { $ref: '#/components/schemas/Money' };
const kinds: [schema: Schema, words: string][] = [
  [toMoney, 'Money'],
  [{ type: 'array', items: toMoney }, 'list of Money'],
  [{ anyOf: [toMoney, { type: 'null' }] }, 'Money or null'],
  [{ type: ['string', 'null'] }, 'text or null'],
  [{ type: 'string', enum: ['in', 'out'] }, '"in" | "out"'],
  [{ type: 'boolean', const: true }, 'true'],
  [{ type: 'string', format: 'uuid' }, 'id'],
  [{ type: 'string', format: 'date' }, 'day, YYYY-MM-DD'],
  [
    { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    'text or list of text',
  ],
  [{ type: 'integer' }, 'whole number'],
  [{}, 'anything'],
];

test.each(kinds)('%j is %s', (schema, words) => {
  expect(typeWords(schema)).toBe(words);
});

test('bounds in words', () => {
  expect(limitWords({ type: 'integer', minimum: 1, maximum: 200, default: 50 })).toBe(
    '1 to 200, 50 if left out',
  );
  expect(limitWords({ type: 'string', maxLength: 80 })).toBe('at most 80 characters');
  expect(limitWords({ type: 'array', minItems: 1 })).toBe('at least 1 of them');
  expect(limitWords({ type: 'boolean' })).toBe('');
});

test('an example holds what must be, and something', () => {
  const body: Schema = {
    type: 'object',
    properties: {
      of: toMoney,
      days: { type: 'integer', minimum: 7 },
      accounts: { type: 'array', minItems: 1, items: { type: 'string', format: 'uuid' } },
      note: { type: 'string' },
    },
    required: ['of', 'days', 'accounts'],
  };
  expect(exampleOf(body, { Money: money })).toEqual({
    of: { amount: '…', currency: '…' },
    days: 7,
    accounts: ['ID'],
  });
  expect(exampleOf({ type: 'object', properties: { note: { type: 'string' } } }, {})).toEqual({
    note: '…',
  });
});

const operation = (more: Partial<Operation>): Operation => ({
  operationId: 'x',
  tags: ['x'],
  summary: 'X.',
  security: [{ token: ['write'] }, { cookie: [] }],
  responses: {},
  ...more,
});
const doc: OpenApi = {
  info: { title: '', description: '' },
  servers: [{ url: 'https://home.example' }],
  paths: {},
  components: { schemas: { Money: money }, responses: {} },
};

test('who may, and how to call it', () => {
  const content = { 'application/json': { schema: toMoney } };
  const write = operation({ requestBody: { content } });
  expect(accessWords(write)).toBe('An API token with the scope “write”, or a signed-in browser.');
  expect(curlOf(doc, 'POST /api/things/{id}/move', write)).toBe(
    [
      `curl -X POST 'https://home.example/api/things/ID/move'`,
      `-H 'Authorization: Bearer lbt_…'`,
      `-H 'Content-Type: application/json'`,
      `-d '{"amount":"…","currency":"…"}'`,
    ].join(' \\\n  '),
  );
  const admin = operation({ security: [{ token: ['admin'] }, { cookie: [] }] });
  expect(accessWords(admin)).toContain('of an owner with the scope “admin”');
  const people = operation({ security: [{ cookie: [] }] });
  expect(accessWords(people)).toBe('A signed-in browser. No API token does it.');
  expect(curlOf(doc, 'POST /api/leave', people)).toBeUndefined();
  const open = operation({ security: [] });
  expect(accessWords(open)).toBe('Anybody, without signing in.');
  expect(curlOf(doc, 'POST /api/join', open)).toContain(`-H 'Origin: https://home.example'`);
  expect(curlOf(doc, 'GET /api/session', open)).toBe(`curl 'https://home.example/api/session'`);
});
