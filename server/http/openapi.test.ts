import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type Route, type RouteName } from '#server/contract/api.ts';
import { errorStatus } from '#server/contract/errors.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { linkBank } from '#server/testing/linking.ts';
import { describeApi } from './openapi.ts';

// The document that programs are written by: whole, true to the contract, and to what is replied.

interface Operation {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Content };
  responses: Record<string, { $ref?: string; content?: Content }>;
}
type Content = { 'application/json'?: { schema: object } };
interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<'schemas' | 'responses' | 'securitySchemes', Record<string, object>>;
}

let home: TestHome;
let document: Document;

beforeAll(async () => {
  home = await createTestHome();
  document = (await (await home.stranger.fetch('/api/openapi.json')).json()) as Document;
});
afterAll(() => home?.close());

const routes = Object.entries(api) as [RouteName, Route][];

function operationOf(name: RouteName): Operation {
  const [method = '', path = ''] = name.split(' ');
  const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${name} is not in the document`);
  return operation;
}

const operations = () => routes.map(([name]) => operationOf(name));

/** Every object in it, at any depth. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce((value, key) => (value as Record<string, unknown>)?.[key], document as unknown);

test('every route of the contract is in it, and nothing else', () => {
  const told = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const known = routes.map(([name]) => name.replace(/:(\w+)/g, '{$1}'));
  expect(told.toSorted()).toEqual(known.toSorted());
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{ url: home.url }]);
});

test('each route says what it does, in a sentence of its own, and has a name of its own', () => {
  const sentences = operations().map((operation) => operation.summary);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{8,90}\.$/);
  expect(new Set(sentences).size).toBe(sentences.length);
  const ids = operations().map((operation) => operation.operationId);
  for (const id of ids) expect(id).toMatch(/^(get|post|patch|delete)[A-Z]\w+$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads to something, and every schema is one', () => {
  const references = [...objectsIn(document)].flatMap(({ $ref }) => ($ref as string) ?? []);
  expect(references.length).toBeGreaterThan(100);
  for (const reference of references) expect(at(reference), reference).toBeDefined();
  const ajv = validator();
  for (const name of Object.keys(document.components.schemas)) {
    ajv.compile({ $ref: `api#/components/schemas/${name}` });
  }
  for (const operation of operations()) {
    for (const { content } of [operation.requestBody, operation.responses['200']].flatMap(
      (part) => part ?? [],
    )) {
      ajv.compile(inDocument(content?.['application/json']?.schema ?? {}));
    }
    for (const { schema } of operation.parameters ?? []) ajv.compile(inDocument(schema));
  }
});

/** Knows the document by the name `api`. */
function validator(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  ajv.addVocabulary(['openapi', 'info', 'servers', 'paths', 'components']);
  return ajv.addSchema({ $id: 'api', ...document });
}

const inDocument = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;

test('every refusal has one shape, and every code of a refusal is told', () => {
  const responses = JSON.stringify(document.components.responses);
  for (const code of Object.keys(errorStatus)) expect(responses).toContain(`\`${code}\``);
  for (const operation of operations()) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (status === '200') continue;
      expect(at(response.$ref ?? ''), status).toMatchObject({
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      });
    }
    expect(Object.keys(operation.responses)).toContain('default');
  }
});

test('who may come in, and by which scope, is as the contract has it', () => {
  const security = (name: RouteName) => operationOf(name).security;
  expect(security('POST /api/sign-in')).toEqual([]);
  expect(security('GET /api/accounts')).toEqual([{ token: ['read'] }, { cookie: [] }]);
  expect(security('PATCH /api/accounts/:id')).toEqual([{ token: ['write'] }, { cookie: [] }]);
  expect(security('GET /api/admin/links')).toEqual([{ token: ['admin'] }, { cookie: [] }]);
  expect(security('GET /api/tokens')).toEqual([{ cookie: [] }]);
  expect(security('POST /api/admin/invitations')).toEqual([{ cookie: [] }]);
  for (const [name, route] of routes) {
    expect(security(name).length === 0, name).toBe(route.access === 'anyone');
  }
  const { cookie } = document.components.securitySchemes;
  expect(cookie).toMatchObject({ name: 'ledgerberry' });
  expect(describeApi('https://home.example')).toContain('"__Host-ledgerberry"');
});

test('what is really replied is as the document says', async () => {
  await linkBank(home, home.ana);
  const ajv = validator();
  const { transactions } = await home.ana.call('GET /api/transactions');
  const { accounts } = await home.ana.call('GET /api/accounts');
  const { links } = await home.ana.call('GET /api/links');
  const ids: Record<string, string | undefined> = {
    transactions: transactions[0]?.id,
    accounts: accounts[0]?.id,
    links: links[0]?.id,
  };
  let checked = 0;
  for (const [name] of routes.filter(([one]) => one.startsWith('GET'))) {
    const id = ids[name.split('/')[2] ?? ''];
    if (name.includes(':') && !id) continue;
    const { status, body } = await home.ana.attempt(name, { params: { id: id ?? '' } });
    const { responses } = operationOf(name);
    const schema = responses['200']?.content?.['application/json']?.schema ?? {};
    expect(status, name).toBe(200);
    const validate = ajv.compile(inDocument(schema));
    expect(validate(body), `${name}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    checked++;
  }
  expect(checked).toBeGreaterThan(20);
  const refused = await home.stranger.attempt('GET /api/accounts');
  expect(ajv.validate({ $ref: 'api#/components/schemas/Error' }, refused.body)).toBe(true);
});
